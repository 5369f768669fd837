//! MySQL and MariaDB.
//!
//! Where the two differ, a method of [`Mysql`] answers for the one that is printed. That a
//! program must not give a counted key its value (`always`) is a matter of the insert builder
//! here.

mod column;
mod comment;
mod constant;
mod index;
mod key;
mod table;
mod types;

use ormolu_schema::ir::{
    Column, ColumnId, ColumnType, Dialect, Enum, ForeignKey, Schema, Type, Unique,
};

use super::engine::{Engine, Storage};
use super::index::IndexClauses;
use super::literal::Constant;
use super::{place, quote};
use crate::error::RenderError;
use crate::operation::{Comment, CreateIndex, DropForeignKey, Table};

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

    fn create_enum(&self, _: &Enum) -> Result<Option<String>, RenderError> {
        Ok(None)
    }

    fn drop_enum(&self, _: &Enum) -> Result<Option<String>, RenderError> {
        Ok(None)
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

    fn inner_comment(&self, _: &str) -> Option<Vec<String>> {
        None
    }

    /// The name is always PRIMARY.
    fn primary_key_name(&self, _: &str) -> Result<String, RenderError> {
        Ok(String::new())
    }

    fn primary_key_inline(&self, _: Table<'_>) -> bool {
        false
    }

    fn table_keyword(&self, _: Table<'_>) -> &'static str {
        "TABLE"
    }

    fn table_tail(&self, table: Table<'_>) -> Result<String, RenderError> {
        table::tail(table, self.dialect)
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

    fn unique(
        &self,
        table: Table<'_>,
        unique: &Unique,
        columns: &str,
    ) -> Result<String, RenderError> {
        if unique.nulls_equal {
            let place = place::part(table, "unique constraint", &unique.name);
            let help = "make the columns NOT NULL";
            return Err(place::unsupported(
                place,
                self.dialect,
                "NULLS NOT DISTINCT",
                help,
            ));
        }
        Ok(format!("UNIQUE ({columns})"))
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

    fn comment(&self, _: &Comment<'_>) -> Result<Option<String>, RenderError> {
        Ok(None)
    }

    fn defer_foreign_keys(&self) -> Option<String> {
        None
    }

    fn drop_foreign_key(&self, drop: &DropForeignKey<'_>) -> Result<String, RenderError> {
        let table = quote::table(self.dialect, &drop.table.table)?;
        let key = quote::name(self.dialect, &drop.foreign_key.name)?;
        Ok(format!("ALTER TABLE {table} DROP FOREIGN KEY {key}"))
    }

    fn constant(&self, ty: &Type, constant: &Constant) -> Result<String, RenderError> {
        constant::render(self.dialect, ty, constant)
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
