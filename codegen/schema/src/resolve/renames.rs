//! What was called otherwise before.

use super::draft::Draft;
use crate::ir::{ColumnId, EnumId, ModelId, ModelKind, Renamed};

/// In the order of the schema: types and values, then tables, then columns.
pub(super) fn of(draft: &Draft<'_>) -> Vec<Renamed> {
    let mut renames = Vec::new();
    for (at, written) in draft.document.enums.iter().enumerate() {
        let of = EnumId(at);
        renames.extend(written.renamed_from.iter().map(|from| Renamed::Enum {
            of,
            from: from.value.clone(),
        }));
        for variant in &written.variants {
            renames.extend(variant.renamed_from.iter().map(|from| Renamed::Value {
                of,
                value: variant.value.value.clone(),
                from: from.value.clone(),
            }));
        }
    }
    for written in &draft.document.domains {
        let name = &written.name.value;
        renames.extend(written.renamed_from.iter().map(|from| Renamed::Domain {
            name: name.clone(),
            from: from.value.clone(),
        }));
    }
    for written in &draft.document.sequences {
        let name = &written.name.value;
        renames.extend(written.renamed_from.iter().map(|from| Renamed::Sequence {
            name: name.clone(),
            from: from.value.clone(),
        }));
    }
    let models = || {
        let all = draft.models.iter().enumerate();
        all.filter(|(_, model)| model.ir.kind != ModelKind::Rows)
    };
    for (at, model) in models() {
        let from = model
            .written
            .and_then(|written| written.renamed_from.as_ref());
        renames.extend(from.map(|from| Renamed::Table {
            model: ModelId(at),
            from: from.value.clone(),
        }));
    }
    for (at, model) in models() {
        for (column, origin) in model.origins.iter().enumerate() {
            let from = origin
                .written
                .and_then(|written| written.renamed_from.as_ref());
            renames.extend(from.map(|from| Renamed::Column {
                model: ModelId(at),
                column: ColumnId(column),
                from: from.value.clone(),
            }));
        }
    }
    renames
}
