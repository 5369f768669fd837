use std::marker::PhantomData;

use super::{BinaryOp, Call, Expr, Function, InValues, Literal, Node, Operand, Ordered, Part};
use crate::query::{Select, SelectNode, Tuple};
use crate::value::{Kind, Scalar, SqlType, Value};

/// Several expressions as one value: `row((p.author_id, p.id))`.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::row;
/// # fn main() {
/// let query = Post::select().filter(|p| row((p.author_id, p.id)).gt((1, 20)));
/// // .. WHERE ("posts"."author_id", "posts"."id") > ($1, $2)
/// # assert!(postgres(&query).ends_with(r#"WHERE ("posts"."author_id", "posts"."id") > ($1, $2)"#));
/// # }
/// ```
pub fn row<R: Cells>(cells: R) -> Row<R::Types, R::Rows> {
    let (mut nodes, mut kinds) = (vec![], vec![]);
    cells.push(&mut nodes, &mut kinds);
    Row {
        nodes,
        kinds,
        types: PhantomData,
    }
}

/// Several expressions as one value; made by [`row`].
#[derive(Clone, Debug)]
#[must_use = "a row is compared with another"]
pub struct Row<T, C = Node> {
    nodes: Vec<Node>,
    kinds: Vec<Kind>,
    types: PhantomData<fn() -> (T, C)>,
}

/// What [`row`] takes: a tuple of two to six expressions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row",
    label = "expected a tuple of two to six columns or expressions"
)]
pub trait Cells {
    /// The types of the cells, without `Option`.
    type Types;
    /// Whose rows they are about, as in [`Part::Computed`].
    type Rows: Part;
    /// Appends the cells and their kinds.
    #[doc(hidden)]
    fn push(self, nodes: &mut Vec<Node>, kinds: &mut Vec<Kind>);
}

/// The other side of a comparison of rows whose cells have the types `T`: a tuple of values and
/// expressions, or another row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be compared with a row of `{T}`",
    label = "expected a tuple of values and expressions of these types"
)]
pub trait RowOperand<T, C = Node> {
    /// What it is made of.
    #[doc(hidden)]
    fn cells(self) -> Vec<Node>;
}

/// Where `.in_(..)` looks for a row of `T`: an iterator of tuples, or a SELECT of as many columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of rows of `{T}`",
    label = "expected an iterator of tuples or a SELECT of as many columns"
)]
pub trait RowsWithin<T> {
    /// The rows, or the query.
    #[doc(hidden)]
    fn within(self) -> Result<Vec<Vec<Value>>, Box<SelectNode>>;
}

/// A tuple of values for a row of `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a row of `{T}`",
    label = "expected a tuple of values of these types"
)]
pub trait RowLiteral<T> {
    /// The values.
    #[doc(hidden)]
    fn values(self) -> Vec<Value>;
}

impl<T, C> RowOperand<T, C> for Row<T, C> {
    fn cells(self) -> Vec<Node> {
        self.nodes
    }
}

impl<T, I> RowsWithin<T> for I
where
    I: IntoIterator,
    I::Item: RowLiteral<T>,
{
    fn within(self) -> Result<Vec<Vec<Value>>, Box<SelectNode>> {
        Ok(self.into_iter().map(RowLiteral::values).collect())
    }
}

impl<T, C: Part> Row<T, C> {
    /// The cells.
    pub(super) fn into_nodes(self) -> Vec<Node> {
        self.nodes
    }

    fn node(self) -> Node {
        // A row has no type of its own; nothing asks for it.
        Call::node(Function::Row, self.nodes, Kind::Bool)
    }

    fn compare(self, op: BinaryOp, other: Vec<Node>) -> Expr<bool, C::Computed> {
        let other = Call::node(Function::Row, other, Kind::Bool);
        let node = Node::binary(op, self.node(), other);
        Expr::new(C::computed(node))
    }

    /// `(a, b) = (c, d)`: all cells are equal.
    pub fn eq(self, other: impl RowOperand<T, C>) -> Expr<bool, C::Computed> {
        self.compare(BinaryOp::Eq, other.cells())
    }

    /// `(a, b) <> (c, d)`: some cells differ.
    pub fn ne(self, other: impl RowOperand<T, C>) -> Expr<bool, C::Computed> {
        self.compare(BinaryOp::Ne, other.cells())
    }

    /// `(a, b) < (c, d)`: the first cells that differ decide.
    pub fn lt(self, other: impl RowOperand<T, C>) -> Expr<bool, C::Computed>
    where
        T: OrderedCells,
    {
        self.compare(BinaryOp::Lt, other.cells())
    }

