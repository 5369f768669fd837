use super::{Name, SqlText};
use crate::ir::{Nulls, Timing};
use crate::source::Span;

#[derive(Clone, Debug)]
pub(in crate::ddl) struct Index {
    pub(in crate::ddl) name: Option<Name>,
    pub(in crate::ddl) parts: Vec<IndexPart>,
    pub(in crate::ddl) unique: bool,
    pub(in crate::ddl) nulls_equal: bool,
    pub(in crate::ddl) predicate: Option<SqlText>,
    pub(in crate::ddl) method: Option<String>,
    pub(in crate::ddl) include: Vec<Name>,
    /// PostgreSQL's `WITH (..)`.
    pub(in crate::ddl) options: Vec<(String, String)>,
    /// Set for an exclusion constraint.
    pub(in crate::ddl) exclusion: Option<Timing>,
    pub(in crate::ddl) span: Span,
}

impl Index {
    pub(in crate::ddl) fn new(name: Option<Name>, parts: Vec<IndexPart>, span: Span) -> Self {
        Index {
            name,
            parts,
            unique: false,
            nulls_equal: false,
            predicate: None,
            method: None,
            include: vec![],
            options: vec![],
            exclusion: None,
            span,
        }
    }
}

#[derive(Clone, Debug)]
pub(in crate::ddl) struct IndexPart {
    pub(in crate::ddl) term: IndexTerm,
    pub(in crate::ddl) descending: bool,
    pub(in crate::ddl) nulls: Option<Nulls>,
    pub(in crate::ddl) prefix: Option<u32>,
    pub(in crate::ddl) collation: Option<String>,
    pub(in crate::ddl) operator_class: Option<String>,
    pub(in crate::ddl) operator: Option<String>,
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

#[derive(Clone, Debug)]
pub(in crate::ddl) enum IndexTerm {
    Column(Name),
    Expression(SqlText),
}
