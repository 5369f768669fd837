//! Tables none of which could get its first row.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, Timing};
use crate::suggest;

pub(super) fn check(draft: &mut Draft<'_>) {
    // A table whose rows all wait for rows of tables that wait: what is left after all others
    // are taken away again and again.
    let count = draft.models.len();
    let mut waiting: Vec<bool> = vec![true; count];
    let mut needs: Vec<usize> = vec![0; count];
    let mut needed_by: Vec<Vec<usize>> = vec![vec![]; count];
    for (at, needs) in needs.iter_mut().enumerate() {
        for (target, _) in must_point_at(draft, ModelId(at)) {
            *needs += 1;
            needed_by[target.0].push(at);
        }
    }
    let mut free: Vec<usize> = (0..count).filter(|at| needs[*at] == 0).collect();
    while let Some(at) = free.pop() {
        waiting[at] = false;
        for other in &needed_by[at] {
            needs[*other] -= 1;
            if needs[*other] == 0 {
                free.push(*other);
            }
        }
    }
    let mut told = vec![false; draft.models.len()];
    for start in 0..waiting.len() {
        if !waiting[start] || told[start] || draft.models[start].as_it_is() {
            continue;
        }
        let Some(cycle) = walk(draft, &waiting, ModelId(start)) else {
            continue;
        };
        let is_known = |m: &ModelId| told[m.0] || draft.model(*m).as_it_is();
        if cycle.iter().any(|(m, _)| is_known(m)) {
            continue;
        }
        for (model, _) in &cycle {
            told[model.0] = true;
        }
        report(draft, &cycle);
    }
}

/// The models that every row of a model points at when it is inserted, and by which key.
fn must_point_at(draft: &Draft<'_>, model: ModelId) -> Vec<(ModelId, usize)> {
    let ir = &draft.model(model).ir;
    let binding = |k: &crate::ir::ForeignKey| {
        k.timing != Timing::AtCommit && k.columns.iter().all(|c| !ir.columns[c.0].nullable)
    };
    let keys = ir.foreign_keys.iter().enumerate();
    keys.filter(|(_, k)| binding(k))
        .map(|(at, k)| (k.target, at))
        .collect()
}

/// A way from a waiting model back to a model on it.
fn walk(draft: &Draft<'_>, waiting: &[bool], start: ModelId) -> Option<Vec<(ModelId, usize)>> {
    let mut path: Vec<(ModelId, usize)> = vec![];
    let mut at = start;
    loop {
        if let Some(seen) = path.iter().position(|(m, _)| *m == at) {
            return Some(path.split_off(seen));
        }
        let next = must_point_at(draft, at)
            .into_iter()
            .find(|(target, _)| waiting[target.0])?;
        path.push((at, next.1));
        at = next.0;
    }
}

fn report(draft: &mut Draft<'_>, cycle: &[(ModelId, usize)]) {
    let names: Vec<&str> = cycle
        .iter()
        .map(|(m, _)| draft.model(*m).ir.name.as_str())
        .collect();
    let message = match names[..] {
        [only] => format!("every `{only}` must point at another one: there can be no first row"),
        _ => format!(
            "{} need each other: none of them can get a first row",
            suggest::list(&names)
        ),
    };
    let place = |(model, key): &(ModelId, usize)| draft.model(*model).key_spans[*key];
    let Some((first, rest)) = cycle.split_first() else {
        return;
    };
    let mut diagnostic = Diagnostic::error("insert-cycle", place(first), message)
        .label("NOT NULL")
        .help("let one of the keys be NULL: `nullable: true`");
    for key in rest {
        diagnostic = diagnostic.related(place(key), "NOT NULL too");
    }
    draft.report(diagnostic);
}
