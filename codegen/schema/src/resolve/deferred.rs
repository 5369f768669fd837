//! Columns that rows are read without.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, ModelId};

/// A row without its key cannot be told from others, and without its foreign keys it has no
/// relationships: these are always read.
pub(super) fn check(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let own = draft.model(model);
        let mut found = vec![];
        for (at, origin) in own.origins.iter().enumerate() {
            let Some(place) = origin.written.and_then(|w| w.deferred) else {
                continue;
            };
            let id = ColumnId(at);
            let what = if own.ir.in_primary_key(id) {
                "the primary key"
            } else if own.ir.identity.contains(&id) {
                "`identity`"
            } else if own.ir.foreign_keys.iter().any(|k| k.columns.contains(&id)) {
                "a foreign key"
            } else {
                continue;
            };
            let name = &own.ir.columns[at].name;
            let message = format!("`{name}` belongs to {what}, which is always read");
            found.push(
                Diagnostic::error("deferred-key", place, message).help("take `deferred` away"),
            );
        }
        draft.diagnostics.append(&mut found);
    }
}
