//! Models with a trail of what happened to their rows. The trail's model is there by now.

use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{self, ModelId, ReferentialAction};
use crate::suggest;
use crate::written::{self, Role};

/// What is wrong, and the way out.
type Fault = (String, String);

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let written = draft.model(model).written;
        let audit = written.and_then(|written| written.rules.audit.as_ref());
        let Some(audit) = audit.filter(|audit| audit.wanted) else {
            continue;
        };
        if let Some((message, help)) = unfit(draft, model) {
            draft.report(Diagnostic::error("audit", audit.span, message).help(help));
            continue;
        }
        let name = format!("{}Audit", draft.model(model).ir.name);
        let trail = draft.models.iter().position(|m| m.ir.name == name);
        let actor = audit.actor.as_ref().map(|actor| actor.value.clone());
        if let Some(trail) = trail
            && let Some((message, help)) = misshapen(draft, model, ModelId(trail), actor.is_some())
        {
            draft.report(Diagnostic::error("audit", audit.span, message).help(help));
            continue;
        }
        // Where there is none, what is wrong was said.
        draft.models[model.0].ir.rules.audit = trail.map(|trail| ir::Audit {
            trail: ModelId(trail),
            actor,
        });
    }
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
    let family = own
        .written
        .is_some_and(|w: &written::Model| w.lineage.is_some() || !matches!(w.role, Role::Both));
    if family {
        let message = "models that inherit, those they inherit from, and links have no trail";
        return Some((message.into(), "take it away".into()));
    }
    if own.ir.read_only {
        let message = format!("{} is only read, and so has no trail", own.ir.name);
        return Some((message, "take it away".into()));
    }
    let passive = |action| {
        matches!(
            action,
            ReferentialAction::Cascade | ReferentialAction::SetNull | ReferentialAction::SetDefault
        )
    };
    let mut keys = own.ir.foreign_keys.iter();
    let key = keys.find(|key| passive(key.on_delete) || passive(key.on_update))?;
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
