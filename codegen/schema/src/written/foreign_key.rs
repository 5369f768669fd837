//! Foreign keys as they were written, at a column or apart.

use crate::ir::{ReferentialAction, Timing};
use crate::source::{Span, Spanned};

/// A model or a table where it is mentioned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The database schema, if one is named.
    pub namespace: Option<String>,
    /// A model's name (YAML) or a table's (DDL); the other one is tried where none fits.
    pub name: Spanned<String>,
}

/// What a column points at, said at the column.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The model or table.
    pub target: Target,
    /// The target's columns; empty for its primary key.
    pub target_columns: Vec<Spanned<String>>,
    /// Columns of this table that stand for the target's, where they must be named.
    pub columns: Vec<Spanned<String>>,
    /// The constraint's name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// On delete.
    pub on_delete: Option<Spanned<ReferentialAction>>,
    /// On update.
    pub on_update: Option<Spanned<ReferentialAction>>,
    /// When it is checked.
    pub timing: Timing,
    /// Whether it goes without an index of its own where no other one serves it.
    pub unindexed: bool,
}

/// A foreign key.
#[derive(Clone, Debug)]
pub struct ForeignKey {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// Columns of this table, by field or by column name.
    pub columns: Vec<Spanned<String>>,
    /// The model or table.
    pub target: Target,
    /// The target's columns; empty for its primary key.
    pub target_columns: Vec<Spanned<String>>,
    /// On delete.
    pub on_delete: Option<Spanned<ReferentialAction>>,
    /// On update.
    pub on_update: Option<Spanned<ReferentialAction>>,
    /// When it is checked.
    pub timing: Timing,
    /// Whether it goes without an index of its own where no other one serves it.
    pub unindexed: bool,
    /// Its place.
    pub span: Span,
}
