//! Enumerations as they were written.

use crate::source::{Span, Spanned};

/// An enumeration.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The Rust name where the source gives one; else it is derived from `sql_name`.
    pub name: Option<Spanned<String>>,
    /// The name of the type in the database; else it is derived from `name`.
    pub sql_name: Option<Spanned<String>>,
    /// The database schema of the type.
    pub namespace: Option<String>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// The values in their order.
    pub variants: Vec<EnumVariant>,
    /// Whether a stored text that is none of the values is read, too.
    pub open: bool,
    /// Documentation.
    pub comment: Option<String>,
    /// The place of its name.
    pub span: Span,
}

/// A value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// The Rust name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// The stored text.
    pub value: Spanned<String>,
    /// What it was called before, where the source says so.
    pub renamed_from: Option<Spanned<String>>,
    /// Documentation.
    pub comment: Option<String>,
}
