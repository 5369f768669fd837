use std::collections::BTreeMap;

use super::{
    Choice, Column, ColumnId, Computed, Dialect, ForeignKeyId, Index, Lineage, ModelId, PerDialect,
    Projection, Relationship, Rules, Shortcut, SqlField, Timing, Version,
};

/// A table and the Rust struct for its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The struct's name, in upper camel case.
    pub name: String,
    /// The module's name, in snake case, without `r#`; may be a keyword.
    pub module: String,
    /// The table.
    pub table: TableName,
    /// What the table is to the program.
    pub kind: ModelKind,
    /// Columns in their order. Never empty.
    pub columns: Vec<Column>,
    /// The primary key. Empty columns where there is none.
    pub primary_key: PrimaryKey,
    /// The columns that name a row where the database declares no primary key. The program's
    /// word: nothing of it is in the database.
    pub identity: Vec<ColumnId>,
    /// Whether the program never writes its rows. So it is for views, and where nothing names a
    /// row.
    pub read_only: bool,
    /// Unique constraints.
    pub uniques: Vec<Unique>,
    /// Indexes.
    pub indexes: Vec<Index>,
    /// Check constraints.
    pub checks: Vec<Check>,
    /// Foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// Relationships; the position is the slot of the loaded set.
    pub relationships: Vec<Relationship>,
    /// Relationships to one of several models, each made of some of `relationships`.
    pub choices: Vec<Choice>,
    /// Set for a model that inherits, and for one that others inherit from.
    pub lineage: Option<Lineage>,
    /// Named choices of its columns.
    pub projections: Vec<Projection>,
    /// Properties computed from the columns.
    pub computed: Vec<Computed>,
    /// Properties that only SQL can compute.
    pub sql_fields: Vec<SqlField>,
    /// Ways over several relationships.
    pub shortcuts: Vec<Shortcut>,
    /// The columns that clients may filter by, in the order they were named. None is sensitive.
    pub filterable: Vec<ColumnId>,
    /// The column that tells a row's versions apart.
    pub version: Option<Version>,
    /// What holds for its rows beyond their columns.
    pub rules: Rules,
    /// Documentation; also the table's comment in the database.
    pub comment: Option<String>,
    /// Derives added to the struct.
    pub derives: Vec<String>,
    /// Options of the table by dialect.
    pub options: TableOptions,
    /// Set for a view. It has no primary key, and is only read.
    pub view: Option<View>,
}

impl ModelKind {
    /// Whether there is a struct for its rows.
    pub fn has_struct(self) -> bool {
        matches!(self, ModelKind::Entity | ModelKind::Rows)
    }
}

impl Model {
    /// The column with this id.
    pub fn column(&self, id: ColumnId) -> &Column {
        &self.columns[id.0]
    }

    /// The foreign key with this id.
    pub fn foreign_key(&self, id: ForeignKeyId) -> &ForeignKey {
        &self.foreign_keys[id.0]
    }

    /// The column of this name in the database.
    pub fn column_named(&self, name: &str) -> Option<ColumnId> {
        self.columns
            .iter()
            .position(|c| c.name == name)
            .map(ColumnId)
    }

    /// Whether the column belongs to the primary key.
    pub fn in_primary_key(&self, id: ColumnId) -> bool {
        self.primary_key.columns.contains(&id)
    }

    /// The columns that name a row to the program: those of the primary key, or else those that
    /// the schema says. Empty where there are none.
    pub fn key(&self) -> &[ColumnId] {
        match self.primary_key.columns.is_empty() {
            true => &self.identity,
            false => &self.primary_key.columns,
        }
    }
}

/// A query that is read like a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The query, as SQL.
    pub query: PerDialect<String>,
    /// Whether the database keeps the rows (PostgreSQL).
    pub materialized: bool,
}

/// What a table is to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// A struct is generated.
    Entity,
    /// A struct is generated; its rows are stored in the tables of other models.
    Rows,
    /// A table for rows whose structs are those of other models.
    Table,
    /// Two foreign keys and nothing else: only many-to-many relationships see it.
    Link,
}

/// A table's name with its database schema.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableName {
    /// The database schema (namespace), if not the connection's own.
    pub namespace: Option<String>,
    /// The table.
    pub name: String,
}

impl TableName {
    /// The name with its namespace before a dot, for people.
    #[must_use]
    pub fn dotted(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{namespace}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// A primary key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrimaryKey {
    /// The constraint's name; empty where there is no key.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<ColumnId>,
    /// When it is checked.
    pub timing: Timing,
}

/// A unique constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unique {
    /// The constraint's name.
    pub name: String,
    /// Its columns in their order.
    pub columns: Vec<ColumnId>,
    /// Whether two NULLs count as equal (`NULLS NOT DISTINCT`).
    pub nulls_equal: bool,
    /// When it is checked.
    pub timing: Timing,
}

/// A check constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name.
    pub name: String,
    /// The condition, as SQL.
    pub expression: PerDialect<String>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// Columns of the owning table.
    pub columns: Vec<ColumnId>,
    /// The table pointed at.
    pub target: ModelId,
    /// The columns pointed at, in the order of `columns`.
    pub target_columns: Vec<ColumnId>,
    /// What happens to the row when the target is deleted.
    pub on_delete: ReferentialAction,
    /// What happens to the row when the target's key changes.
    pub on_update: ReferentialAction,
    /// When it is checked.
    pub timing: Timing,
}

impl ForeignKey {
    /// Whether the database changes or deletes rows of the owning table by itself.
    pub fn acts(&self) -> bool {
        use ReferentialAction::{Cascade, SetDefault, SetNull};
        let acts = |action| matches!(action, Cascade | SetNull | SetDefault);
        acts(self.on_delete) || acts(self.on_update)
    }
}

/// What the database does with rows that point at a row that goes or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentialAction {
    /// Refuse at the end of the statement.
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Do the same to them.
    Cascade,
    /// Set their key to NULL.
    SetNull,
    /// Set their key to its default.
    SetDefault,
}

/// Options of a table by dialect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// SQLite: `STRICT` is left out.
    pub sqlite_not_strict: bool,
    /// SQLite: `WITHOUT ROWID`.
    pub sqlite_without_rowid: bool,
    /// SQLite: `AUTOINCREMENT`, so that no key is given a second time.
    pub sqlite_autoincrement: bool,
    /// MySQL and MariaDB: `ENGINE`, `CHARSET`, `COLLATE`, `ROW_FORMAT` ... as key and value.
    pub mysql: BTreeMap<String, String>,
    /// PostgreSQL: storage parameters of `WITH (..)`.
    pub postgres: BTreeMap<String, String>,
    /// PostgreSQL: `UNLOGGED`.
    pub postgres_unlogged: bool,
}

impl TableOptions {
    /// Whether SQLite checks the types of the table's values.
    pub fn is_strict(&self, dialect: Dialect) -> bool {
        dialect == Dialect::Sqlite && !self.sqlite_not_strict
    }
}
