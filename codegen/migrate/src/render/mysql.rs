//! MySQL and MariaDB.
//!
//! Where the two differ, a method of [`Mysql`] answers for the one that is printed. That a
//! program must not give a counted key its value (`always`) is a matter of the insert builder
//! here.

mod alter;
mod column;
mod comment;
mod constant;
mod history;
mod index;
mod key;
mod table;
mod types;

use ormolu_schema::ir::{Column, ColumnId, ColumnType, Dialect, ForeignKey, Schema, Type};

use super::engine::{Engine, Storage};
use super::history::Recorded;
use super::index::IndexClauses;
use super::literal::Constant;
use super::{place, quote};
use crate::error::RenderError;
use crate::operation::{AlterTable, CreateIndex, DropForeignKey, DropIndex, StopHistory, Table};

/// One of the two engines of the family.
#[derive(PartialEq, Eq)]
pub(super) struct Mysql {
    dialect: Dialect,
}

impl Mysql {
    pub(super) const MYSQL: Mysql = Mysql {
        dialect: Dialect::Mysql,
    };
    pub(super) const MARIADB: Mysql = Mysql {
        dialect: Dialect::Mariadb,
    };

    /// Whether an index may be over an expression.
    fn indexes_expressions(&self) -> bool {
        self.dialect == Dialect::Mysql
    }

    /// Whether a generated column may be declared NOT NULL.
    fn generates_not_null(&self) -> bool {
        self.dialect == Dialect::Mysql
    }
}

impl Engine for Mysql {
    fn dialect(&self) -> Dialect {
        self.dialect
    }

    fn create_namespace(&self, name: &str) -> Result<String, RenderError> {
        Ok(format!(
            "CREATE DATABASE IF NOT EXISTS {}",
            quote::name(self.dialect, name)?
        ))
    }

    fn storage(
        &self,
        place: &str,
        schema: &Schema,
        ty: &Type,
        column: &str,
    ) -> Result<Storage, RenderError> {
        types::storage(self.dialect, place, schema, ty, column)
    }

    fn column(&self, table: Table<'_>, column: &Column) -> Result<String, RenderError> {
        column::render(table, column, self)
    }

    /// The name is always PRIMARY.
    fn primary_key_name(&self, _: &str) -> Result<String, RenderError> {
        Ok(String::new())
    }

    fn table_tail(&self, table: Table<'_>) -> Result<String, RenderError> {
        table::tail(table, self.dialect)
    }

    fn inherited_collation(
        &self,
        table: Table<'_>,
        column: &Column,
        storage: &str,
    ) -> Result<String, RenderError> {
        table::inherited(table, column, storage, self.dialect)
    }

    fn on_update(&self, column: &Column) -> String {
        column::on_update(column, self.dialect)
    }

    fn key_columns(
        &self,
        table: Table<'_>,
        kind: &str,
        name: &str,
        columns: &[ColumnId],
    ) -> Result<(), RenderError> {
        let place = place::part(table, kind, name);
        columns
            .iter()
            .try_for_each(|id| key::check(&place, self.dialect, table.model().column(*id)))
    }

    fn foreign_key_tail(
        &self,
        table: Table<'_>,
        key: &ForeignKey,
    ) -> Result<&'static str, RenderError> {
        key::check_foreign(table, key, self.dialect).map(|()| "")
    }

    fn index(&self, create: &CreateIndex<'_>) -> Result<Option<IndexClauses>, RenderError> {
        index::clauses(create, self)
    }

    /// The index that InnoDB made for the key goes with it.
    fn drop_foreign_key(&self, drop: &DropForeignKey<'_>) -> Result<String, RenderError> {
        let table = quote::table(self.dialect, &drop.table.table)?;
        let name = quote::name(self.dialect, &drop.foreign_key.name)?;
        let key = format!("DROP FOREIGN KEY {name}");
        Ok(if key::has_own_index(drop.table, drop.foreign_key) {
            format!("ALTER TABLE {table} {key}, DROP INDEX {name}")
        } else {
            format!("ALTER TABLE {table} {key}")
        })
    }

    fn drop_index(&self, drop: &DropIndex<'_>) -> Result<String, RenderError> {
        let index = quote::name(self.dialect, &drop.index.name)?;
        let table = quote::table(self.dialect, &drop.table.table)?;
        Ok(format!("DROP INDEX {index} ON {table}"))
    }

    fn record_history(&self, of: &Recorded<'_>) -> Result<Vec<String>, RenderError> {
        history::record(of, self.dialect)
    }

    fn stop_history(&self, stop: &StopHistory<'_>) -> Result<Vec<String>, RenderError> {
        history::stop(stop, self.dialect)
    }

    fn alter_table(&self, alter: &AlterTable<'_>) -> Result<Vec<String>, RenderError> {
        alter::render(alter, self)
    }

    fn constant(&self, ty: &Type, constant: &Constant) -> Result<String, RenderError> {
        constant::render(self.dialect, ty, constant)
    }

    fn takes_literal(&self, ty: &ColumnType) -> bool {
        ty.native.is_empty() && !types::is_off_row(&ty.base)
    }

    fn now(&self, ty: &ColumnType) -> Option<&'static str> {
        constant::now(ty)
    }

    fn uuid(&self) -> &'static str {
        match self.dialect {
            Dialect::Mysql => "(UUID_TO_BIN(UUID()))",
            _ => "(UNHEX(REPLACE(UUID(), '-', '')))",
        }
    }
}
