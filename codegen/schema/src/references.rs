//! Columns that look like references and have no foreign key.
//!
//! They are suggested and never assumed: of such columns one in three points at something else,
//! or at nothing in this database.

use std::fmt::Write;

use crate::ir::{Column, ColumnId, Model, ModelId, ModelKind, Schema, Type};
use crate::resolve::words;

/// A column that may hold the keys of a model's rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The model that has the column.
    pub model: ModelId,
    /// The column.
    pub column: ColumnId,
    /// The model that is probably meant.
    pub target: ModelId,
    /// Its key.
    pub key: ColumnId,
    /// What a relationship for it could be called.
    pub name: String,
}

/// Finds the columns whose names are those of models, with `_id` behind them.
///
/// `author_id` means `Author`, and `last_author_id` does where there is no `LastAuthor`. The types must
/// be the same, and the target have a key of one column. A column beside one that says the type
/// (`owner_type`, `owner_id`) means no single model.
///
/// ```
/// use ormolu_schema::{Input, compile, references};
///
/// let text = "
/// ormolu: 1
/// models:
///   Author: { columns: { id: { type: bigint, primary_key: true } } }
///   Book:
///     columns: { id: { type: bigint, primary_key: true }, author_id: bigint }
/// ";
/// let (schema, _) = compile(&Input::text("schema.yaml", text)).result.unwrap();
/// let found = references::suggest(&schema);
/// assert!(references::overlay(&schema, &found).contains("author: { belongs_to: Author, on: { author_id: id } }"));
/// ```
pub fn suggest(schema: &Schema) -> Vec<Reference> {
    let mut found = vec![];
    for (at, model) in schema.models.iter().enumerate() {
        if model.kind != ModelKind::Entity || model.view.is_some() {
            continue;
        }
        for (column, of) in model.columns.iter().enumerate() {
            let reference = reference(schema, ModelId(at), (ColumnId(column), of));
            found.extend(reference);
        }
    }
    found
}

fn reference(schema: &Schema, at: ModelId, (id, column): (ColumnId, &Column)) -> Option<Reference> {
    let model = schema.model(at);
    let stem = words::snake(&column.name);
    let stem = stem.strip_suffix("_id")?;
    let on = model.relationships.iter().flat_map(|r| &r.on);
    let mut on = on.map(|(own, _)| *own);
    let mut keys = model
        .foreign_keys
        .iter()
        .flat_map(|k| k.columns.iter().copied());
    let is_used = on.any(|c| c == id) || keys.any(|c| c == id);
    let kinds = [format!("{stem}_type"), format!("{stem}_kind")];
    let says_type = model
        .columns
        .iter()
        .any(|c| kinds.contains(&words::snake(&c.name)));
    if is_used || says_type || model.primary_key.columns == [id] {
        return None;
    }
    let (target, key) = target(schema, model, stem, &column.ty.base)?;
    let taken = |name: &str| {
        model.columns.iter().any(|c| c.field == name)
            || model.relationships.iter().any(|r| r.name == name)
    };
    let name = match taken(stem) {
        true => format!("{stem}_row"),
        false => stem.to_owned(),
    };
    (!taken(&name)).then_some(Reference {
        model: at,
        column: id,
        target,
        key,
        name,
    })
}

/// The model that the longest end of the name means, in the same schema of the database if there
/// are several.
fn target(schema: &Schema, from: &Model, stem: &str, ty: &Type) -> Option<(ModelId, ColumnId)> {
    let ends = stem.match_indices('_').map(|(at, _)| &stem[at + 1..]);
    std::iter::once(stem).chain(ends).find_map(|end| {
        let fits = |model: &Model| match model.primary_key.columns[..] {
            [key] if model.kind == ModelKind::Entity && is_named(model, end) => {
                (model.column(key).ty.base == *ty).then_some(key)
            }
            _ => None,
        };
        let models = schema.models.iter().enumerate();
        let found = models.filter_map(|(at, model)| Some((ModelId(at), fits(model)?)));
        let found: Vec<(ModelId, ColumnId)> = found.collect();
        let near = |(id, _): &&(ModelId, ColumnId)| {
            schema.model(*id).table.namespace == from.table.namespace
        };
        match found[..] {
            [only] => Some(only),
            _ => {
                let mut near = found.iter().filter(near);
                near.next().filter(|_| near.next().is_none()).copied()
            }
        }
    })
}

fn is_named(model: &Model, name: &str) -> bool {
    let table = words::snake(&model.table.name);
    table == name || words::singular(&table) == name || model.module == name
}

/// An overlay that says so of each: what is wrong in it is taken away by hand.
pub fn overlay(schema: &Schema, references: &[Reference]) -> String {
    let mut text = String::from("ormolu: 1\nmodels:\n");
    let mut last = None;
    for of in references {
        let (model, target) = (schema.model(of.model), schema.model(of.target));
        if last != Some(of.model) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {}:\n    relationships:", model.name);
            last = Some(of.model);
        }
        let (column, key) = (&model.column(of.column).field, &target.column(of.key).field);
        let _ = writeln!(
            text,
            "      {}: {{ belongs_to: {}, on: {{ {column}: {key} }} }}",
            of.name, target.name
        );
    }
    text
}
