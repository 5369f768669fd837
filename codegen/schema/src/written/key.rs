//! Keys and checks as they were written.

use crate::ir::{PerDialect, Timing};
use crate::source::{Span, Spanned};

/// A primary key or a unique constraint.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// Columns, by field or by column name.
    pub columns: Vec<Spanned<String>>,
    /// Whether two NULLs count as equal.
    pub nulls_equal: bool,
    /// When it is checked.
    pub timing: Timing,
    /// Its place.
    pub span: Span,
}

/// A check.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// Whether the name is the constraint's as it stands, without the template.
    pub whole_name: bool,
    /// SQL, by dialect.
    pub expression: Spanned<PerDialect<String>>,
}
