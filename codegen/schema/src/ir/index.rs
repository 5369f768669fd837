use std::collections::BTreeMap;

use super::{ColumnId, PerDialect, Timing};

/// An index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The index's name.
    pub name: String,
    /// What it is over.
    pub parts: Vec<IndexPart>,
    /// Whether equal entries are refused.
    pub unique: bool,
    /// Whether two NULLs count as equal (`NULLS NOT DISTINCT`).
    pub nulls_equal: bool,
    /// The condition of a partial index, as SQL.
    pub predicate: Option<PerDialect<String>>,
    /// Access method (`gin`, `hash`, `fulltext` ...).
    pub method: Option<PerDialect<String>>,
    /// Columns stored in the index but not searched.
    pub include: Vec<ColumnId>,
    /// PostgreSQL: storage parameters of `WITH (..)`.
    pub postgres: BTreeMap<String, String>,
    /// Set for an exclusion constraint (PostgreSQL): no two rows may agree in all parts, each by its
    /// operator. Such a constraint is an index with operators, and stands behind the others.
    pub exclusion: Option<Timing>,
}

/// One part of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexPart {
    /// A column or an expression.
    pub term: IndexTerm,
    /// Descending order.
    pub descending: bool,
    /// Where NULLs stand, if not where the engine puts them (PostgreSQL).
    pub nulls: Option<Nulls>,
    /// Only so many leading characters (MySQL).
    pub prefix: Option<u32>,
    /// The collation, if not the column's.
    pub collation: Option<PerDialect<String>>,
    /// The operator class with its options (PostgreSQL), as SQL.
    pub operator_class: Option<String>,
    /// In an exclusion constraint, and only there: the operator by which two rows may not agree.
    pub operator: Option<String>,
}

impl From<IndexTerm> for IndexPart {
    /// As the engine takes a part of which nothing else is said.
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

impl IndexPart {
    /// Whether nothing is said but what it is over.
    pub fn is_plain(&self) -> bool {
        *self == IndexPart::from(self.term.clone())
    }
}

/// What an index part is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexTerm {
    /// A column.
    Column(ColumnId),
    /// SQL text.
    Expression(PerDialect<String>),
}

/// Where NULLs stand among the entries of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nulls {
    /// Before all values.
    First,
    /// After all values.
    Last,
}

impl Nulls {
    /// Where PostgreSQL puts them by itself.
    pub fn usual(descending: bool) -> Nulls {
        match descending {
            true => Nulls::First,
            false => Nulls::Last,
        }
    }
}
