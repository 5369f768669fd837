//! An operation as SQL.
//!
//! What engines share is here and in the files named after a clause; what differs is behind
//! the trait `Engine`, in a folder per engine with the same file names: `types` is the table of storage
//! types the runtime relies on.

mod collation;
mod column;
mod constraint;
pub(crate) mod convert;
mod create_table;
mod default;
pub(crate) mod domain;
mod engine;
mod exclusion;
mod expression;
mod facts;
pub(crate) mod fill;
mod foreign_key;
mod history;
mod index;
mod literal;
pub(crate) mod mirror;
mod moment;
mod mysql;
mod online;
mod place;
mod portable;
mod postgres;
pub(crate) mod quote;
mod rename;
mod sequence;
mod sqlite;
mod view;

use ormolu_schema::ir::{ColumnId, Dialect, SqlDefault};

use crate::error::RenderError;
use crate::operation::{Operation, Table};
use engine::Engine;
pub use facts::ColumnFacts;
use mysql::Mysql;
use postgres::Postgres;
pub(crate) use postgres::alter::storage_check;
use sqlite::Sqlite;

/// Says something to the engine of a dialect.
macro_rules! with_engine {
    ($dialect:expr, $engine:ident => $do:expr) => {
        match $dialect {
            Dialect::Sqlite => {
                let $engine = &$crate::render::Sqlite;
                $do
            }
            Dialect::Postgres => {
                let $engine = &$crate::render::Postgres;
                $do
            }
            Dialect::Mysql => {
                let $engine = &$crate::render::Mysql::MYSQL;
                $do
            }
            Dialect::Mariadb => {
                let $engine = &$crate::render::Mysql::MARIADB;
                $do
            }
        }
    };
}
use with_engine;

/// The statements of a plan, without semicolons.
///
/// # Errors
/// The first thing the plan asks for that `dialect` cannot do.
pub fn statements(plan: &[Operation<'_>], dialect: Dialect) -> Result<Vec<String>, RenderError> {
    let mut out = Vec::with_capacity(plan.len());
    for operation in plan {
        out.extend(operation_statements(operation, dialect)?);
    }
    Ok(out)
}

/// The statements of one operation; none where the dialect has nothing to do.
///
/// # Errors
/// What the operation asks for that `dialect` cannot do.
pub fn operation_statements(
    operation: &Operation<'_>,
    dialect: Dialect,
) -> Result<Vec<String>, RenderError> {
    with_engine!(dialect, engine => render(operation, engine))
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
    with_engine!(dialect, engine => default::value(value, &column.ty, place::column(table, column), engine))
}

fn render(operation: &Operation<'_>, engine: &impl Engine) -> Result<Vec<String>, RenderError> {
    let one = |sql: String| vec![sql];
    let some = |sql: Option<String>| sql.into_iter().collect();
    match operation {
        Operation::CreateNamespace(create) => engine.create_namespace(create.name).map(one),
        Operation::CreateEnum(create) => engine.create_enum(create.enumeration).map(some),
        Operation::CreateDomain(op) => domain::create(op).map(one),
        Operation::AlterDomain(op) => domain::alter(op),
        Operation::RebuildDomains(op) => domain::rebuild(op),
        Operation::DropDomain(op) => domain::drop(op).map(one),
        Operation::CreateSequence(op) => sequence::create(op, engine.dialect()).map(one),
        Operation::AlterSequence(op) => sequence::alter(op, engine.dialect()).map(one),
        Operation::DropSequence(op) => sequence::drop(op, engine.dialect()).map(one),
        Operation::CreateTable(create) => create_table::render(create, engine).map(one),
        Operation::CreateIndex(create) => index::render(create, engine).map(some),
        Operation::AddForeignKey(add) => foreign_key::add(add, engine).map(one),
        Operation::CreateView(create) => view::create(create, engine.dialect()).map(one),
        Operation::KeepHistory(keep) => history::keep(keep, engine),
        Operation::StopHistory(stop) => engine.stop_history(stop),
        Operation::Comment(comment) => engine.comment(comment).map(some),
        Operation::DeferForeignKeys(_) => Ok(some(engine.defer_foreign_keys())),
        Operation::DropForeignKey(drop) => engine.drop_foreign_key(drop).map(one),
        Operation::DropTable(drop) => {
            let table = quote::table(engine.dialect(), &drop.table.table)?;
            Ok(one(format!("DROP TABLE {table}")))
        }
        Operation::DropView(drop) => view::drop(drop, engine.dialect()).map(one),
        Operation::DropEnum(drop) => engine.drop_enum(drop.enumeration).map(some),
        Operation::DropIndex(drop) if drop.index.exclusion.is_some() => {
            exclusion::drop(drop, engine.dialect()).map(one)
        }
        Operation::DropIndex(drop) => engine.drop_index(drop).map(one),
        Operation::Rename(rename) => rename::render(rename, engine.dialect()).map(one),
        Operation::AlterTable(alter) => engine.alter_table(alter),
        Operation::RebuildTable(rebuild) => sqlite::rebuild(rebuild),
        Operation::AddEnumValue(add) => engine.add_enum_value(add).map(some),
        Operation::RebuildEnum(rebuild) => engine.rebuild_enum(rebuild),
        Operation::Online(online) => online::render(online, engine),
        Operation::CheckForeignKeys => Ok(sqlite::check_foreign_keys()),
    }
}

/// What a dialect keeps of the parts of tables.
pub(crate) mod kept {
    use super::*;
    use ormolu_schema::ir::{Check, Column, ForeignKey, Index, Unique};

    /// Functions of `facts` for a dialect.
    macro_rules! kept {
        ($($name:ident($($of:ty)?) -> $answer:ty;)*) => {$(
            pub(crate) fn $name(
                table: Table<'_>,
                $(of: &$of,)?
                dialect: Dialect,
            ) -> Result<$answer, RenderError> {
                with_engine!(dialect, engine => facts::$name(table, $({let of: &$of = of; of},)? engine))
            }
        )*};
    }
    kept! {
        of_column(Column) -> ColumnFacts;
        of_unique(Unique) -> Option<String>;
        of_check(Check) -> Option<String>;
        of_foreign_key(ForeignKey) -> Option<String>;
        of_index(Index) -> Option<String>;
        of_options() -> String;
        of_primary_key() -> String;
    }
}
