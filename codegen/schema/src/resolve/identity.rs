//! Columns that name a row where the database declares no key.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::ModelId;
use crate::written;

/// What names the rows of a model, once its primary key is known, and whether they are written.
pub(super) fn resolve(draft: &mut Draft<'_>, model: ModelId) {
    if let Some(written) = draft.model(model).written {
        columns(draft, model, written);
    }
    let own = &mut draft.models[model.0].ir;
    own.read_only |= own.key().is_empty();
}

fn columns(draft: &mut Draft<'_>, model: ModelId, written: &written::Model) {
    let Some(identity) = &written.identity else {
        return;
    };
    let name = draft.model(model).ir.name.clone();
    if !draft.model(model).ir.primary_key.columns.is_empty() {
        let message = format!("`{name}` has a primary key, which names its rows");
        let help = "take `identity` away: it is for tables without a key";
        draft.report(Diagnostic::error("identity", identity.span, message).help(help));
        return;
    }
    if identity.value.is_empty() {
        let message = format!("no columns that would name a row of `{name}`");
        let help = "name them, or say `read_only: true` where none do";
        draft.report(Diagnostic::error("identity", identity.span, message).help(help));
        return;
    }
    let Some(columns) = draft.columns_named(model, &identity.value) else {
        return;
    };
    for id in &columns {
        let own = draft.model(model);
        let column = own.ir.column(*id);
        if !column.nullable {
            continue;
        }
        let message = format!(
            "`{}` may be NULL, and then names no row of `{name}`",
            column.name
        );
        let help = match own.ir.view.is_some() {
            true => "say `nullable: false` at the column, if the query never gives NULL",
            false => "make the column NOT NULL, or say `read_only: true` instead of `identity`",
        };
        let error = Diagnostic::error("nullable-identity", identity.span, message);
        let error = error.related(own.origins[id.0].span, "the column");
        draft.report(error.help(help));
    }
    draft.models[model.0].ir.identity = columns;
}
