use ormolu_schema::ir::{
    Column, ColumnId, ColumnType, Dialect, Enum, ForeignKey, Identity, Schema, Timing, Type, Unique,
};

use super::history::Recorded;
use super::index::IndexClauses;
use super::literal::Constant;
use super::{constraint, place, quote};
use crate::error::RenderError;
use crate::operation::{
    AddEnumValue, AlterTable, Comment, CreateIndex, DropForeignKey, DropIndex, RebuildEnum,
    StopHistory, Table,
};

/// What a storage type is called, and the condition that makes it as narrow as the portable type.
pub(super) struct Storage {
    pub(super) sql: String,
    pub(super) check: Option<String>,
}

impl Storage {
    pub(super) fn plain(sql: impl Into<String>) -> Self {
        Storage {
            sql: sql.into(),
            check: None,
        }
    }

    pub(super) fn checked(sql: impl Into<String>, check: String) -> Self {
        Storage {
            sql: sql.into(),
            check: Some(check),
        }
    }
}

/// Where engines differ. What two of them do alike is a default here.
pub(super) trait Engine {
    fn dialect(&self) -> Dialect;

    fn create_namespace(&self, name: &str) -> Result<String, RenderError>;

    /// None where an enumeration is written out at each column.
    fn create_enum(&self, _: &Enum) -> Result<Option<String>, RenderError> {
        Ok(None)
    }

    fn drop_enum(&self, _: &Enum) -> Result<Option<String>, RenderError> {
        Ok(None)
    }

    /// How a portable type is stored; `column` is the quoted name for the check.
    fn storage(
        &self,
        place: &str,
        schema: &Schema,
        ty: &Type,
        column: &str,
    ) -> Result<Storage, RenderError>;

    /// A column as one line of CREATE TABLE.
    fn column(&self, table: Table<'_>, column: &Column) -> Result<String, RenderError>;

    /// The comment lines that stand inside CREATE TABLE, if that is where comments are kept.
    fn inner_comment(&self, _: &str) -> Option<Vec<String>> {
        None
    }

    /// What stands before PRIMARY KEY, with the blank after it.
    fn primary_key_name(&self, name: &str) -> Result<String, RenderError> {
        Ok(format!(
            "CONSTRAINT {} ",
            quote::name(self.dialect(), name)?
        ))
    }

    /// When the primary key is checked, with the blank before it.
    fn primary_key_timing(&self, table: Table<'_>) -> Result<&'static str, RenderError> {
        let key = &table.primary_key;
        match key.timing {
            Timing::AtOnce => Ok(""),
            _ => Err(place::unsupported(
                place::part(table, "primary key", &key.name),
                self.dialect(),
                "primary keys that are checked later",
                "leave out `deferred`",
            )),
        }
    }

    /// Whether the column's line already says PRIMARY KEY.
    fn primary_key_inline(&self, _: Table<'_>) -> bool {
        false
    }

    /// What follows CREATE, up to the table's name.
    fn table_keyword(&self, _: Table<'_>) -> &'static str {
        "TABLE"
    }

    /// What follows the closing parenthesis, with the blank or line break before it.
    fn table_tail(&self, table: Table<'_>) -> Result<String, RenderError>;

    /// Refuses a key over columns that the engine cannot index.
    fn key_columns(
        &self,
        _: Table<'_>,
        _: &str,
        _: &str,
        _: &[ColumnId],
    ) -> Result<(), RenderError> {
        Ok(())
    }

    /// What does the work of a unique constraint in which NULLs are equal.
    fn instead_of_equal_nulls(&self) -> &'static str {
        "make the columns NOT NULL"
    }

    /// A unique constraint from the word UNIQUE on.
    fn unique(
        &self,
        table: Table<'_>,
        unique: &Unique,
        columns: &str,
    ) -> Result<String, RenderError> {
        if unique.nulls_equal {
            return Err(place::unsupported(
                place::part(table, "unique constraint", &unique.name),
                self.dialect(),
                "NULLS NOT DISTINCT",
                self.instead_of_equal_nulls(),
            ));
        }
        if unique.timing != Timing::AtOnce {
            return Err(place::unsupported(
                place::part(table, "unique constraint", &unique.name),
                self.dialect(),
                "unique constraints that are checked later",
                "leave out `deferred`",
            ));
        }
        Ok(format!("UNIQUE ({columns})"))
    }

    /// What follows the actions of a foreign key, with the blank before it.
    fn foreign_key_tail(
        &self,
        _: Table<'_>,
        key: &ForeignKey,
    ) -> Result<&'static str, RenderError> {
        Ok(constraint::timing(key.timing))
    }

    /// The parts of CREATE INDEX that differ; none where the index is not for this engine.
    fn index(&self, create: &CreateIndex<'_>) -> Result<Option<IndexClauses>, RenderError>;

    /// A comment as a statement; none where comments are kept inside CREATE TABLE.
    fn comment(&self, _: &Comment<'_>) -> Result<Option<String>, RenderError> {
        Ok(None)
    }

    /// None where foreign keys can be dropped one by one.
    fn defer_foreign_keys(&self) -> Option<String> {
        None
    }

    fn drop_foreign_key(&self, drop: &DropForeignKey<'_>) -> Result<String, RenderError> {
        let table = quote::table(self.dialect(), &drop.table.table)?;
        let key = quote::name(self.dialect(), &drop.foreign_key.name)?;
        Ok(format!("ALTER TABLE {table} DROP CONSTRAINT {key}"))
    }

    /// Whether comments of columns are kept in a form that can be changed.
    fn keeps_comments(&self) -> bool {
        true
    }

    /// What is kept of how a key is counted up.
    fn kept_identity(&self, _: &Identity) -> Identity {
        Identity {
            always: false,
            start: None,
            increment: None,
        }
    }

    /// What a text that says no collation has from its table.
    fn inherited_collation(
        &self,
        _: Table<'_>,
        _: &Column,
        _: &str,
    ) -> Result<String, RenderError> {
        Ok(String::new())
    }

    /// ` ON UPDATE ..` of a column, where the engine has that.
    fn on_update(&self, _: &Column) -> String {
        String::new()
    }

    fn drop_index(&self, drop: &DropIndex<'_>) -> Result<String, RenderError> {
        let namespace = drop.table.table.namespace.as_deref();
        let index = quote::qualified(self.dialect(), namespace, &drop.index.name)?;
        Ok(format!("DROP INDEX {index}"))
    }

    /// The triggers that write the versions of rows.
    fn record_history(&self, of: &Recorded<'_>) -> Result<Vec<String>, RenderError>;

    /// Takes them away.
    fn stop_history(&self, stop: &StopHistory<'_>) -> Result<Vec<String>, RenderError>;

    fn alter_table(&self, alter: &AlterTable<'_>) -> Result<Vec<String>, RenderError>;

    fn add_enum_value(&self, _: &AddEnumValue<'_>) -> Result<Option<String>, RenderError> {
        Ok(None)
    }

    fn rebuild_enum(&self, _: &RebuildEnum<'_>) -> Result<Vec<String>, RenderError> {
        Ok(Vec::new())
    }

    /// A constant as the default of a column of type `ty`.
    fn constant(&self, ty: &Type, constant: &Constant) -> Result<String, RenderError>;

    /// Whether a column of this type takes a literal as its default, and not an expression only.
    fn takes_literal(&self, _: &ColumnType) -> bool {
        true
    }

    /// The current moment in UTC as a value of type `ty`, with parentheses where they are needed.
    fn now(&self, ty: &ColumnType) -> Option<&'static str>;

    /// A random UUID.
    fn uuid(&self) -> &'static str;
}