    /// `(a, b) <= (c, d)`
    pub fn le(self, other: impl RowOperand<T, C>) -> Expr<bool, C::Computed>
    where
        T: OrderedCells,
    {
        self.compare(BinaryOp::Le, other.cells())
    }

    /// `(a, b) > (c, d)`
    pub fn gt(self, other: impl RowOperand<T, C>) -> Expr<bool, C::Computed>
    where
        T: OrderedCells,
    {
        self.compare(BinaryOp::Gt, other.cells())
    }

    /// `(a, b) >= (c, d)`
    pub fn ge(self, other: impl RowOperand<T, C>) -> Expr<bool, C::Computed>
    where
        T: OrderedCells,
    {
        self.compare(BinaryOp::Ge, other.cells())
    }

    /// `(a, b) IN ((c, d), ..)`: an iterator of tuples or a SELECT of as many columns. No row is
    /// in an empty list.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `(a, b) IN (SELECT * FROM unnest($1, $2))` |
    /// | SQLite | `(a, b) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))` |
    /// | MySQL | `(a, b) IN ((?, ?), (?, ?))` |
    pub fn in_(self, rows: impl RowsWithin<T>) -> Expr<bool, C::Computed> {
        self.membership(rows.within(), false)
    }

    /// `(a, b) NOT IN ((c, d), ..)`; every row is outside of an empty list.
    pub fn not_in<I>(self, rows: I) -> Expr<bool, C::Computed>
    where
        I: IntoIterator,
        I::Item: RowLiteral<T>,
    {
        self.membership(RowsWithin::within(rows), true)
    }

    fn membership(
        self,
        rows: Result<Vec<Vec<Value>>, Box<SelectNode>>,
        negated: bool,
    ) -> Expr<bool, C::Computed> {
        let node = match rows {
            Ok(rows) => Node::InValues(Box::new(InValues {
                left: self.nodes,
                kinds: self.kinds,
                rows,
                negated,
            })),
            Err(query) => Node::InQuery {
                left: Box::new(self.node()),
                query,
                negated,
            },
        };
        Expr::new(C::computed(node))
    }
}

/// The types of a row's cells, all of which have an order.
#[diagnostic::on_unimplemented(
    message = "rows of `{Self}` have no order",
    label = "one of the cells has values without an order"
)]
pub trait OrderedCells {}

macro_rules! rows {
    ($(($($cell:ident $part:ident $other:ident $at:tt),+))*) => {$(
        impl<$($cell: SqlType, $part: Part<Computed = Rows>,)+ Rows> Cells for ($(Expr<$cell, $part>,)+)
        where
            Rows: Part<Computed = Rows>,
        {
            type Types = ($($cell::Base,)+);
            type Rows = Rows;

            fn push(self, nodes: &mut Vec<Node>, kinds: &mut Vec<Kind>) {
                $(
                    let node = self.$at.node.into_node();
                    kinds.push(node.kind().unwrap_or($cell::Base::KIND));
                    nodes.push(node);
                )+
            }
        }

        impl<C, $($cell, $other: Operand<$cell, C>),+> RowOperand<($($cell,)+), C> for ($($other,)+) {
            fn cells(self) -> Vec<Node> {
                vec![$(self.$at.operand()),+]
            }
        }

        impl<$($cell, $other: Literal<$cell>),+> RowLiteral<($($cell,)+)> for ($($other,)+) {
            fn values(self) -> Vec<Value> {
                vec![$(self.$at.literal()),+]
            }
        }

        impl<$($cell: Ordered),+> OrderedCells for ($($cell,)+) {}

        impl<S, $($cell: Scalar, $other: SqlType<Base = $cell>, $part: Into<Node>),+>
            RowsWithin<($($cell,)+)> for Select<S, Tuple<($(Expr<$other, $part>,)+)>>
        {
            fn within(self) -> Result<Vec<Vec<Value>>, Box<SelectNode>> {
                Err(self.ast)
            }
        }
    )*};
}

rows! {
    (A N1 O1 0, B N2 O2 1)
    (A N1 O1 0, B N2 O2 1, D N3 O3 2)
    (A N1 O1 0, B N2 O2 1, D N3 O3 2, E N4 O4 3)
    (A N1 O1 0, B N2 O2 1, D N3 O3 2, E N4 O4 3, F N5 O5 4)
    (A N1 O1 0, B N2 O2 1, D N3 O3 2, E N4 O4 3, F N5 O5 4, G N6 O6 5)
}
