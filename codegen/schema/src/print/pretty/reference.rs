//! Which foreign keys are said at a column.

use crate::ir::{ColumnId, ForeignKey, ForeignKeyId, Model, Schema};
use crate::resolve::words;

/// A foreign key that is said at its column.
pub(super) struct Reference {
    pub(super) column: ColumnId,
    pub(super) key: ForeignKeyId,
    /// What it is called where it makes the column; none where the column has its type.
    pub(super) name: Option<String>,
    /// `User`, `Country.code`.
    pub(super) target: String,
}

/// The references of a model, each of one column.
pub(super) fn references(model: &Model, schema: &Schema) -> Vec<Reference> {
    let mut found: Vec<Reference> = vec![];
    for (at, key) in model.foreign_keys.iter().enumerate() {
        let ([column], [_]) = (&key.columns[..], &key.target_columns[..]) else {
            continue;
        };
        let keys = model.foreign_keys.iter();
        let shared = keys.filter(|k| k.columns.contains(column)).count() > 1;
        let own = model.column(*column);
        // `on_update` and `deferred` of a reference speak of the key.
        if shared || own.on_update.is_some() || own.deferred {
            continue;
        }
        let Some(target) = target(key, schema) else {
            continue;
        };
        let name = name(key, *column, model, schema);
        let taken = |name: &String| found.iter().any(|r| r.name.as_ref() == Some(name));
        found.push(Reference {
            column: *column,
            key: ForeignKeyId(at),
            name: name.filter(|name| !taken(name)),
            target,
        });
    }
    found
}

fn target(key: &ForeignKey, schema: &Schema) -> Option<String> {
    let there = schema.model(key.target);
    let name = super::super::names::target(key.target, schema);
    if there.primary_key.columns == key.target_columns {
        return Some(name.to_owned());
    }
    let column = &there.column(*key.target_columns.first()?).name;
    let is_plain = column.chars().all(|c| c == '_' || c.is_alphanumeric());
    is_plain.then(|| format!("{name}.{column}"))
}

/// `author` for `author_id`, where it makes just this column.
fn name(key: &ForeignKey, column: ColumnId, model: &Model, schema: &Schema) -> Option<String> {
    let own = model.column(column);
    let there = schema
        .model(key.target)
        .column(*key.target_columns.first()?);
    let name = own.name.strip_suffix(&there.name)?.strip_suffix('_')?;
    let is_free = model
        .columns
        .iter()
        .all(|c| c.name != name && c.field != name);
    let fits = words::is_identifier(name)
        && words::snake(name) == name
        && own.field == words::snake(&own.name)
        && own.ty == there.ty
        && own.identity.is_none();
    (fits && is_free).then(|| name.to_owned())
}
