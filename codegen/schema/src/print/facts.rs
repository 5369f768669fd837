//! What of a schema is the database's, to be compared.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use super::{column, domain, enumeration, exact, foreign_key, key, names, sequence};
use crate::ir::{
    Check, ColumnId, ForeignKey, Index, Model, ModelKind, PerDialect, Schema, TableName,
};

/// The sections of a model that say what its table is beside the columns.
pub(crate) const SECTIONS: [&str; 8] = [
    "options",
    "view",
    "primary_key",
    "uniques",
    "indexes",
    "exclusions",
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
        "indexes" | "exclusions" => {
            let of_section = |i: &&Index| i.exclusion.is_some() == (name == "exclusions");
            let indexes = model.indexes.iter().filter(of_section);
            indexes.map(|i| key::index(i, model)).collect()
        }
        "checks" => [key::check_list(&checks(model, schema))].into(),
        _ => {
            let keys = model.foreign_keys.iter();
            keys.map(|k| foreign_key(k, model, schema)).collect()
        }
    }
}

/// A foreign key by the table that it points at, whatever the model is called.
pub(crate) fn foreign_key(of: &ForeignKey, model: &Model, schema: &Schema) -> Tree {
    let target = schema.model(of.target);
    let TableName { namespace, name } = &target.table;
    let mut there: Vec<&str> = vec![namespace.as_deref().unwrap_or(""), name];
    there.extend(
        of.target_columns
            .iter()
            .map(|id| names::column(*id, target)),
    );
    let mut map = foreign_key::entries(of, model, schema);
    map.replace("references", Tree::texts(there));
    Tree::Map(map)
}

/// Checks by their names, with what the schema's engines are told.
fn checks(model: &Model, schema: &Schema) -> Vec<Check> {
    let mut checks = model.checks.clone();
    checks.sort_by(|a, b| a.name.cmp(&b.name));
    for check in &mut checks {
        let each = schema.dialects.iter();
        let each = each.filter_map(|d| Some((*d, check.expression.get(*d)?.clone())));
        check.expression = PerDialect::Each(each.collect());
    }
    checks
}

/// Columns by their names.
pub(crate) fn columns(model: &Model) -> BTreeMap<&str, ColumnId> {
    let ids = (0..model.columns.len()).map(ColumnId);
    ids.map(|id| (model.column(id).name.as_str(), id)).collect()
}

/// The models that are tables, by their names.
pub(crate) fn tables(schema: &Schema) -> BTreeMap<&TableName, &Model> {
    let tables = schema.models.iter().filter(|m| m.kind != ModelKind::Rows);
    tables.map(|m| (&m.table, m)).collect()
}

/// The columns of two models that differ or are not in both.
pub(crate) fn differing_columns(
    (a, of_a): (&Model, &Schema),
    (b, of_b): (&Model, &Schema),
) -> BTreeSet<String> {
    let (left, right) = (columns(a), columns(b));
    let names: BTreeSet<&str> = left.keys().chain(right.keys()).copied().collect();
    let differs = names.into_iter().filter(|name| {
        let left = left.get(name).map(|id| column::column(*id, a, of_a));
        let right = right.get(name).map(|id| column::column(*id, b, of_b));
        left != right
    });
    differs.map(str::to_owned).collect()
}

/// A part of a table, or of no table.
pub(crate) type Part = (Option<TableName>, String);

pub(crate) fn column_part(name: &str) -> String {
    format!("column {name}")
}

/// The parts in which two schemas of the same names differ.
pub(crate) fn differences(a: &Schema, b: &Schema) -> BTreeSet<Part> {
    let (left, right) = (tables(a), tables(b));
    let mut found = BTreeSet::new();
    let both: BTreeSet<&TableName> = left.keys().chain(right.keys()).copied().collect();
    for table in both {
        let mut add = |part: String| found.insert((Some(table.clone()), part));
        let (Some(x), Some(y)) = (left.get(table), right.get(table)) else {
            add("table".to_owned());
            continue;
        };
        for name in differing_columns((x, a), (y, b)) {
            add(column_part(&name));
        }
        for name in SECTIONS {
            if section(name, x, a) != section(name, y, b) {
                add(name.to_owned());
            }
        }
        if x.name != y.name {
            add("name".to_owned());
        }
        if x.comment != y.comment {
            add("comment".to_owned());
        }
    }
    let enums = |schema: &Schema| -> BTreeSet<Tree> {
        let enums = schema.enums.iter();
        enums.map(|e| enumeration::enumeration(e, schema)).collect()
    };
    if enums(a) != enums(b) {
        found.insert((None, "enumerations".to_owned()));
    }
    let domains = |schema: &Schema| domain::all(schema).collect::<BTreeSet<_>>();
    if domains(a) != domains(b) {
        found.insert((None, "domains".to_owned()));
    }
    let sequences = |schema: &Schema| sequence::all(schema).collect::<BTreeSet<_>>();
    if sequences(a) != sequences(b) {
        found.insert((None, "sequences".to_owned()));
    }
    found
}
