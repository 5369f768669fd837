//! SQLite.
//!
//! Tables are STRICT unless their options say otherwise. Comments stand as `--` lines inside
//! CREATE TABLE, where `sqlite_schema` keeps them. A key that is counted up is the rowid
//! (`INTEGER PRIMARY KEY`); that a program must not give its value (`always`) is a matter of the
//! insert builder here.

mod alter;
mod column;
mod constant;
mod history;
mod index;
mod parts;
mod rebuild;
mod table;
mod types;

use ormolu_schema::ir::{Column, ColumnId, ColumnType, Dialect, Model, PrimaryKey, Schema, Type};

use super::engine::{Engine, Storage};
use super::history::Recorded;
use super::index::IndexClauses;
use super::literal::Constant;
use super::place;
use crate::error::RenderError;
use crate::operation::{AlterTable, CreateIndex, DropForeignKey, StopHistory, Table};
pub(super) use rebuild::{check_foreign_keys, render as rebuild};

pub(super) struct Sqlite;

/// The key that SQLite counts up: a single column with an identity.
fn rowid_key(model: &Model) -> Option<ColumnId> {
    let PrimaryKey { columns, .. } = &model.primary_key;
    columns
        .first()
        .copied()
        .filter(|id| columns.len() == 1 && model.column(*id).identity.is_some())
}

impl Engine for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn create_namespace(&self, name: &str) -> Result<String, RenderError> {
        let help = "leave the schema's name out, or `sqlite` out of the dialects";
        Err(place::unsupported(
            format!("schema `{name}`"),
            Dialect::Sqlite,
            "namespaces",
            help,
        ))
    }

    fn storage(
        &self,
        place: &str,
        schema: &Schema,
        ty: &Type,
        column: &str,
    ) -> Result<Storage, RenderError> {
        types::storage(place, schema, ty, column)
    }

    fn column(&self, table: Table<'_>, column: &Column) -> Result<String, RenderError> {
        column::render(table, column)
    }

    fn inner_comment(&self, comment: &str) -> Option<Vec<String>> {
        Some(
            comment
                .lines()
                .map(|line| format!("-- {line}").trim_end().to_owned())
                .collect(),
        )
    }

    fn primary_key_inline(&self, table: Table<'_>) -> bool {
        rowid_key(&table).is_some()
    }

    fn table_tail(&self, table: Table<'_>) -> Result<String, RenderError> {
        table::tail(table)
    }

    fn instead_of_equal_nulls(&self) -> &'static str {
        "make the columns NOT NULL, or index `coalesce(..)` of them"
    }

    fn index(&self, create: &CreateIndex<'_>) -> Result<Option<IndexClauses>, RenderError> {
        index::clauses(create)
    }

    fn defer_foreign_keys(&self) -> Option<String> {
        Some("PRAGMA defer_foreign_keys = ON".to_owned())
    }

    fn drop_foreign_key(&self, drop: &DropForeignKey<'_>) -> Result<String, RenderError> {
        let place = place::part(drop.table, "foreign key", &drop.foreign_key.name);
        let help = "rebuild the table without it";
        Err(place::unsupported(
            place,
            Dialect::Sqlite,
            "ALTER TABLE DROP CONSTRAINT",
            help,
        ))
    }

    /// They stand in the text of the table, and are renewed when it is.
    fn keeps_comments(&self) -> bool {
        false
    }

    fn record_history(&self, of: &Recorded<'_>) -> Result<Vec<String>, RenderError> {
        history::record(of)
    }

    fn stop_history(&self, stop: &StopHistory<'_>) -> Result<Vec<String>, RenderError> {
        history::stop(stop)
    }

    fn alter_table(&self, alter: &AlterTable<'_>) -> Result<Vec<String>, RenderError> {
        alter::render(alter)
    }

    fn constant(&self, _: &Type, constant: &Constant) -> Result<String, RenderError> {
        constant::render(constant)
    }

    fn now(&self, ty: &ColumnType) -> Option<&'static str> {
        constant::now(&ty.base)
    }

    /// Version 4: 6 random bytes, one of 40..4f, one random, one of 80..bf (the second byte of
    /// U+0080 to U+00BF in UTF-8), 7 random.
    fn uuid(&self) -> &'static str {
        "(CAST(randomblob(6) || char(64 + (random() & 15)) || randomblob(1) || \
         substr(CAST(char(128 + (random() & 63)) AS BLOB), 2) || randomblob(7) AS BLOB))"
    }
}
