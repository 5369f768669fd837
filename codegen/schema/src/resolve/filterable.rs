//! Columns that clients may filter by.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::ModelId;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        let Some(columns) = draft.columns_named(model, &written.filterable) else {
            continue;
        };
        for name in &written.filterable {
            let own = draft.model(model);
            let hidden = own.column(&name.value);
            if hidden.is_some_and(|c| own.ir.column(c).sensitive) {
                // Who may filter by a value can find it out.
                let message = format!(
                    "`{}` is sensitive: clients may not filter by it",
                    name.value
                );
                draft.report(
                    Diagnostic::error("sensitive-filter", name.span, message).help(
                        "take it out of `filterable`; a query of the program may still use it",
                    ),
                );
            }
        }
        draft.models[model.0].ir.filterable = columns;
    }
}
