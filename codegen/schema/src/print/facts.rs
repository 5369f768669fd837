//! What of a schema is the database's, to be compared.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use super::{column, enumeration, exact, foreign_key, key};
use crate::ir::{ColumnId, Model, Schema, TableName};

/// The sections of a model that say what its table is beside the columns.
pub(crate) const SECTIONS: [&str; 7] = [
    "options",
    "view",
    "primary_key",
    "uniques",
    "indexes",
    "checks",
    "foreign_keys",
];

/// What a section says, in no order.
pub(crate) fn section(name: &str, model: &Model, schema: &Schema) -> BTreeSet<Tree> {
    match name {
        "options" => [exact::options(&model.options)].into(),
        "view" => model.view.iter().map(exact::view).collect(),
        "primary_key" => key::primary_key(model).into_iter().collect(),
        "uniques" => model
            .uniques
            .iter()
            .map(|u| key::unique(u, model))
            .collect(),
        "indexes" => model.indexes.iter().map(|i| key::index(i, model)).collect(),
        "checks" => [key::check_list(&sorted(model))].into(),
        _ => {
            let keys = model.foreign_keys.iter();
            keys.map(|k| foreign_key::foreign_key(k, model, schema))
                .collect()
        }
    }
}

fn sorted(model: &Model) -> Vec<crate::ir::Check> {
    let mut checks = model.checks.clone();
    checks.sort_by(|a, b| a.name.cmp(&b.name));
    checks
}

/// What a column is.
pub(crate) fn of_column(id: ColumnId, model: &Model, schema: &Schema) -> Tree {
    let rule = model.rules.values.iter().find(|rule| rule.column == id);
    let set_by = model.rules.set_by.iter().find(|set| set.column == id);
    column::column(model.column(id), rule, set_by, schema)
}

/// Columns by their names.
pub(crate) fn columns(model: &Model) -> BTreeMap<&str, ColumnId> {
    let ids = (0..model.columns.len()).map(ColumnId);
    ids.map(|id| (model.column(id).name.as_str(), id)).collect()
}

/// Models by their tables.
pub(crate) fn tables(schema: &Schema) -> BTreeMap<&TableName, &Model> {
    schema.models.iter().map(|m| (&m.table, m)).collect()
}

/// The tables in which two schemas of the same names differ.
pub(crate) fn differing(a: &Schema, b: &Schema) -> Vec<String> {
    let (left, right) = (tables(a), tables(b));
    let mut found = BTreeSet::new();
    for (table, model) in &left {
        match right.get(table) {
            Some(other) if is_same(model, a, other, b) => {}
            _ => {
                found.insert(format!("`{}`", table.name));
            }
        }
    }
    let missing = right.keys().filter(|table| !left.contains_key(*table));
    found.extend(missing.map(|table| format!("`{}`", table.name)));
    let enums = |schema: &Schema| -> BTreeSet<Tree> {
        let enums = schema.enums.iter();
        enums.map(|e| enumeration::enumeration(e, schema)).collect()
    };
    if enums(a) != enums(b) {
        found.insert("the enumerations".to_owned());
    }
    found.into_iter().collect()
}

fn is_same(a: &Model, of_a: &Schema, b: &Model, of_b: &Schema) -> bool {
    let (left, right) = (columns(a), columns(b));
    let same_column = |name: &&str| match (left.get(name), right.get(name)) {
        (Some(x), Some(y)) => of_column(*x, a, of_a) == of_column(*y, b, of_b),
        _ => false,
    };
    a.name == b.name
        && a.comment == b.comment
        && left.len() == right.len()
        && left.keys().all(same_column)
        && SECTIONS
            .iter()
            .all(|name| section(name, a, of_a) == section(name, b, of_b))
}
