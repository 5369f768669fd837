//! Collections that are never loaded.

use crate::diagnostic::Diagnostic;
use crate::ir::ModelId;
use crate::resolve::draft::Draft;

/// Loading one row costs little: only collections can be too large for it.
pub(super) fn check(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let mut found = vec![];
        let own = draft.model(model);
        for (relationship, written) in own.ir.relationships.iter().zip(&own.relationships) {
            let Some(place) = written.and_then(|w| w.write_only) else {
                continue;
            };
            if !relationship.kind.is_many() {
                let message = format!("`{}` leads to one row", relationship.name);
                found.push(
                    Diagnostic::error("write-only-one", place, message)
                        .label("this is for collections that are too large to load")
                        .help("take `write_only` away"),
                );
            }
        }
        draft.diagnostics.append(&mut found);
    }
}
