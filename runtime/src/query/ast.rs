use crate::expr::{Alias, Node, OrderNode};
use crate::model::TableMeta;

/// A SELECT without types: what the writer writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectNode {
    /// `DISTINCT`.
    pub distinct: bool,
    /// The columns of the result. Empty means `1`, for EXISTS.
    pub columns: Vec<Node>,
    /// The first table; more tables stand in `joins`.
    pub from: Option<TableRef>,
    /// Joined tables.
    pub joins: Vec<JoinNode>,
    /// Conditions, all of which must hold.
    pub filter: Vec<Node>,
    /// `GROUP BY`.
    pub group: Vec<Node>,
    /// `HAVING`, all of which must hold.
    pub having: Vec<Node>,
    /// `ORDER BY`.
    pub order: Vec<OrderNode>,
    /// `LIMIT`.
    pub limit: Option<u64>,
    /// `OFFSET`.
    pub offset: Option<u64>,
    /// At most so many rows for each group of equal values.
    pub per_group: Option<PerGroup>,
}

/// A limit for each group: `row_number() OVER (PARTITION BY .. ORDER BY ..) <= limit`.
///
/// The numbering follows the statement's `order` without the leading terms equal to `by`.
#[derive(Clone, Debug, PartialEq)]
pub struct PerGroup {
    /// What makes a group.
    pub by: Vec<Node>,
    /// How many rows of each.
    pub limit: u64,
    /// How many rows of each are passed over first.
    pub offset: u64,
}

/// A table of a query under its alias.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRef {
    /// The name it goes by.
    pub alias: Alias,
    /// What it is.
    pub source: Source,
}

/// What stands in a FROM.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A table.
    Table(TableMeta),
    /// A subquery.
    Query(Box<SelectNode>),
}

/// A joined table.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinNode {
    /// How.
    pub kind: JoinKind,
    /// The table.
    pub table: TableRef,
    /// On what.
    pub on: Node,
}

/// How a table is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinKind {
    /// `JOIN`
    Inner,
    /// `LEFT JOIN`
    Left,
}
