//! Sequences as they were written.

use crate::ir::{Count, TableName};
use crate::source::Spanned;

/// A counter of the database that belongs to no column.
#[derive(Clone, Debug)]
pub struct Sequence {
    /// Its name.
    pub name: Spanned<TableName>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// How it counts.
    pub count: Count,
    /// Whether it is taken as it is: SQL said so.
    pub exact: bool,
}
