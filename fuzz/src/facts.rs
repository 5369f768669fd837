//! What a schema says about its tables, as lines that can be compared.

use std::collections::BTreeSet;

use ormolu_schema::ir::{Dialect, ForeignKey, IndexTerm, Model, ModelKind, Schema, Timing};

/// The lines of what DDL of the dialect can say. A view's query does not say the types of its
/// columns: whether it is read depends on what stands beside it. Rows of a family are in tables of
/// others.
pub(crate) fn of(schema: &Schema, dialect: Dialect) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    let is_table = |m: &&Model| m.view.is_none() && m.kind != ModelKind::Rows;
    for model in schema.models.iter().filter(is_table) {
        table(schema, model, dialect, &mut lines);
    }
    lines
}

fn table(schema: &Schema, model: &Model, dialect: Dialect, lines: &mut BTreeSet<String>) {
    let table = &model.table;
    let mut say = |line: String| {
        lines.insert(format!("{table:?} {line}"));
    };
    for (at, column) in model.columns.iter().enumerate() {
        // MariaDB does not say whether a computed column is NULL.
        let null = match (column.nullable, &column.generated) {
            (_, Some(_)) if dialect == Dialect::Mariadb => "computed",
            (true, Some(_)) => "null, computed",
            (false, Some(_)) => "not null, computed",
            (true, None) => "null",
            (false, None) => "not null",
        };
        say(format!("column {at} {:?} {null}", column.name));
    }
    let names = |columns: &[_]| -> Vec<&str> {
        columns
            .iter()
            .map(|c| model.column(*c).name.as_str())
            .collect()
    };
    say(format!("key {:?}", names(&model.primary_key.columns)));
    for unique in &model.uniques {
        say(format!("unique {:?}", names(&unique.columns)));
    }
    for key in &model.foreign_keys {
        say(foreign_key(schema, key, &names(&key.columns), dialect));
    }
    for index in &model.indexes {
        let predicate = index.predicate.as_ref();
        // A partial index that names other engines is not this one's.
        if predicate.is_some_and(|p| p.get(dialect).is_none()) {
            continue;
        }
        let parts: Vec<&str> = index
            .parts
            .iter()
            .map(|part| match &part.term {
                IndexTerm::Column(column) => model.column(*column).name.as_str(),
                IndexTerm::Expression(_) => "(..)",
            })
            .collect();
        let unique = if index.unique { "unique " } else { "" };
        say(format!("{unique}index {:?} {parts:?}", index.name));
    }
}

fn foreign_key(schema: &Schema, key: &ForeignKey, columns: &[&str], dialect: Dialect) -> String {
    let target = schema.model(key.target);
    let theirs: Vec<&str> = key
        .target_columns
        .iter()
        .map(|c| target.column(*c).name.as_str())
        .collect();
    let timing = match dialect.family() {
        Dialect::Mysql => Timing::AtOnce,
        _ => key.timing,
    };
    format!(
        "foreign key {columns:?} to {:?} {theirs:?} {:?} {:?} {timing:?}",
        target.table, key.on_delete, key.on_update
    )
}
