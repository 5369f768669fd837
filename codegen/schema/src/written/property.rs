//! What a model has beside its columns, as it was written.

use super::ValueType;
use crate::ir::PerDialect;
use crate::source::Spanned;

/// A named choice of columns.
#[derive(Clone, Debug)]
pub struct Projection {
    /// The struct's name.
    pub name: Spanned<String>,
    /// Columns, by field or by column name.
    pub columns: Vec<Spanned<String>>,
    /// Derives added to the struct.
    pub derives: Vec<Spanned<String>>,
    /// Documentation.
    pub comment: Option<String>,
}

/// A property computed from columns.
#[derive(Clone, Debug)]
pub struct Computed {
    /// The method's name.
    pub name: Spanned<String>,
    /// What is given at each use: names and types.
    pub arguments: Vec<(Spanned<String>, ValueType)>,
    /// How it is computed.
    pub expression: Spanned<String>,
    /// Documentation.
    pub comment: Option<String>,
}

/// A property that only SQL can compute.
#[derive(Clone, Debug)]
pub struct SqlField {
    /// The method's name.
    pub name: Spanned<String>,
    /// SQL, by dialect, with columns in braces.
    pub sql: Spanned<PerDialect<String>>,
    /// What comes out.
    pub returns: ValueType,
    /// Documentation.
    pub comment: Option<String>,
}

/// A way over several relationships.
#[derive(Clone, Debug)]
pub struct Shortcut {
    /// The accessor's name.
    pub name: Spanned<String>,
    /// The names of the relationships, with dots between them.
    pub path: Spanned<String>,
    /// Documentation.
    pub comment: Option<String>,
}
