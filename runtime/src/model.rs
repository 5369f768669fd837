//! What generated code tells the runtime about a model.

mod column_set;
mod foreign_key;
mod lineage;
mod parts;
mod version;

use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

pub(crate) use column_set::ColumnSet;
pub use foreign_key::{ForeignKeyMeta, KeyChange};
pub use lineage::Lineage;
pub(crate) use parts::updates;
pub use version::{Version, VersionBy};

use crate::dialect::Dialect;
use crate::error::DecodeError;
use crate::expr::{Alias, Column, Expr, Part, Ungrouped};
use crate::graph::View;
use crate::relation::Shape;
use crate::rules::Rules;
use crate::value::{Decoder, Key, Kind, Scalar, SqlType, Value, ValueRef};

/// A row struct with its table. Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    note = "models are the structs that `ormolu generate` or `ormolu-build` wrote from the schema"
)]
pub trait Model: Sized + Clone + PartialEq + Send + Sync + 'static {
    /// Names, columns and statements.
    const META: &'static ModelMeta;
    /// What names a row: the value of its key, a tuple for a composite one, `()` without any.
    type Key: Key;
    /// The loaded set in which nothing is loaded: `user::Rels`.
    type Bare: Shape<Self>;
    /// The generated view.
    type View<'g, L: 'static>: Copy + Send + Sync + From<View<'g, Self, L>>;
    /// The generated table handle.
    type Table<M: Mode>: TableHandle<Model = Self, Mode = M>;

    /// The table handle of an alias.
    fn table<M: Mode>(alias: Alias) -> Self::Table<M>;
    /// The primary key.
    fn key(&self) -> Self::Key;
    /// Reads a row whose first column stands at `at`.
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError>;
    /// The value of a column, to bind, as it stands.
    fn bound(&self, column: usize) -> ValueRef<'_>;
    /// The value of a column, to bind.
    fn value(&self, column: usize) -> Value {
        self.bound(column).into()
    }
    /// Reads one column from a cell: keys and defaults that the database made.
    fn read<D: Decoder + ?Sized>(
        &mut self,
        column: usize,
        row: &D,
        at: usize,
    ) -> Result<(), DecodeError>;
    /// Appends the columns in which `self` differs from `original`, in their order.
    fn changed(&self, original: &Self, out: &mut Vec<u16>);
    /// Writes the columns as entries of a map.
    fn serialize_columns<S: serde::ser::SerializeMap>(&self, map: &mut S) -> Result<(), S::Error>;
}

/// A model's names and columns.
#[derive(Debug)]
pub struct ModelMeta {
    /// The struct's name.
    pub name: &'static str,
    /// The table.
    pub table: TableMeta,
    /// The columns, in the order of the struct's fields.
    pub columns: &'static [ColumnMeta],
    /// Positions of the columns that name a row, in their order: those of the primary key, where
    /// the database declares one.
    pub key: &'static [u16],
    /// Parents have lower ranks than their children (cycles aside): inserts go up, deletes down.
    pub rank: u16,
    /// Tables whose rows point at a row of this one, and what happens to them when it goes.
    pub cascades: &'static [Cascade],
    /// Every foreign key of the table, for ordering rows within a flush.
    pub parents: &'static [TableMeta],
    /// `SELECT <columns> FROM <table> WHERE <key> = ?`, by dialect.
    pub get: Fixed,
    /// `DELETE FROM <table> WHERE <key> = ?`, by dialect.
    pub delete: Fixed,
    /// The column that tells a row's versions apart.
    pub version: Option<Version>,
    /// The columns of each unique key, if there are others than the primary one.
    pub uniques: &'static [&'static [u16]],
    /// The columns of each unique key that holds among the rows that are not deleted softly.
    pub alive: &'static [&'static [u16]],
    /// The columns of unique keys in which no value can stand for a while: of foreign keys that are
    /// not NULL and are checked at once.
    pub pinned: &'static [u16],
    /// Its foreign keys to tables that do not rank below it.
    pub circular: &'static [ForeignKeyMeta],
    /// The foreign keys of all tables that point at columns of this one that may change.
    pub followers: &'static [ForeignKeyMeta],
    /// How its rows are stored, if it inherits from another.
    pub lineage: Option<&'static Lineage>,
    /// The column that says what a row is, and what it says of new rows of this model.
    pub tag: Option<(u16, &'static str)>,
    /// Whether its rows are never written although they have a key.
    pub read_only: bool,
}

