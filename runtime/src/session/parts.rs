use super::plan::{Step, Work};

/// A step for each of the tables that have a part of the rows.
pub(super) fn parts(step: Step) -> Vec<Step> {
    let (own, Some(base)) = (step.model.inherited(), step.model.base()) else {
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
    let by_table = |columns: &[u16], work: fn(Vec<u16>) -> Work| {
        let (first, rest): (Vec<u16>, Vec<u16>) = columns.iter().partition(|at| **at < own);
        let mut steps = match first.is_empty() {
            true => vec![],
            false => above(work(first)),
        };
        steps.extend((!rest.is_empty()).then(|| below(work(rest))));
        steps
    };
    match &step.work {
        // The base first: its row may be what the key comes from.
        Work::Insert(_) => {
            let mut steps = above(step.work.clone());
            steps.push(step);
            steps
        }
        Work::Update(columns) => by_table(columns, Work::Update),
        Work::Delete => above(Work::Delete), // the part beside it goes with it
        Work::Park(column) if *column < own => above(step.work.clone()),
        Work::Unhook(columns) => by_table(columns, Work::Unhook),
        Work::Park(_) | Work::Link | Work::Switch(_) => vec![step],
    }
}
