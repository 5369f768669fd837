//! Models that inherit: their versions are those of the tables that their rows are stored in.

use super::super::draft::{Draft, ModelDraft};
use crate::ir::{Column, ForeignKey, ModelId, ModelKind};

/// The table of a model's rows, or of those of its columns that are its own: none for a base of
/// which each variant has a table for all of a row.
pub(super) fn table(draft: &Draft<'_>, model: ModelId) -> Option<ModelId> {
    let own = &draft.model(model).ir;
    if own.kind != ModelKind::Rows {
        return Some(model);
    }
    let mut models = draft.models.iter();
    let holds = |m: &ModelDraft<'_>| m.ir.kind == ModelKind::Table && m.ir.table == own.table;
    models.position(holds).map(ModelId)
}

/// The model that the one inherits from which a table is named after, if it does.
pub(super) fn base(draft: &Draft<'_>, table: &ModelDraft<'_>) -> Option<ModelId> {
    if table.ir.kind != ModelKind::Table {
        return None;
    }
    let mut models = draft.models.iter();
    let named = |m: &&ModelDraft<'_>| m.ir.kind == ModelKind::Rows && m.ir.name == table.ir.name;
    let lineage = models.find(named)?.written?.lineage.as_ref()?;
    draft.find(&lineage.base.as_ref()?.0)
}

/// Whether a foreign key leads from a part of a row to the row of the base.
pub(super) fn is_part(draft: &Draft<'_>, table: &ModelDraft<'_>, key: &ForeignKey) -> bool {
    key.columns == table.ir.primary_key.columns && base(draft, table) == Some(key.target)
}

/// The columns of a table, with the models whose keys they hold: a table by itself names no rows.
pub(super) fn columns(draft: &Draft<'_>, table: ModelId) -> Vec<Column> {
    let own = &draft.model(table).ir;
    let here = |m: &&ModelDraft<'_>| m.ir.kind == ModelKind::Rows && m.ir.table == own.table;
    let rows: Vec<&Column> = match own.kind {
        ModelKind::Table => {
            let models = draft.models.iter().filter(here);
            models.flat_map(|m| &m.ir.columns).collect()
        }
        _ => vec![],
    };
    let typed = |column: &Column| {
        let mut same = rows.iter().filter(|other| other.name == column.name);
        Column {
            id_of: column.id_of.or_else(|| same.find_map(|other| other.id_of)),
            ..column.clone()
        }
    };
    own.columns.iter().map(typed).collect()
}
