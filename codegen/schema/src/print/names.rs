//! How models and columns are called where they are mentioned.

use super::tree::Tree;
use crate::ir::{ColumnId, Model, ModelId, ModelKind, Schema};

/// A model where it is mentioned: by its name, or by its table where another model has the name.
pub(crate) fn target(id: ModelId, schema: &Schema) -> &str {
    let model = schema.model(id);
    let named = |m: &Model| m.kind != ModelKind::Table && m.name == model.name;
    match schema.models.iter().position(named) {
        Some(other) if other != id.0 => &model.table.name,
        _ => &model.name,
    }
}

/// Columns by their names in the database.
pub(crate) fn columns(ids: &[ColumnId], model: &Model) -> Tree {
    Tree::texts(ids.iter().map(|id| column(*id, model)))
}

/// A column by its name in the database.
pub(crate) fn column(id: ColumnId, model: &Model) -> &str {
    &model.column(id).name
}

/// A column in an order: `created_at desc`.
pub(crate) fn ordered(name: &str, descending: bool) -> Tree {
    if !name.contains(char::is_whitespace) && !name.is_empty() {
        return Tree::text(match descending {
            true => format!("{name} desc"),
            false => name.to_owned(),
        });
    }
    let mut part = super::tree::Entries::default();
    part.add("column", Tree::text(name));
    part.maybe("order", descending.then(|| Tree::text("desc")));
    Tree::Map(part)
}
