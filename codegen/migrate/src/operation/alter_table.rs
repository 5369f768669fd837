use std::fmt;

use ormolu_schema::ir::{Check, Column, Unique};

use super::Table;
use crate::render::ColumnFacts;

/// Changes a table that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterTable<'s> {
    /// What it was, under its new names.
    pub before: Table<'s>,
    /// What it becomes.
    pub after: Table<'s>,
    /// In the order they are made.
    pub changes: Vec<Change<'s>>,
}

/// One change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change<'s> {
    /// Takes the primary key away.
    DropPrimaryKey,
    /// Takes a unique constraint away.
    DropUnique(&'s Unique),
    /// Takes a check away.
    DropCheck(&'s Check),
    /// Takes a column away with its values.
    DropColumn(&'s Column),
    /// Gives the primary key another name.
    RenamePrimaryKey,
    /// Gives a unique constraint another name.
    RenameUnique(&'s Unique, &'s Unique),
    /// Gives a check another name.
    RenameCheck(&'s Check, &'s Check),
    /// Gives a foreign key another name.
    RenameForeignKey(&'s str, &'s str),
    /// Gives the condition of a column's storage the name that follows from its new names.
    RenameStorageCheck(String, String),
    /// Changes a column.
    AlterColumn(Box<AlterColumn<'s>>),
    /// Adds a column.
    AddColumn(AddColumn<'s>),
    /// Adds the primary key.
    AddPrimaryKey,
    /// Adds a unique constraint.
    AddUnique(&'s Unique),
    /// Adds a check.
    AddCheck(&'s Check),
    /// Changes what stands behind the columns: storage, comment.
    Options,
}

/// Adds a column to a table that may have rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddColumn<'s> {
    /// The column.
    pub column: &'s Column,
    /// What rows get that are there, where the column's own default does not say.
    pub fill: Option<String>,
}

/// Changes a column that stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlterColumn<'s> {
    /// What it was, under its new name.
    pub before: &'s Column,
    /// What it becomes.
    pub after: &'s Column,
    /// What the condition of its storage is called, where the dialect names it.
    pub check_name: String,
    /// What the dialect kept of it.
    pub from: ColumnFacts,
    /// What the dialect keeps of it now.
    pub to: ColumnFacts,
    /// How a value becomes one of the new type, where the engine does not do so by itself.
    pub using: Option<String>,
    /// What stands for NULL where the column had it and has it no longer.
    pub fill: Option<String>,
    /// Stored values of an enumeration that have another text now.
    pub values: Vec<(String, String)>,
}

impl AlterColumn<'_> {
    /// Whether the type is another one.
    #[must_use]
    pub fn changes_type(&self) -> bool {
        self.from.changes_type(&self.to)
    }
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Change::DropPrimaryKey => f.write_str("drop the primary key"),
            Change::DropUnique(unique) => write!(f, "drop unique `{}`", unique.name),
            Change::DropCheck(check) => write!(f, "drop check `{}`", check.name),
            Change::DropColumn(column) => write!(f, "drop column `{}`", column.name),
            Change::RenamePrimaryKey => f.write_str("rename the primary key"),
            Change::RenameUnique(from, to) => {
                write!(f, "rename unique `{}` to `{}`", from.name, to.name)
            }
            Change::RenameCheck(from, to) => {
                write!(f, "rename check `{}` to `{}`", from.name, to.name)
            }
            Change::RenameForeignKey(from, to) => {
                write!(f, "rename foreign key `{from}` to `{to}`")
            }
            Change::RenameStorageCheck(from, to) => {
                write!(f, "rename check `{from}` to `{to}`")
            }
            Change::AlterColumn(alter) => {
                let parts = match alter.from.differences(&alter.to) {
                    none if none.is_empty() => "the form of its values".to_owned(),
                    parts => parts.join(", "),
                };
                write!(f, "change column `{}`: {parts}", alter.after.name)
            }
            Change::AddColumn(add) => write!(f, "add column `{}`", add.column.name),
            Change::AddPrimaryKey => f.write_str("add the primary key"),
            Change::AddUnique(unique) => write!(f, "add unique `{}`", unique.name),
            Change::AddCheck(check) => write!(f, "add check `{}`", check.name),
            Change::Options => f.write_str("change its options"),
        }
    }
}
