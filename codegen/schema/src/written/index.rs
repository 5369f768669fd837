//! Indexes as they were written.

use std::collections::BTreeMap;

use crate::ir::{Nulls, PerDialect, Timing};
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
    /// Whether two NULLs count as equal.
    pub nulls_equal: Option<Spanned<bool>>,
    /// The condition of a partial index.
    pub predicate: Option<Spanned<PerDialect<String>>>,
    /// Access method.
    pub method: Option<Spanned<PerDialect<String>>>,
    /// Columns stored but not searched.
    pub include: Vec<Spanned<String>>,
    /// PostgreSQL: storage parameters.
    pub postgres: BTreeMap<String, String>,
    /// Set for an exclusion constraint.
    pub exclusion: Option<Timing>,
    /// Its place.
    pub span: Span,
}

impl Index {
    /// An index of which only the parts are said.
    pub fn new(parts: Vec<IndexPart>, span: Span) -> Self {
        Index {
            name: None,
            parts,
            unique: false,
            nulls_equal: None,
            predicate: None,
            method: None,
            include: vec![],
            postgres: BTreeMap::new(),
            exclusion: None,
            span,
        }
    }
}

/// One part of an index.
#[derive(Clone, Debug)]
pub struct IndexPart {
    /// A column or an expression.
    pub term: IndexTerm,
    /// Descending order.
    pub descending: bool,
    /// Where NULLs stand.
    pub nulls: Option<Nulls>,
    /// Only so many leading characters.
    pub prefix: Option<Spanned<u32>>,
    /// The collation, if not the column's.
    pub collation: Option<Spanned<PerDialect<String>>>,
    /// The operator class with its options.
    pub operator_class: Option<Spanned<String>>,
    /// In an exclusion constraint, the operator by which two rows may not agree.
    pub operator: Option<Spanned<String>>,
}

impl From<IndexTerm> for IndexPart {
    fn from(term: IndexTerm) -> Self {
        IndexPart {
            term,
            descending: false,
            nulls: None,
            prefix: None,
            collation: None,
            operator_class: None,
            operator: None,
        }
    }
}

/// What an index part is over.
#[derive(Clone, Debug)]
pub enum IndexTerm {
    /// A column, by field or by column name.
    Column(Spanned<String>),
    /// SQL, by dialect.
    Expression(Spanned<PerDialect<String>>),
}
