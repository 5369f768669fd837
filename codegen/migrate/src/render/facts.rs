//! What a dialect keeps of a table's parts, as text: two parts are the same where the texts are.

use ormolu_schema::ir::{Check, Column, Dialect, ForeignKey, Identity, Index, Unique};

use super::engine::Engine;
use super::{column, constraint, default, foreign_key, index, quote};
use crate::error::RenderError;
use crate::operation::{CreateIndex, Table};

/// What a dialect keeps of a column, clause by clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnFacts {
    /// The storage type.
    pub storage: String,
    /// The condition of the storage type.
    pub check: String,
    /// Whether NULL is allowed.
    pub nullable: bool,
    /// The database's own default.
    pub default: String,
    /// What the database itself sets at each UPDATE.
    pub on_update: String,
    /// The expression of a generated column.
    pub generated: Option<String>,
    /// How it is counted up.
    pub identity: Option<Identity>,
    /// The collation.
    pub collation: String,
    /// What it has from its table instead.
    pub inherited_collation: String,
    /// The comment, where the catalog keeps it.
    pub comment: Option<String>,
}

impl ColumnFacts {
    /// What differs, in words.
    #[must_use]
    pub fn differences(&self, other: &ColumnFacts) -> Vec<String> {
        let given = |text: &str| match text.trim() {
            "" => "none".to_owned(),
            text => text.trim_start_matches("DEFAULT ").to_owned(),
        };
        let mut out = Vec::new();
        if self.storage != other.storage {
            out.push(format!("{} to {}", self.storage, other.storage));
        } else if self.check != other.check {
            out.push("its condition".to_owned());
        }
        match (self.nullable, other.nullable) {
            (true, false) => out.push("NOT NULL".to_owned()),
            (false, true) => out.push("NULL allowed".to_owned()),
            _ => {}
        }
        if self.default != other.default {
            out.push(format!("default {}", given(&other.default)));
        }
        for (differs, what) in [
            (self.on_update != other.on_update, "on update"),
            (self.generated != other.generated, "expression"),
            (self.identity != other.identity, "identity"),
            (self.has_other_collation(other), "collation"),
            (self.comment != other.comment, "comment"),
        ] {
            if differs {
                out.push(what.to_owned());
            }
        }
        out
    }

    /// Whether values are of another type, or sort otherwise.
    pub(crate) fn changes_type(&self, other: &ColumnFacts) -> bool {
        self.storage != other.storage || self.has_other_collation(other)
    }

    fn has_other_collation(&self, other: &ColumnFacts) -> bool {
        let (a, b) = (&self.inherited_collation, &other.inherited_collation);
        self.collation != other.collation || (a != b && !a.is_empty() && !b.is_empty())
    }
}

pub(super) fn of_column(
    table: Table<'_>,
    of: &Column,
    engine: &impl Engine,
) -> Result<ColumnFacts, RenderError> {
    let storage = column::storage(table, of, engine)?;
    let comment = match &of.comment {
        Some(text) if engine.keeps_comments() => Some(text.clone()),
        _ => None,
    };
    let (default, on_update) = match of.generated.is_none() && of.identity.is_none() {
        true => (default::clause(table, of, engine)?, engine.on_update(of)),
        false => Default::default(),
    };
    Ok(ColumnFacts {
        check: column::check(&storage),
        inherited_collation: engine.inherited_collation(table, of, &storage.sql)?,
        storage: storage.sql,
        nullable: of.nullable && of.identity.is_none(),
        default,
        on_update,
        generated: column::generated(table, of, engine)?,
        identity: of.identity.as_ref().map(|i| engine.kept_identity(i)),
        collation: column::collation(table, of, engine)?,
        comment,
    })
}

pub(super) fn of_unique(
    table: Table<'_>,
    unique: &Unique,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    constraint::unique_definition(table, unique, engine).map(Some)
}

pub(super) fn of_check(
    table: Table<'_>,
    check: &Check,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    constraint::check_definition(table, check, engine)
}

pub(super) fn of_foreign_key(
    table: Table<'_>,
    key: &ForeignKey,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    foreign_key::definition(table, key, engine).map(Some)
}

/// None where the index is for other dialects.
pub(super) fn of_index(
    table: Table<'_>,
    of: &Index,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let nameless = Index {
        name: "index".to_owned(),
        ..of.clone()
    };
    let index = &nameless;
    let named = |_| index::render(&CreateIndex { table, index: of }, engine);
    // A refusal says which index it is.
    index::render(&CreateIndex { table, index }, engine).or_else(named)
}

/// What stands behind the columns, and before the table's name.
pub(super) fn of_options(table: Table<'_>, engine: &impl Engine) -> Result<String, RenderError> {
    let keyword = engine.table_keyword(table);
    let comment = table.comment.as_ref().filter(|_| engine.keeps_comments());
    let counter = match engine.dialect() {
        Dialect::Sqlite if table.options.sqlite_autoincrement => " AUTOINCREMENT",
        _ => "",
    };
    Ok(format!(
        "{keyword}{} {comment:?}{counter}",
        engine.table_tail(table)?
    ))
}

/// The key's columns, and when it is checked; its name is not among them.
pub(super) fn of_primary_key(
    table: Table<'_>,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let columns = quote::columns(engine.dialect(), table, &table.primary_key.columns)?;
    Ok(columns + engine.primary_key_timing(table)?)
}
