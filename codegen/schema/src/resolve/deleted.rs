//! Rows that are deleted softly stay in their tables: what that means for unique keys and for
//! rows that hang on them.

use super::draft::{Draft, ModelDraft};
use crate::diagnostic::Diagnostic;
use crate::ir::{
    self, ColumnId, Dialect, ForeignKey, Index, IndexPart, IndexTerm, ModelKind, PerDialect,
    ReferentialAction, Timing, Unique,
};
use crate::suggest;
use crate::written::SoftDelete;

/// A value of a deleted row may be used again: its unique keys hold among the others.
pub(super) fn keep_out_of_uniques(draft: &mut Draft<'_>) {
    let mut found = vec![];
    let mut changed = vec![];
    for (at, model) in draft.models.iter().enumerate() {
        let Some((soft, rows)) = deletion(draft, model) else {
            continue;
        };
        let (alive, all): (Vec<_>, Vec<_>) = model.ir.uniques.iter().cloned().partition(|unique| {
            !soft.uniques_of_all && !is_referenced(draft, model, &unique.columns)
        });
        let (Some(first), Some(column)) = (alive.first(), rows.ir.rules.soft_delete) else {
            continue;
        };
        let column = &rows.ir.column(column).name;
        let names = suggest::list(&model.names(&first.columns));
        let refused = if draft.dialects.contains(&Dialect::Mysql) {
            Some((
                "dialect-lacks",
                format!(
                    "MySQL and MariaDB cannot keep {names} unique among the rows that are not deleted"
                ),
            ))
        } else if let Some(unique) = alive.iter().find(|u| u.timing != Timing::AtOnce) {
            let names = suggest::list(&model.names(&unique.columns));
            Some((
                "soft-delete",
                format!(
                    "no database can keep {names} unique among the rows that are not deleted and \
                     check that at COMMIT"
                ),
            ))
        } else if model.ir.column_named(column).is_none() {
            Some((
                "soft-delete",
                format!(
                    "no database can keep {names} of `{}` unique among the rows that are not \
                     deleted: `{column}` is in another table",
                    model.ir.name
                ),
            ))
        } else {
            None
        };
        if let Some((code, message)) = refused {
            let help = format!(
                "say that a deleted row keeps its values: `soft_delete: {{ column: {}, uniques: all }}`",
                soft.column.value
            );
            found.push(Diagnostic::error(code, soft.span, message).help(help));
            continue;
        }
        let predicate = ir::not_deleted(column);
        let is_table = model.ir.kind != ModelKind::Rows;
        let indexes = alive.iter().filter(|_| is_table);
        let indexes: Vec<Index> = indexes.map(|unique| index(unique, &predicate)).collect();
        changed.push((at, indexes, all));
    }
    for (at, indexes, uniques) in changed {
        let model = &mut draft.models[at].ir;
        model.indexes.extend(indexes);
        model.uniques = uniques;
    }
    draft.diagnostics.append(&mut found);
}

/// How the rows of a table are deleted softly, and a model with its rows: itself, but for tables
/// of models that inherit.
fn deletion<'a>(
    draft: &'a Draft<'_>,
    model: &'a ModelDraft<'_>,
) -> Option<(&'a SoftDelete, &'a ModelDraft<'a>)> {
    let rows = match model.ir.kind {
        ModelKind::Table => {
            let of = |other: &&ModelDraft<'_>| {
                other.ir.kind == ModelKind::Rows && other.ir.name == model.ir.name
            };
            draft.models.iter().find(of)?
        }
        _ => model,
    };
    let soft = rows.written?.rules.soft_delete.as_ref()?;
    rows.ir.rules.soft_delete.map(|_| (soft, rows))
}

fn is_referenced(draft: &Draft<'_>, model: &ModelDraft<'_>, columns: &[ColumnId]) -> bool {
    let keys = draft.models.iter().flat_map(|other| &other.ir.foreign_keys);
    let points = |key: &ForeignKey| {
        let target = draft.model(key.target);
        target.ir.table == model.ir.table
            && target.names(&key.target_columns) == model.names(columns)
    };
    keys.filter(|key| points(key)).count() > 0
}

fn index(unique: &Unique, predicate: &PerDialect<String>) -> Index {
    let part = |column: &ColumnId| IndexPart::from(IndexTerm::Column(*column));
    Index {
        name: unique.name.clone(),
        parts: unique.columns.iter().map(part).collect(),
        unique: true,
        predicate: Some(predicate.clone()),
        ..Index::default()
    }
}

/// A row that would be deleted with another one is deleted softly with it. Where rows of one
/// model are in several tables, that must be written to the first of them.
pub(super) fn check_children(draft: &mut Draft<'_>) {
    let mut found = vec![];
    for child in draft
        .models
        .iter()
        .filter(|model| model.ir.kind != ModelKind::Rows)
    {
        let Some((_, rows)) = deletion(draft, child) else {
            continue;
        };
        let column = rows.ir.rules.soft_delete.map(|id| &rows.ir.column(id).name);
        let is_beside = column.is_some_and(|name| child.ir.column_named(name).is_none());
        for (key, span) in child.ir.foreign_keys.iter().zip(&child.key_spans) {
            let target = draft.model(key.target);
            let is_family = target.ir.kind == ModelKind::Rows;
            let own_row = is_beside && is_family && key.columns == child.ir.primary_key.columns;
            let by_key = !is_family || key.target_columns == target.ir.primary_key.columns;
            let follows = key.on_delete == ReferentialAction::Cascade && !own_row;
            if !follows || deletion(draft, target).is_none() || (by_key && !is_beside) {
                continue;
            }
            let (own, other) = (&child.ir.name, &target.ir.name);
            let message = format!(
                "rows of `{own}` cannot go with those of `{other}` that are deleted softly"
            );
            let (label, help) = match is_beside {
                true => (
                    "what says that they are deleted is in another table than this key",
                    "choose `on_delete: restrict` or `set_null`, or store the model `by: single`",
                ),
                false => (
                    "what it points at may be in another table than what says that it is deleted",
                    "let it point at the primary key, or choose `on_delete: restrict`",
                ),
            };
            let error = Diagnostic::error("soft-delete", *span, message);
            found.push(error.label(label).help(help));
        }
    }
    draft.diagnostics.append(&mut found);
}
