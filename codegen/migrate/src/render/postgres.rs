//! PostgreSQL.

pub(super) mod alter;
mod column;
mod comment;
mod constant;
mod enumeration;
mod history;
mod index;
mod parameters;
mod table;
mod types;

use ormolu_schema::ir::{Column, ColumnType, Dialect, Enum, Identity, Schema, Type, Unique};

use super::engine::{Engine, Storage};
use super::history::Recorded;
use super::index::IndexClauses;
use super::literal::Constant;
use super::{constraint, quote};
use crate::error::RenderError;
use crate::operation::{
    AddEnumValue, AlterTable, Comment, CreateIndex, RebuildEnum, StopHistory, Table,
};

pub(super) struct Postgres;

impl Engine for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn create_namespace(&self, name: &str) -> Result<String, RenderError> {
        Ok(format!(
            "CREATE SCHEMA IF NOT EXISTS {}",
            quote::name(Dialect::Postgres, name)?
        ))
    }

    fn create_enum(&self, enumeration: &Enum) -> Result<Option<String>, RenderError> {
        enumeration::create(enumeration).map(Some)
    }

    fn drop_enum(&self, enumeration: &Enum) -> Result<Option<String>, RenderError> {
        Ok(Some(format!(
            "DROP TYPE {}",
            enumeration::name(enumeration)?
        )))
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

    fn table_keyword(&self, table: Table<'_>) -> &'static str {
        if table.options.postgres_unlogged {
            "UNLOGGED TABLE"
        } else {
            "TABLE"
        }
    }

    fn table_tail(&self, table: Table<'_>) -> Result<String, RenderError> {
        table::tail(table)
    }

    fn primary_key_timing(&self, table: Table<'_>) -> Result<&'static str, RenderError> {
        Ok(constraint::timing(table.primary_key.timing))
    }

    /// `NULLS NOT DISTINCT` asks for PostgreSQL 15.
    fn unique(&self, _: Table<'_>, unique: &Unique, columns: &str) -> Result<String, RenderError> {
        let nulls = if unique.nulls_equal {
            "NULLS NOT DISTINCT "
        } else {
            ""
        };
        let timing = constraint::timing(unique.timing);
        Ok(format!("UNIQUE {nulls}({columns}){timing}"))
    }

    fn index(&self, create: &CreateIndex<'_>) -> Result<Option<IndexClauses>, RenderError> {
        index::clauses(create)
    }

    fn comment(&self, comment: &Comment<'_>) -> Result<Option<String>, RenderError> {
        comment::render(comment).map(Some)
    }

    fn kept_identity(&self, identity: &Identity) -> Identity {
        identity.clone()
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

    fn add_enum_value(&self, add: &AddEnumValue<'_>) -> Result<Option<String>, RenderError> {
        enumeration::add_value(add).map(Some)
    }

    fn rebuild_enum(&self, rebuild: &RebuildEnum<'_>) -> Result<Vec<String>, RenderError> {
        enumeration::rebuild(rebuild)
    }

    fn constant(&self, _: &Type, constant: &Constant) -> Result<String, RenderError> {
        constant::render(constant)
    }

    fn now(&self, ty: &ColumnType) -> Option<&'static str> {
        constant::now(&ty.base)
    }

    fn uuid(&self) -> &'static str {
        "gen_random_uuid()"
    }
}
