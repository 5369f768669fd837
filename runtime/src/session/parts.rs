use super::plan::{Step, Work};
use crate::model::updates;

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
            let part = |(model, columns)| Step {
                work: Work::Update(columns),
                model,
                ..step.clone()
            };
            steps.extend(updates(own, columns).into_iter().map(part));
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
