use super::{Grouping, LockNode, Options, RowsNode, Sample};
use crate::expr::{Alias, DerivedColumn, Node, OrderNode};
use crate::model::TableMeta;
use crate::rules::Lift;

/// A SELECT without types: what the writer writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelectNode {
    /// `DISTINCT`.
    pub distinct: bool,
    /// The columns of the result. Empty means `1`, for EXISTS.
    pub columns: Vec<Node>,
    /// The first table; more tables stand in `joins`.
    pub from: Option<TableRef>,
    /// Only some rows of the first table.
    pub sample: Option<Sample>,
    /// Joined tables.
    pub joins: Vec<JoinNode>,
    /// Conditions, all of which must hold.
    pub filter: Vec<Node>,
    /// `GROUP BY`.
    pub group: Vec<Node>,
    /// How those keys make groups.
    pub grouping: Grouping,
    /// `HAVING`, all of which must hold.
    pub having: Vec<Node>,
    /// `ORDER BY`.
    pub order: Vec<OrderNode>,
    /// `LIMIT`.
    pub limit: Option<u64>,
    /// Rows that are equal to the last one within the limit, as far as `order` sees, come too.
    pub with_ties: bool,
    /// `OFFSET`.
    pub offset: Option<u64>,
    /// At most so many rows for each group of equal values.
    pub per_group: Option<PerGroup>,
    /// `DISTINCT ON`: the first row, as `order` says, of each group of equal values.
    pub distinct_on: Vec<Node>,
    /// `FOR UPDATE` and its like.
    pub lock: Option<LockNode>,
    /// What is said about the statement beside that.
    pub options: Option<Box<Options>>,
    /// The deferred columns of the first table that are read with its rows.
    pub undeferred: Vec<u16>,
    /// The scopes of its tables that it does without, in what stands in it, too.
    pub lifted: Vec<Lift>,
}

impl SelectNode {
    /// All columns of what is no table.
    pub(crate) fn all(rows: RowsNode) -> Self {
        let alias = Alias::fresh();
        let column = |(at, kind)| Node::Derived(DerivedColumn { alias, at, kind });
        SelectNode {
            columns: (0..).zip(rows.kinds()).map(column).collect(),
            from: Some(TableRef {
                alias,
                source: Source::Rows(Box::new(DerivedNode {
                    rows,
                    parts: vec![],
                    lateral: false,
                })),
            }),
            ..SelectNode::default()
        }
    }

    /// Its tables, in the order of the FROM.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &TableRef> {
        let joined = self.joins.iter().map(|join| &join.table);
        self.from.iter().chain(joined)
    }

    /// Whether it cuts its rows off somewhere, so that their order decides which there are.
    pub(crate) fn is_cut(&self) -> bool {
        self.limit.is_some()
            || self.offset.is_some()
            || self.per_group.is_some()
            || !self.distinct_on.is_empty()
    }

    /// At most so many rows.
    pub(crate) fn at_most(&mut self, rows: u64) {
        self.with_ties = false;
        self.limit = Some(self.limit.map_or(rows, |limit| limit.min(rows)));
    }
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

impl TableRef {
    /// Whether it is a table, and so has no row twice.
    pub(crate) fn is_table(&self) -> bool {
        matches!(&self.source, Source::Table(meta) if meta.rows.is_none())
    }
}

/// What stands in a FROM.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// A table.
    Table(TableMeta),
    /// Rows that are no table's: a subquery, a CTE, a list of values.
    Rows(Box<DerivedNode>),
    /// Tables joined among themselves before the query joins them.
    Joined(Box<TableRef>, Vec<JoinNode>),
}

/// A source whose columns are known by position.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedNode {
    /// Its rows.
    pub rows: RowsNode,
    /// Whole tables among its columns: by which alias, and at which column they begin.
    pub parts: Vec<(Alias, u16)>,
    /// `LATERAL`: it may use columns of the tables before it.
    pub lateral: bool,
}

impl Source {
    /// A subquery of which no column is used.
    pub(crate) fn query(query: SelectNode) -> Self {
        Source::Rows(Box::new(DerivedNode {
            rows: RowsNode::Query(Box::new(query)),
            parts: vec![],
            lateral: false,
        }))
    }
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
    /// `RIGHT JOIN`
    Right,
    /// `FULL JOIN`
    Full,
    /// `CROSS JOIN`; it has no condition.
    Cross,
}
