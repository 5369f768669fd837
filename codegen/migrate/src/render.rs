//! An operation as SQL.
//!
//! What engines share is here and in the files named after a clause; what differs is behind
//! the trait `Engine`, in a folder per engine with the same file names: `types` is the table of storage
//! types the runtime relies on.

mod column;
mod create_table;
mod default;
mod engine;
mod expression;
mod foreign_key;
mod index;
mod literal;
mod moment;
mod mysql;
mod place;
mod portable;
mod postgres;
mod quote;
mod sqlite;
mod view;

use ormolu_schema::ir::{ColumnId, Dialect, SqlDefault};

use crate::error::RenderError;
use crate::operation::{Operation, Table};
use engine::Engine;
use mysql::Mysql;
use postgres::Postgres;
use sqlite::Sqlite;

/// The statements of a plan, without semicolons.
///
/// # Errors
/// The first thing the plan asks for that `dialect` cannot do.
pub fn statements(plan: &[Operation<'_>], dialect: Dialect) -> Result<Vec<String>, RenderError> {
    let mut out = Vec::with_capacity(plan.len());
    for operation in plan {
        out.extend(statement(operation, dialect)?);
    }
    Ok(out)
}

/// The statement of one operation; none where the dialect has nothing to do.
///
/// # Errors
/// What the operation asks for that `dialect` cannot do.
pub fn statement(
    operation: &Operation<'_>,
    dialect: Dialect,
) -> Result<Option<String>, RenderError> {
    match dialect {
        Dialect::Sqlite => render(operation, &Sqlite),
        Dialect::Postgres => render(operation, &Postgres),
        Dialect::Mysql => render(operation, &Mysql::MYSQL),
        Dialect::Mariadb => render(operation, &Mysql::MARIADB),
    }
}

/// A value that an INSERT or UPDATE says for a column, as an expression.
///
/// # Errors
/// The dialect has no such value.
pub fn value(
    table: Table<'_>,
    column: ColumnId,
    value: &SqlDefault,
    dialect: Dialect,
) -> Result<String, RenderError> {
    let column = table.model().column(column);
    match dialect {
        Dialect::Sqlite => default::value(table, column, value, &Sqlite),
        Dialect::Postgres => default::value(table, column, value, &Postgres),
        Dialect::Mysql => default::value(table, column, value, &Mysql::MYSQL),
        Dialect::Mariadb => default::value(table, column, value, &Mysql::MARIADB),
    }
}

fn render(operation: &Operation<'_>, engine: &impl Engine) -> Result<Option<String>, RenderError> {
    match operation {
        Operation::CreateNamespace(create) => engine.create_namespace(create.name).map(Some),
        Operation::CreateEnum(create) => engine.create_enum(create.enumeration),
        Operation::CreateTable(create) => create_table::render(create, engine).map(Some),
        Operation::CreateIndex(create) => index::render(create, engine),
        Operation::AddForeignKey(add) => foreign_key::add(add, engine).map(Some),
        Operation::CreateView(create) => view::create(create, engine.dialect()).map(Some),
        Operation::Comment(comment) => engine.comment(comment),
        Operation::DeferForeignKeys(_) => Ok(engine.defer_foreign_keys()),
        Operation::DropForeignKey(drop) => engine.drop_foreign_key(drop).map(Some),
        Operation::DropTable(drop) => {
            let table = quote::table(engine.dialect(), &drop.table.table)?;
            Ok(Some(format!("DROP TABLE {table}")))
        }
        Operation::DropView(drop) => view::drop(drop, engine.dialect()).map(Some),
        Operation::DropEnum(drop) => engine.drop_enum(drop.enumeration),
    }
}