impl ModelMeta {
    /// What only some models have, for the others: none of it.
    pub const PLAIN: ModelMeta = ModelMeta {
        name: "",
        table: TableMeta::new(None, ""),
        columns: &[],
        key: &[],
        rank: 0,
        cascades: &[],
        parents: &[],
        get: Fixed::NONE,
        delete: Fixed::NONE,
        version: None,
        uniques: &[],
        alive: &[],
        pinned: &[],
        circular: &[],
        followers: &[],
        lineage: None,
        tag: None,
        read_only: false,
    };
}

/// What happens to the rows of another table when a row is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cascade {
    /// The table with the foreign key.
    pub table: TableMeta,
    /// Its foreign key columns.
    pub columns: &'static [&'static str],
    /// The columns of this table they point at.
    pub target_columns: &'static [&'static str],
    /// What happens.
    pub action: CascadeAction,
}

/// What happens to a row whose parent goes: what the database does, unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CascadeAction {
    /// It goes too.
    Delete,
    /// Its key becomes NULL.
    SetNull,
    /// Its key gets its default.
    SetDefault,
    /// The database refuses as long as it is there.
    Refuse,
    /// It is a row of a link table, which the session deletes before.
    Unlink,
}

/// SQL text known at generation time.
#[derive(Debug, PartialEq, Eq)]
pub struct Fixed {
    /// SQLite.
    pub sqlite: &'static str,
    /// PostgreSQL.
    pub postgres: &'static str,
    /// MySQL and MariaDB.
    pub mysql: &'static str,
}

impl Fixed {
    /// No text.
    pub const NONE: Fixed = Fixed {
        sqlite: "",
        postgres: "",
        mysql: "",
    };

    /// The text for a dialect.
    pub fn get(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
            Dialect::Mysql | Dialect::Mariadb => self.mysql,
        }
    }
}

/// A table's name, with the rules of its rows. Tables of one name are equal.
#[derive(Debug, Clone, Copy)]
pub struct TableMeta {
    /// The database schema, if not the connection's own.
    pub namespace: Option<&'static str>,
    /// The table.
    pub name: &'static str,
    /// The SELECT whose rows are meant, where they are not those of the table itself.
    pub(crate) rows: Option<&'static Fixed>,
    /// What the schema says of its rows, where they are a model's.
    pub rules: Option<&'static Rules>,
}

impl TableMeta {
    /// A table's name.
    pub const fn new(namespace: Option<&'static str>, name: &'static str) -> Self {
        TableMeta {
            namespace,
            name,
            rows: None,
            rules: None,
        }
    }

    /// The table with the rules of its rows.
    pub const fn ruled(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }
}

impl PartialEq for TableMeta {
    fn eq(&self, other: &Self) -> bool {
        let same = self.name == other.name && self.namespace == other.namespace;
        same && self.rows == other.rows
    }
}

impl Eq for TableMeta {}

impl Hash for TableMeta {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.namespace, self.name).hash(state);
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnMeta {
    /// Its name in the database.
    pub name: &'static str,
    /// How it is stored.
    pub kind: Kind,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// Who fills it in a new row.
    pub fill: Fill,
    /// The SQL text it gets at an UPDATE that does not set it, by dialect.
    pub on_update: Option<&'static Fixed>,
    /// Whether its value must not show in messages.
    pub sensitive: bool,
    /// Whether comparisons with it take no notice of case.
    pub ignores_case: bool,
    /// Whether rows are read without it.
    pub deferred: bool,
    /// Whether its name is [plain](is_plain): found out once, and not for each statement.
    pub(crate) plain: bool,
}

impl ColumnMeta {
    /// A column that is not NULL and that the program fills.
    pub const fn new(name: &'static str, kind: Kind) -> Self {
        ColumnMeta {
            name,
            kind,
            nullable: false,
            fill: Fill::Program,
            on_update: None,
            sensitive: false,
            ignores_case: false,
            deferred: false,
            plain: is_plain(name),
        }
    }

    /// Allows NULL.
    pub const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// Says who fills it.
    pub const fn fill(mut self, fill: Fill) -> Self {
        self.fill = fill;
        self
    }

    /// Says what it gets at an UPDATE that does not set it.
    pub const fn on_update(mut self, sql: &'static Fixed) -> Self {
        self.on_update = Some(sql);
        self
    }

    /// Keeps its value out of messages.
    pub const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// Leaves it out where rows are read.
    pub const fn deferred(mut self) -> Self {
        self.deferred = true;
        self
    }

    /// Whether there is SQL around its values.
    pub(crate) fn is_wrapped(&self) -> bool {
        matches!(self.kind, Kind::Wrapped(_))
    }

    /// Compares its values without regard to case.
    pub const fn ignores_case(mut self) -> Self {
        self.ignores_case = true;
        self
    }
}

