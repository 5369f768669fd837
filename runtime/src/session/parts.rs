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
    match &step.work {
        // The base first: its row may be what the key comes from.
        Work::Insert(_) => vec![part(step.work.clone(), base), part(step.work.clone(), own)],
        Work::Update(columns) => {
            let (above, below): (Vec<u16>, Vec<u16>) =
                columns.iter().partition(|at| **at < own.inherited());
            [(above, base), (below, own)]
                .into_iter()
                .filter(|(columns, _)| !columns.is_empty())
                .map(|(columns, model)| part(Work::Update(columns), model))
                .collect()
        }
        Work::Delete => vec![part(Work::Delete, base)], // the part beside it goes with it
        Work::Link => vec![step],
    }
}
