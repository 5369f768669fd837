use std::fmt;

/// A violated constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConstraintError {
    /// What kind of constraint.
    pub kind: ConstraintKind,
    /// Its name, where the engine says it (SQLite does for CHECK only).
    pub name: Option<String>,
    /// The table, where the engine says it.
    pub table: Option<String>,
    /// The columns, where the engine says them.
    pub columns: Vec<String>,
    /// The statement's text.
    pub statement: String,
}

/// Kinds of constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConstraintKind {
    /// A primary key or unique key holds the values already.
    Unique,
    /// The row pointed at is missing, or a row still points here.
    ForeignKey,
    /// A column that must have a value got none.
    NotNull,
    /// The condition of a CHECK is not met.
    Check,
    /// Another row overlaps (PostgreSQL's EXCLUDE).
    Exclusion,
}

impl fmt::Display for ConstraintKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ConstraintKind::Unique => "unique constraint",
            ConstraintKind::ForeignKey => "foreign key",
            ConstraintKind::NotNull => "NOT NULL",
            ConstraintKind::Check => "check constraint",
            ConstraintKind::Exclusion => "exclusion constraint",
        })
    }
}

impl fmt::Display for ConstraintError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} violated", self.kind)?;
        if let Some(name) = &self.name {
            write!(f, ": {name}")?;
        }
        match (&self.table, self.columns.as_slice()) {
            (Some(table), []) => write!(f, " of {table}")?,
            (Some(table), columns) => write!(f, " on {table} ({})", columns.join(", "))?,
            (None, []) => {}
            (None, columns) => write!(f, " on ({})", columns.join(", "))?,
        }
        write!(f, ", in: {}", self.statement)
    }
}

impl std::error::Error for ConstraintError {}
