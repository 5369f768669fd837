use super::{Aggregate, Alias, Call, Column, DerivedColumn, InValues, Seek, WindowCall};
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
    /// A column of a subquery in FROM and its like.
    Derived(DerivedColumn),
    /// A bound value.
    Bind(Value),
    /// An operator between two.
    Binary(BinaryOp, Box<(Node, Node)>),
    /// An operator on one.
    Unary(UnaryOp, Box<Node>),
    /// An aggregate.
    Aggregate(Box<Aggregate>),
    /// A window function.
    Window(Box<WindowCall>),
    /// `grouping(key)`: 1 where the key of grouping sets is left out, else 0.
    Grouping(Box<Node>),
    /// A column of the result by its position from 0, in ORDER BY and GROUP BY.
    Position(usize, Option<Kind>),
    /// All of them; none is true.
    All(Vec<Node>),
    /// Any of them; none is false.
    Any(Vec<Node>),
    /// `a IN (..)` or `(a, b) IN ((..), (..))` of bound values.
    InValues(Box<InValues>),
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
    /// A function of the engine.
    Call(Box<Call>),
    /// Whether a row stands behind a place in an order.
    Seek(Box<Seek>),
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
    IsTrue,
    IsFalse,
    /// False or NULL.
    IsNotTrue,
    /// A nullable value as a condition; written as it is.
    Nullable,
    Lower,
    Upper,
    Length,
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
    /// An operator between two.
    pub(crate) fn binary(op: BinaryOp, left: Node, right: Node) -> Node {
        Node::Binary(op, Box::new((left, right)))
    }

    /// How the result is stored, as far as binding, casting and collating depend on it.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Node::Column(column) => Some(column.meta().kind),
            Node::Derived(column) => Some(column.kind),
            Node::LinkColumn { kind, .. } => Some(*kind),
            Node::Aggregate(aggregate) => Some(aggregate.kind),
            Node::Window(call) => call.kind(),
            Node::Grouping(_) => Some(Kind::I32),
            Node::Position(_, kind) => *kind,
            Node::Bind(value) => Some(value.kind()),
            Node::Binary(op, sides) if op.is_arithmetic() => {
                sides.0.kind().or(sides.1.kind()).map(Kind::bare)
            }
            Node::Unary(UnaryOp::Negate | UnaryOp::Lower | UnaryOp::Upper, inner) => {
                inner.kind().map(Kind::bare)
            }
            Node::Unary(UnaryOp::Length, _) => Some(Kind::I64),
            Node::Coalesce(nodes) => nodes.first()?.kind(),
            Node::Scalar(query) => query.columns.first()?.kind(),
            Node::Call(call) => Some(call.kind),
            _ => Some(Kind::Bool),
        }
    }
}

impl Node {
    /// Whether it can be NULL although its type says `bool`: SQL's "unknown".
    pub(crate) fn may_be_unknown(&self) -> bool {
        match self {
            Node::Binary(op, ..) => !op.is_arithmetic() && !op.is_null_safe(),
            Node::Unary(UnaryOp::Nullable, _) => true,
            Node::Unary(op, inner) => *op == UnaryOp::Not && inner.may_be_unknown(),
            Node::All(nodes) | Node::Any(nodes) => nodes.iter().any(Node::may_be_unknown),
            Node::InValues(_)
            | Node::InQuery { .. }
            | Node::Between(..)
            | Node::Like { .. }
            | Node::Seek(_) => true,
            Node::Call(call) => call.may_be_unknown(),
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
                    | Node::InValues(_)
                    | Node::InQuery { .. }
                    | Node::Scalar(_)
                    | Node::Exists(_)
                    | Node::Seek(_)
            ) || match node {
                Node::Aggregate(aggregate) => aggregate.parameter.is_some(),
                Node::Window(call) => call.binds(),
                Node::Call(call) => call.binds(),
                _ => false,
            }
        })
    }

    /// Whether it is computed from many rows.
    pub(crate) fn has_aggregate(&self) -> bool {
        self.any(&|node| match node {
            Node::Aggregate(_) => true,
            Node::Call(call) => call.is_aggregate(),
            _ => false,
        })
    }

    /// The table it is a column of.
    pub(crate) fn table(&self) -> Option<Alias> {
        match self {
            Node::Column(column) => Some(column.alias),
            Node::Derived(column) => Some(column.alias),
            Node::LinkColumn { alias, .. } => Some(*alias),
            _ => None,
        }
    }

    /// Shows it and its parts; subqueries are parts, what is in them is not.
    pub(crate) fn each(&self, visit: &mut dyn FnMut(&Node)) {
        visit(self);
        if !self.is_leaf() {
            self.parts(&mut |part| part.each(visit));
        }
    }

    /// Whether the predicate holds for it or a part of it; subqueries are no parts.
    pub(crate) fn any(&self, predicate: &impl Fn(&Node) -> bool) -> bool {
        let mut found = predicate(self);
        if !found && !self.is_leaf() {
            self.parts(&mut |part| found = found || part.any(predicate));
        }
        found
    }

    /// Whether it has no parts, as most nodes.
    pub(crate) fn is_leaf(&self) -> bool {
        matches!(
            self,
            Node::Column(_) | Node::LinkColumn { .. } | Node::Derived(_) | Node::Bind(_)
        )
    }

    /// Its direct parts; subqueries are none.
    pub(crate) fn parts<'n>(&'n self, visit: &mut dyn FnMut(&'n Node)) {
        match self {
            Node::Binary(_, sides) => {
                visit(&sides.0);
                visit(&sides.1);
            }
            Node::Unary(_, operand) => visit(operand),
            Node::Aggregate(aggregate) => aggregate.nodes().for_each(visit),
            Node::Window(call) => call.nodes().for_each(visit),
            Node::Grouping(key) => visit(key),
            Node::All(nodes) | Node::Any(nodes) | Node::Coalesce(nodes) => {
                nodes.iter().for_each(visit);
            }
            Node::InValues(list) => list.left.iter().for_each(visit),
            Node::InQuery { left, .. } => visit(left),
            Node::Call(call) => call.arguments.iter().for_each(visit),
            Node::Between(value, low, high) => {
                visit(value);
                visit(low);
                visit(high);
            }
            Node::Like { text, pattern, .. } => {
                visit(text);
                visit(pattern);
            }
            Node::Seek(seek) => seek.terms.iter().for_each(|(term, _)| visit(&term.node)),
            Node::Column(_)
            | Node::LinkColumn { .. }
            | Node::Derived(_)
            | Node::Position(..)
            | Node::Bind(_)
            | Node::Exists(_)
            | Node::Scalar(_) => {}
        }
    }

    /// The query in it, if it has one.
    pub(crate) fn subquery(&self) -> Option<&SelectNode> {
        match self {
            Node::InQuery { query, .. } | Node::Exists(query) | Node::Scalar(query) => Some(query),
            _ => None,
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
