//! Domains as they were written.

use super::{Check, TypeName};
use crate::ir::{Default, PerDialect, TableName};
use crate::source::Spanned;

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub struct Domain {
    /// Its name.
    pub name: Spanned<TableName>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// What it is a name for.
    pub ty: Spanned<TypeName>,
    /// Whether it takes no NULL.
    pub not_null: bool,
    /// What its columns have where a new row gives nothing.
    pub default: Option<Spanned<Default>>,
    /// Its collation, by dialect.
    pub collation: Option<PerDialect<String>>,
    /// What holds of its values.
    pub checks: Vec<Check>,
    /// Documentation.
    pub comment: Option<String>,
    /// Whether it is taken as it is: SQL said so.
    pub exact: bool,
}
