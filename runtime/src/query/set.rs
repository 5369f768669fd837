use super::source::{place, query};
use super::{Columns, ItemOf, Project, RowSource, RowsNode, Scope, Select, SelectNode};

/// Two queries whose rows become those of one.
#[derive(Clone, Debug, PartialEq)]
pub struct SetNode {
    /// How.
    pub operator: SetOperator,
    /// Equal rows stay apart: `UNION ALL`.
    pub all: bool,
    /// The query before the operator.
    pub left: SelectNode,
    /// The query behind it.
    pub right: SelectNode,
}

/// An operator between queries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOperator {
    /// The rows of either.
    Union,
    /// The rows of both.
    Intersect,
    /// The rows of the first that are not in the second.
    Except,
}

/// Rows of the same types: what the queries of a set operation, or of a recursion, must have.
#[diagnostic::on_unimplemented(
    message = "one query has rows of `{T}`, the other one has rows of `{Self}`",
    label = "the rows of both must have the same types",
    note = "a nullable column is another type: `.or_value(..)` on one side, or `nullif` on the other, makes them equal"
)]
pub trait SameRow<T> {}

impl<T> SameRow<T> for T {}

pub(super) type RowOf<R> = <<R as RowSource>::Project as Project>::Row;

/// What a query of a set's rows is.
type Combined<S, O> = Select<ItemOf<Select<S, O>>, <Select<S, O> as RowSource>::Output>;

/// Set operations, on projections and on models. The other query must have rows of the same
/// type.
///
/// What follows is about the result as a whole, whose columns closures get as they were
/// selected: `a.union(b).order_by(|row| row.0).limit(10)`. An `order_by` or `limit` of one of the
/// queries stays its own.
impl<S: Scope, O> Select<S, O>
where
    Self: RowSource,
{
    /// `UNION`: the rows of either query, each once.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # fn main() {
    /// let names = User::select().select(|u| u.name);
    /// let query = names.union(Post::select().select(|p| p.title)).order_by(|name| name);
    /// // SELECT "users"."name" FROM "users" UNION SELECT "posts"."title" FROM "posts" ORDER BY 1
    /// # let sql = r#"SELECT "users"."name" FROM "users" UNION SELECT "posts"."title" FROM "posts" ORDER BY 1"#;
    /// # assert_eq!(postgres(&query), sql);
    /// # }
    /// ```
    pub fn union<R>(self, other: R) -> Combined<S, O>
    where
        R: RowSource,
        RowOf<R>: SameRow<RowOf<Self>>,
    {
        self.combine(SetOperator::Union, false, other)
    }

    /// `UNION ALL`: the rows of both queries.
    pub fn union_all<R>(self, other: R) -> Combined<S, O>
    where
        R: RowSource,
        RowOf<R>: SameRow<RowOf<Self>>,
    {
        self.combine(SetOperator::Union, true, other)
    }

    /// `INTERSECT`: the rows that both queries have, each once.
    pub fn intersect<R>(self, other: R) -> Combined<S, O>
    where
        R: RowSource,
        RowOf<R>: SameRow<RowOf<Self>>,
    {
        self.combine(SetOperator::Intersect, false, other)
    }

    /// `INTERSECT ALL`: a row comes as often as the query that has it less often has it. SQLite
    /// has none.
    pub fn intersect_all<R>(self, other: R) -> Combined<S, O>
    where
        R: RowSource,
        RowOf<R>: SameRow<RowOf<Self>>,
    {
        self.combine(SetOperator::Intersect, true, other)
    }

    /// `EXCEPT`: the rows of this query that the other one does not have, each once.
    pub fn except<R>(self, other: R) -> Combined<S, O>
    where
        R: RowSource,
        RowOf<R>: SameRow<RowOf<Self>>,
    {
        self.combine(SetOperator::Except, false, other)
    }

    /// `EXCEPT ALL`: each row of the other query takes one of this query away. SQLite has none.
    pub fn except_all<R>(self, other: R) -> Combined<S, O>
    where
        R: RowSource,
        RowOf<R>: SameRow<RowOf<Self>>,
    {
        self.combine(SetOperator::Except, true, other)
    }

    fn combine<R: RowSource>(self, operator: SetOperator, all: bool, other: R) -> Combined<S, O> {
        let set = SetNode {
            operator,
            all,
            left: query(self),
            right: query(other),
        };
        let rows = RowsNode::Set(Box::new(set));
        let (table, columns) = place::<<Self as RowSource>::Project>(rows, false);
        let mut ast = Box::new(SelectNode {
            from: Some(table),
            ..SelectNode::default()
        });
        columns.push_columns(&mut ast.columns);
        Select {
            ast,
            scope: columns.item(),
            output: <Self as RowSource>::Output::default(),
        }
    }
}
