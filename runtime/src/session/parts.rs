use super::plan::{Step, Work};

/// A step for each of the tables that have a part of the rows.
pub(super) fn parts(step: Step) -> Vec<Step> {
    let (own, Some(base)) = (step.model, step.model.base()) else {
        return vec![step];
    };
    let part = |work, model| Step {
        work,
        model,
        ..step.clone()
    };
    let by_table = |columns: &[u16], work: fn(Vec<u16>) -> Work| {
        let (above, below): (Vec<u16>, Vec<u16>) =
            columns.iter().partition(|at| **at < own.inherited());
        [(above, base), (below, own)]
            .into_iter()
            .filter(|(columns, _)| !columns.is_empty())
            .map(|(columns, model)| part(work(columns), model))
            .collect()
    };
    match &step.work {
        // The base first: its row may be what the key comes from.
        Work::Insert(_) => vec![part(step.work.clone(), base), part(step.work.clone(), own)],
        Work::Update(columns) => by_table(columns, Work::Update),
        Work::Delete => vec![part(Work::Delete, base)], // the part beside it goes with it
        Work::Park(column) => {
            let model = if *column < own.inherited() { base } else { own };
            vec![part(step.work.clone(), model)]
        }
        Work::Unhook(columns) => by_table(columns, Work::Unhook),
        Work::Link | Work::Switch(_) => vec![step],
    }
}
