//! SQL text that is known when code is generated.

use ormolu_schema::ir::{Column, ColumnId, Dialect, Model, Schema, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::lineage;
use crate::types;
use crate::unit::Unit;

/// A `Fixed` of what `text` says for each dialect.
pub(crate) fn fixed(text: impl Fn(Dialect) -> String) -> TokenStream {
    let [sqlite, postgres, mysql] = Dialect::FAMILIES.map(text);
    quote!(rt::Fixed { sqlite: #sqlite, postgres: #postgres, mysql: #mysql, })
}

/// `SELECT .. WHERE key = ..`
pub(crate) fn get(unit: &Unit<'_>) -> TokenStream {
    let (schema, model) = (unit.schema, unit.model);
    fixed(|dialect| {
        let columns: Vec<_> = model
            .columns
            .iter()
            .map(|c| match c.deferred {
                true => "NULL".to_owned(),
                false => selected(schema, c, dialect),
            })
            .collect();
        let (columns, mut table) = (columns.join(", "), table(model, dialect));
        if let Some(rows) = lineage::rows(unit, dialect) {
            table = format!("({rows}) AS {}", dialect.quoted(&model.table.name));
        }
        format!(
            "SELECT {columns} FROM {table} WHERE {}",
            by_key(schema, model, dialect)
        )
    })
}

/// `DELETE .. WHERE key = ..`
pub(crate) fn delete(unit: &Unit<'_>) -> TokenStream {
    let (schema, model) = (unit.schema, unit.model);
    // What a variant has beside the row of its base goes with that.
    let owner = unit.bases().last().map_or(model, |base| schema.model(base));
    fixed(|dialect| {
        let table = table(owner, dialect);
        format!(
            "DELETE FROM {table} WHERE {}",
            by_key(schema, model, dialect)
        )
    })
}

/// A table's name in quotes.
pub(crate) fn table(model: &Model, dialect: Dialect) -> String {
    let name = dialect.quoted(&model.table.name);
    match &model.table.namespace {
        Some(namespace) => format!("{}.{name}", dialect.quoted(namespace)),
        None => name,
    }
}

fn by_key(schema: &Schema, model: &Model, dialect: Dialect) -> String {
    let part = |(at, id): (usize, &ColumnId)| {
        let column = model.column(*id);
        let name = dialect.quoted(&column.name);
        format!("{name} = {}", placeholder(schema, column, dialect, at + 1))
    };
    let parts: Vec<_> = model.key().iter().enumerate().map(part).collect();
    if parts.is_empty() {
        "1 = 0".to_owned()
    } else {
        parts.join(" AND ")
    }
}

/// A column in a select list; PostgreSQL gives a named type as text.
fn selected(schema: &Schema, column: &Column, dialect: Dialect) -> String {
    let name = dialect.quoted(&column.name);
    match named(schema, column) {
        Some(_) if dialect == Dialect::Postgres => format!("{name}::text"),
        _ => name,
    }
}

fn placeholder(schema: &Schema, column: &Column, dialect: Dialect, at: usize) -> String {
    match (dialect, named(schema, column)) {
        (Dialect::Postgres, Some(ty)) => format!("${at}::{ty}"),
        (Dialect::Postgres, None) => format!("${at}"),
        _ => "?".to_owned(),
    }
}

/// The quoted name of the column's type on PostgreSQL, if it has one of its own.
pub(crate) fn named(schema: &Schema, column: &Column) -> Option<String> {
    if let Type::Enum(id) = column.ty.base {
        let enumeration = schema.enumeration(id);
        let name = Dialect::Postgres.quoted(&enumeration.sql_name);
        return Some(match &enumeration.namespace {
            Some(namespace) => format!("{}.{name}", Dialect::Postgres.quoted(namespace)),
            None => name,
        });
    }
    types::native_type(column).map(|name| Dialect::Postgres.quoted(name))
}
