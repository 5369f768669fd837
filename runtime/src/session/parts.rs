use super::plan::{Step, Work};
use crate::model::{ModelMeta, VersionBy};

/// A step for each of the tables that have a part of the rows.
pub(super) fn parts(step: Step) -> Vec<Step> {
    let (own, Some(base)) = (step.model, step.model.base()) else {
        return vec![step];
    };
    // The base may have its rows in several tables, too.
    let above = |work| {
        parts(Step {
            work,
            model: base,
            ..step.clone()
        })
    };
    let below = |work| Step {
        work,
        ..step.clone()
    };
    let split = |columns: &[u16]| -> (Vec<u16>, Vec<u16>) {
        columns.iter().partition(|at| **at < own.inherited())
    };
    let mut steps = vec![];
    match &step.work {
        // The base first: its row may be what the key comes from.
        Work::Insert(_) => {
            steps.extend(above(step.work.clone()));
            steps.push(step);
        }
        Work::Update(columns) => {
            let (first, rest) = split(columns);
            let alone = columns.is_empty() || !rest.is_empty();
            if alone && !is_noticed(base, &first) {
                steps.extend(above(Work::Update(vec![])));
            }
            if !first.is_empty() {
                steps.extend(above(Work::Update(first)));
            }
            if !rest.is_empty() || changes_along(own) {
                steps.push(below(Work::Update(rest)));
            }
        }
        Work::Unhook(columns) => {
            let (first, rest) = split(columns);
            if !first.is_empty() {
                steps.extend(above(Work::Unhook(first)));
            }
            steps.extend((!rest.is_empty()).then(|| below(Work::Unhook(rest))));
        }
        Work::Delete => return above(Work::Delete), // the part beside it goes with it
        Work::Park(column) if *column < own.inherited() => return above(step.work.clone()),
        Work::Park(_) | Work::Link | Work::Switch(_) => steps.push(step),
    }
    steps
}

/// Whether an UPDATE of these columns of a base does what a change of the row brings along there.
fn is_noticed(base: &'static ModelMeta, columns: &[u16]) -> bool {
    if columns.is_empty() {
        let mut models = std::iter::successors(Some(base), |model| model.base());
        return !models.any(changes_along);
    }
    let version = base.version.filter(|v| v.by == VersionBy::Session);
    version.is_none_or(|version| {
        columns.contains(&version.column) || version.counts(columns.iter().copied())
    })
}

/// Whether the table that is the model's own has columns that change with any other of a row.
fn changes_along(model: &ModelMeta) -> bool {
    let own = model.inherited();
    let version = model.version;
    version.is_some_and(|version| version.by == VersionBy::Session && version.column >= own)
        || model.columns[usize::from(own)..]
            .iter()
            .any(|column| column.on_update.is_some())
}
