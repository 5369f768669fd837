use super::{Alias, Column};
use crate::query::SelectNode;
use crate::value::{Kind, Value};

/// What an expression is made of.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Node {
    /// A column.
    Column(Column),
    /// A column of a table that has no model: the link table of a many-to-many.
    LinkColumn {
        /// The table.
        alias: Alias,
        /// The column.
        name: &'static str,
        /// How it is stored.
        kind: Kind,
    },
    /// A bound value.
    Bind(Value),
    /// An operator between two.
    Binary(BinaryOp, Box<Node>, Box<Node>),
    /// An operator on one.
    Unary(UnaryOp, Box<Node>),
    /// An aggregate; without an argument `count(*)`.
    Aggregate {
        /// Which.
        function: AggregateFn,
        /// Of what.
        argument: Option<Box<Node>>,
        /// Of different values only.
        distinct: bool,
        /// The type it must come back as, where the engine would choose another.
        kind: Kind,
    },
    /// All of them; none is true.
    All(Vec<Node>),
    /// Any of them; none is false.
    Any(Vec<Node>),
    /// `a IN (..)` or `(a, b) IN ((..), (..))` of bound values; each inner vector is a row.
    InValues {
        /// What is looked for: one node for each column of a row.
        left: Vec<Node>,
        /// The kinds of the columns.
        kinds: Vec<Kind>,
        /// The rows, all as long as `left`.
        rows: Vec<Vec<Value>>,
        /// `NOT IN`.
        negated: bool,
    },
    /// `a IN (SELECT ..)`.
    InQuery {
        /// What is looked for.
        left: Box<Node>,
        /// Where.
        query: Box<SelectNode>,
        /// `NOT IN`.
        negated: bool,
    },
    /// `coalesce(a, b, ..)`
    Coalesce(Vec<Node>),
    /// `EXISTS (SELECT ..)`.
    Exists(Box<SelectNode>),
    /// A subquery of one column and at most one row.
    Scalar(Box<SelectNode>),
    /// `a BETWEEN b AND c`.
    Between(Box<Node>, Box<Node>, Box<Node>),
    /// `a LIKE b ESCAPE '!'`; the pattern is escaped with `!` where it came from a value.
    Like {
        /// The text.
        text: Box<Node>,
        /// The pattern.
        pattern: Box<Node>,
        /// Without regard to case.
        insensitive: bool,
    },
}

/// An operator between two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the SQL operators
pub enum BinaryOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
    Add,
    Sub,
    Mul,
    Div,
    /// NULL-safe equality.
    IsNotDistinctFrom,
    /// NULL-safe inequality.
    IsDistinctFrom,
}

/// An operator on one expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the SQL operators
pub enum UnaryOp {
    Not,
    Negate,
    IsNull,
    IsNotNull,
    /// False or NULL.
    IsNotTrue,
    Lower,
    Upper,
    Length,
}

/// An aggregate function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the SQL functions
pub enum AggregateFn {
    Count,
    Sum,
    Avg,
    Min,
    Max,
}

/// One term of an ORDER BY.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderNode {
    /// By what.
    pub node: Node,
    /// Descending.
    pub descending: bool,
    /// Where NULLs go, if not where the engine puts them.
    pub nulls_first: Option<bool>,
}

impl From<Column> for Node {
    fn from(column: Column) -> Self {
        Node::Column(column)
    }
}

impl Node {
    /// How the result is stored, as far as binding, casting and collating depend on it.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Node::Column(column) => Some(column.meta().kind),
            Node::LinkColumn { kind, .. } | Node::Aggregate { kind, .. } => Some(*kind),
            Node::Bind(value) => Some(value.kind()),
            Node::Binary(op, left, right) if op.is_arithmetic() => left.kind().or(right.kind()),
            Node::Unary(UnaryOp::Negate | UnaryOp::Lower | UnaryOp::Upper, inner) => inner.kind(),
            Node::Unary(UnaryOp::Length, _) => Some(Kind::I64),
            Node::Coalesce(nodes) => nodes.first()?.kind(),
            Node::Scalar(query) => query.columns.first()?.kind(),
            _ => Some(Kind::Bool),
        }
    }
}

impl Node {
    /// Whether it can be NULL although its type says `bool`: SQL's "unknown".
    pub(crate) fn may_be_unknown(&self) -> bool {
        match self {
            Node::Binary(op, ..) => !op.is_arithmetic() && !op.is_null_safe(),
            Node::Unary(op, inner) => *op == UnaryOp::Not && inner.may_be_unknown(),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::may_be_unknown),
            Node::InValues { .. }
            | Node::InQuery { .. }
            | Node::Between(..)
            | Node::Like { .. } => true,
            _ => false,
        }
    }

    /// Whether it is a value other than zero.
    pub(crate) fn is_nonzero(&self) -> bool {
        match self {
            Node::Bind(Value::I16(n)) => *n != 0,
            Node::Bind(Value::I32(n)) => *n != 0,
            Node::Bind(Value::I64(n)) => *n != 0,
            Node::Bind(Value::U64(n)) => *n != 0,
            Node::Bind(Value::F32(n)) => *n != 0.0,
            Node::Bind(Value::F64(n)) => *n != 0.0,
            Node::Bind(Value::Decimal(n)) => !n.is_zero(),
            _ => false,
        }
    }

    /// Whether it may bind values.
    pub(crate) fn has_binds(&self) -> bool {
        self.any(&|node| {
            matches!(
                node,
                Node::Bind(_)
                    | Node::InValues { .. }
                    | Node::InQuery { .. }
                    | Node::Scalar(_)
                    | Node::Exists(_)
            )
        })
    }

    /// Whether it is computed from many rows.
    pub(crate) fn has_aggregate(&self) -> bool {
        self.any(&|node| matches!(node, Node::Aggregate { .. }))
    }

    /// Whether the predicate holds for it or a part of it; subqueries are no parts.
    fn any(&self, predicate: &impl Fn(&Node) -> bool) -> bool {
        let inside = |node: &Node| node.any(predicate);
        predicate(self)
            || match self {
                Node::Binary(_, left, right) => inside(left) || inside(right),
                Node::Unary(_, operand) => inside(operand),
                Node::Aggregate { argument, .. } => argument.as_deref().is_some_and(inside),
                Node::All(nodes) | Node::Any(nodes) | Node::Coalesce(nodes) => {
                    nodes.iter().any(inside)
                }
                Node::InValues { left, .. } => left.iter().any(inside),
                Node::InQuery { left, .. } => inside(left),
                Node::Between(value, low, high) => inside(value) || inside(low) || inside(high),
                Node::Like { text, pattern, .. } => inside(text) || inside(pattern),
                Node::Column(_)
                | Node::LinkColumn { .. }
                | Node::Bind(_)
                | Node::Exists(_)
                | Node::Scalar(_) => false,
            }
    }
}

impl BinaryOp {
    fn is_null_safe(self) -> bool {
        matches!(self, Self::IsDistinctFrom | Self::IsNotDistinctFrom)
    }

    pub(crate) fn is_arithmetic(self) -> bool {
        matches!(self, Self::Add | Self::Sub | Self::Mul | Self::Div)
    }
}
