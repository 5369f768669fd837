//! Ways over several relationships.

use super::draft::Draft;
use super::methods;
use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, RelationshipId, Shortcut};
use crate::suggest;
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for shortcut in &written.via {
            if !methods::is_free(draft, model, &shortcut.name, "shortcut") {
                continue;
            }
            let Some(steps) = steps(draft, model, shortcut) else {
                continue;
            };
            let shortcut = Shortcut {
                name: shortcut.name.value.clone(),
                text: shortcut.path.value.trim().to_owned(),
                steps,
                comment: shortcut.comment.clone(),
            };
            draft.models[model.0].ir.shortcuts.push(shortcut);
        }
    }
}

fn steps(
    draft: &mut Draft<'_>,
    model: ModelId,
    written: &written::Shortcut,
) -> Option<Vec<(ModelId, RelationshipId)>> {
    let mut at = model;
    let mut steps = vec![];
    for name in written.path.value.split('.').map(str::trim) {
        let own = &draft.model(at).ir;
        let Some(step) = own.relationships.iter().position(|r| r.name == name) else {
            let names = own.relationships.iter().map(|r| r.name.as_str());
            let help = suggest::help(name, names, "its relationships");
            let message = format!("`{}` has no relationship `{name}`", own.name);
            let error = Diagnostic::error("unknown-relationship", written.path.span, message);
            draft.report(error.help(help));
            return None;
        };
        if own.relationships[step].write_only {
            let message = format!("`{name}` of `{}` is never loaded", own.name);
            let error = Diagnostic::error("write-only-path", written.path.span, message);
            draft.report(error.help("lead another way, or take `write_only` away"));
            return None;
        }
        steps.push((at, RelationshipId(step)));
        at = own.relationships[step].target;
    }
    if steps.len() < 2 {
        let error = Diagnostic::error("short-path", written.path.span, "this is one step");
        let help = "name the relationships one after the other: `memberships.group`";
        draft.report(
            error
                .label("a relationship has its accessor already")
                .help(help),
        );
        return None;
    }
    Some(steps)
}
