//! Models with a trail of what happened to their rows. The trail's model is there by now.

use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{self, ModelId};
use crate::source::Span;
use crate::suggest;
use crate::written::Role;

/// What is wrong, and the way out.
type Fault = (String, String);

pub(super) fn resolve(draft: &mut Draft<'_>) {
    // Variants have the rules of their base, whose fault is said once.
    let mut said: Vec<Span> = vec![];
    for model in (0..draft.models.len()).map(ModelId) {
        let written = draft.model(model).written;
        let audit = written.filter(|written| written.role != Role::Table);
        let audit = audit.and_then(|written| written.rules.audit.as_ref());
        let Some(audit) = audit.filter(|audit| audit.wanted) else {
            continue;
        };
        let top = top(draft, model);
        let name = format!("{}Audit", draft.model(top).ir.name);
        let trail = draft.models.iter().position(|m| m.ir.name == name);
        let actor = audit.actor.as_ref().map(|actor| actor.value.clone());
        let shape = || misshapen(draft, top, ModelId(trail?), actor.is_some());
        if let Some((message, help)) = unfit(draft, model).or_else(shape) {
            if !said.contains(&audit.span) {
                said.push(audit.span);
                draft.report(Diagnostic::error("audit", audit.span, message).help(help));
            }
            continue;
        }
        // Where there is none, what is wrong was said.
        draft.models[model.0].ir.rules.audit = trail.map(|trail| ir::Audit {
            trail: ModelId(trail),
            actor,
        });
    }
}

/// The model that the trail is named after: one for all kinds of rows.
fn top(draft: &Draft<'_>, model: ModelId) -> ModelId {
    let base = |id: &ModelId| draft.model(*id).ir.lineage.as_ref()?.base;
    let line = std::iter::successors(Some(model), |id| base(id).map(|base| base.model));
    line.last().unwrap_or(model)
}

/// Why a model that is there already is no trail of this one.
fn misshapen(draft: &Draft<'_>, model: ModelId, trail: ModelId, actor: bool) -> Option<Fault> {
    let (own, trail) = (&draft.model(model).ir, &draft.model(trail).ir);
    let key = own.key().iter();
    let of_key = key.map(|id| format!("{}_{}", words::snake(&own.name), own.column(*id).field));
    let mut wanted = vec!["audit_id".to_owned()];
    wanted.extend(of_key);
    wanted.extend(["operation".into(), "at".into()]);
    wanted.extend(actor.then(|| "actor".into()));
    wanted.push("changes".into());
    let found: Vec<&String> = trail.columns.iter().map(|column| &column.name).collect();
    let names: Vec<&str> = wanted.iter().map(String::as_str).collect();
    (found != wanted.iter().collect::<Vec<_>>()).then(|| {
        let message = format!(
            "{} is there already, and no trail of {}",
            trail.name, own.name
        );
        let help = format!(
            "rename it, or give it the columns {}",
            suggest::list(&names)
        );
        (message, help)
    })
}

/// Why rows would change without a trace.
fn unfit(draft: &Draft<'_>, model: ModelId) -> Option<Fault> {
    let own = draft.model(model);
    if own
        .written
        .is_some_and(|written| written.role == Role::Link)
    {
        return Some(("links have no trail".into(), "take it away".into()));
    }
    if own.ir.read_only {
        let message = format!("{} is only read, and so has no trail", own.ir.name);
        return Some((message, "take it away".into()));
    }
    // Of a variant, the part beside its base goes with the row of the base: it is one row.
    let apart = own.ir.lineage.as_ref().is_some_and(|l| l.base.is_some());
    let part = |key: &ir::ForeignKey| apart && key.columns == own.ir.primary_key.columns;
    let mut keys = own.ir.foreign_keys.iter().filter(|key| !part(key));
    let key = keys.find(|key| key.acts())?;
    let (name, target) = (&own.ir.name, &draft.model(key.target).ir.name);
    let message = format!(
        "the database changes rows of {name} together with those of {target}, and no trail would \
         say so"
    );
    let help = format!(
        "let the foreign key to {target} say `on_delete: restrict`, and the session delete the rows"
    );
    Some((message, help))
}