/// Whether a name stands between the quotes of every dialect as it is.
pub(crate) const fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], 0 | b'"' | b'`') {
            return false;
        }
        at += 1;
    }
    !bytes.is_empty()
}

/// Who fills a column of a new row that the program left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// The program always gives a value.
    Program,
    /// The database counts up.
    Identity,
    /// The database's default.
    Default,
    /// The INSERT says this SQL text.
    Statement(&'static Fixed),
    /// The database computes it always; never written.
    Generated,
}

/// Whether a table of a query may be missing from a row.
pub trait Mode: Copy + Send + Sync + 'static {
    /// The type of a column that is not nullable itself.
    type Of<T: Scalar>: SqlType<Base = T>;
    /// What its columns are made of.
    type Column: Part + Copy + From<Column>;
    /// The mode of the same table where the rows of a grouped query are meant.
    type Ungrouped: Mode;
    /// The mode of the same table on the optional side of a further join.
    type Outer: Mode;
}

/// The mode of a table that can be selected as a whole and followed along its relationships.
#[diagnostic::on_unimplemented(
    message = "a grouped query has many rows of this table in each group",
    label = "not part of `group_by`, and not an aggregate",
    note = "its relationships can be asked about before: select what they say, and group `from(..)` that query"
)]
pub trait Whole: Mode {
    /// The type of a whole row.
    type Row<M: Model>: Send + 'static;
    /// Reads a whole row.
    fn row<M: Model, D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self::Row<M>, DecodeError>;
    /// Reads a whole row with its deferred columns.
    fn selected<M: Model, D: Decoder + ?Sized>(
        row: &D,
        at: usize,
    ) -> Result<Self::Row<M>, DecodeError>;
}

/// The table is there in every row.
#[derive(Clone, Copy, Debug)]
pub struct Inner;

/// The table stands on the optional side of an outer join.
#[derive(Clone, Copy, Debug)]
pub struct Outer;

impl Mode for Inner {
    type Of<T: Scalar> = T;
    type Column = Column;
    type Ungrouped = PerRow<Inner>;
    type Outer = Outer;
}

impl Whole for Inner {
    type Row<M: Model> = M;

    fn row<M: Model, D: Decoder + ?Sized>(row: &D, at: usize) -> Result<M, DecodeError> {
        M::decode(row, at)
    }

    fn selected<M: Model, D: Decoder + ?Sized>(row: &D, at: usize) -> Result<M, DecodeError> {
        let mut found = M::decode(row, at)?;
        read_deferred(&mut found, row, at)?;
        Ok(found)
    }
}

impl Mode for Outer {
    type Of<T: Scalar> = Option<T>;
    type Column = Column;
    type Ungrouped = PerRow<Outer>;
    type Outer = Outer;
}

impl<W: Whole> Mode for PerRow<W> {
    type Of<T: Scalar> = W::Of<T>;
    type Column = Ungrouped<Column>;
    type Ungrouped = PerRow<W>;
    type Outer = PerRow<Outer>;
}

impl Whole for Outer {
    type Row<M: Model> = Option<M>;

    /// The table is missing when its whole key is NULL.
    fn row<M: Model, D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<M>, DecodeError> {
        for &column in M::META.key {
            if row.is_null(at + usize::from(column))? {
                return Ok(None);
            }
        }
        M::decode(row, at).map(Some)
    }

    fn selected<M: Model, D: Decoder + ?Sized>(
        row: &D,
        at: usize,
    ) -> Result<Option<M>, DecodeError> {
        let mut found = Outer::row::<M, D>(row, at)?;
        if let Some(found) = &mut found {
            read_deferred(found, row, at)?;
        }
        Ok(found)
    }
}

/// Reads the deferred columns of a row that was read with them: where they are NULL, they are not
/// left out.
fn read_deferred<M: Model, D: Decoder + ?Sized>(
    found: &mut M,
    row: &D,
    at: usize,
) -> Result<(), DecodeError> {
    for (nth, column) in M::META.columns.iter().enumerate() {
        if column.deferred {
            found.read(nth, row, at + nth)?;
        }
    }
    Ok(())
}

/// The table's single rows in a grouped query, where only aggregates of its columns count.
#[derive(Clone, Copy, Debug)]
pub struct PerRow<W>(PhantomData<fn() -> W>);

/// The columns and relationships of one table of a query: `UserTable`.
pub trait TableHandle: Copy + Send + Sync + 'static {
    /// The model.
    type Model: Model;
    /// Whether it may be missing.
    type Mode: Mode;
    /// Which of the query's tables it is.
    fn alias(self) -> Alias;
}

/// A column of a table handle. `Copy`.
pub type Col<T, M = Inner> = Expr<T, <M as Mode>::Column>;
