use std::fmt;

use ormolu_schema::ir::TableName;

/// Gives something another name; what it holds stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rename {
    /// A table, which may move to another namespace.
    Table {
        /// What it was called.
        from: TableName,
        /// What it is called.
        to: TableName,
    },
    /// A column.
    Column {
        /// Its table, under its new name.
        table: TableName,
        /// What it was called.
        from: String,
        /// What it is called.
        to: String,
    },
    /// An index.
    Index {
        /// Its table, under its new name.
        table: TableName,
        /// What it was called.
        from: String,
        /// What it is called.
        to: String,
    },
    /// An enumeration type, where the dialect has them.
    Enum {
        /// What it was called.
        from: TableName,
        /// What it is called.
        to: TableName,
    },
    /// A domain, where the dialect has them.
    Domain {
        /// What it was called.
        from: TableName,
        /// What it is called.
        to: TableName,
    },
    /// A sequence, which may move to another namespace.
    Sequence {
        /// What it was called.
        from: TableName,
        /// What it is called.
        to: TableName,
    },
    /// A sequence in the defaults of columns, where the dialect does not carry its new name there.
    Counter {
        /// Their table, under its old name.
        table: TableName,
        /// The columns, under their old names.
        columns: Vec<String>,
        /// What the sequence is called.
        to: TableName,
    },
    /// A value of an enumeration type, where the dialect has them.
    Value {
        /// The type, under its new name.
        of: TableName,
        /// The stored text.
        from: String,
        /// The text that is stored from now on.
        to: String,
    },
}

impl fmt::Display for Rename {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rename::Table { from, to } => {
                write!(f, "rename table `{}` to `{}`", from.name, to.name)
            }
            Rename::Column { table, from, to } => {
                write!(f, "rename column `{from}` of `{}` to `{to}`", table.name)
            }
            Rename::Index { from, to, .. } => write!(f, "rename index `{from}` to `{to}`"),
            Rename::Enum { from, to } => {
                write!(f, "rename type `{}` to `{}`", from.name, to.name)
            }
            Rename::Domain { from, to } => {
                write!(f, "rename domain `{}` to `{}`", from.name, to.name)
            }
            Rename::Sequence { from, to } => {
                write!(f, "rename sequence `{}` to `{}`", from.name, to.name)
            }
            Rename::Counter { table, columns, to } => {
                let columns = columns.join("`, `");
                write!(
                    f,
                    "let `{columns}` of `{}` count with `{}`",
                    table.name, to.name
                )
            }
            Rename::Value { of, from, to } => {
                write!(f, "rename value `{from}` of `{}` to `{to}`", of.name)
            }
        }
    }
}
