//! Functions of the database as they were written.

use super::TypeName;
use crate::ir::PerDialect;
use crate::source::Spanned;

/// A function of the database.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name in Rust.
    pub name: Spanned<String>,
    /// Its name in SQL where the source gives one, with the database schema before a dot.
    pub sql: Option<Spanned<PerDialect<String>>>,
    /// Its arguments: names and types.
    pub arguments: Vec<(Spanned<String>, ValueType)>,
    /// What it answers.
    pub returns: Returns,
    /// Whether it makes one value of many rows.
    pub aggregate: bool,
    /// Whether NULL for any argument makes NULL.
    pub strict: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// What a [`Function`] answers.
#[derive(Clone, Debug)]
pub enum Returns {
    /// A value.
    Value(ValueType),
    /// Rows with these columns.
    Rows(Spanned<Vec<(Spanned<String>, ValueType)>>),
}

/// The type of a value that is no column's.
#[derive(Clone, Debug)]
pub struct ValueType {
    /// The type.
    pub ty: Spanned<TypeName>,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// A Rust type of the user.
    pub rust_type: Option<Spanned<String>>,
}
