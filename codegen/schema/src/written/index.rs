//! Indexes as they were written.

use crate::ir::PerDialect;
use crate::source::{Span, Spanned};

/// An index.
#[derive(Clone, Debug)]
pub struct Index {
    /// Its name where the source gives one.
    pub name: Option<Spanned<String>>,
    /// What it is over.
    pub parts: Vec<IndexPart>,
    /// Whether equal entries are refused.
    pub unique: bool,
    /// The condition of a partial index.
    pub predicate: Option<Spanned<PerDialect<String>>>,
    /// Access method.
    pub method: Option<Spanned<PerDialect<String>>>,
    /// Columns stored but not searched.
    pub include: Vec<Spanned<String>>,
    /// Its place.
    pub span: Span,
}

/// One part of an index.
#[derive(Clone, Debug)]
pub struct IndexPart {
    /// A column or an expression.
    pub term: IndexTerm,
    /// Descending order.
    pub descending: bool,
    /// Only so many leading characters.
    pub prefix: Option<Spanned<u32>>,
}

/// What an index part is over.
#[derive(Clone, Debug)]
pub enum IndexTerm {
    /// A column, by field or by column name.
    Column(Spanned<String>),
    /// SQL, by dialect.
    Expression(Spanned<PerDialect<String>>),
}
