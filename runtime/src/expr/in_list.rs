use super::{Expr, Literal, Node, Part, alike};
use crate::query::{Select, SelectNode, Tuple};
use crate::value::{Kind, Scalar, SqlType, Value};

/// Where `.in_(..)` looks for a value of type `T`: an array, a `Vec`, a slice, any iterator of
/// values, or a SELECT of one column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of values of type `{T}`",
    label = "expected an iterator of values or a SELECT of one column"
)]
pub trait Within<T> {
    /// The values or the query.
    #[doc(hidden)]
    fn within(self) -> Members;
}

/// `a IN (..)` or `(a, b) IN ((..), (..))` of bound values.
#[derive(Clone, Debug, PartialEq)]
pub struct InValues {
    /// What is looked for: one node for each column of a row.
    pub left: Vec<Node>,
    /// The kinds of the columns.
    pub kinds: Vec<Kind>,
    /// The rows, all as long as `left`.
    pub rows: Vec<Vec<Value>>,
    /// `NOT IN`.
    pub negated: bool,
}

/// The right side of an `IN`.
#[doc(hidden)]
#[derive(Debug)]
pub enum Members {
    Values(Vec<Value>),
    Query(Box<SelectNode>),
}

impl<T, I> Within<T> for I
where
    I: IntoIterator,
    I::Item: Literal<T>,
{
    fn within(self) -> Members {
        Members::Values(self.into_iter().map(Literal::literal).collect())
    }
}

impl<T, S, N: Into<Node>> Within<T> for Select<S, Tuple<Expr<T, N>>> {
    fn within(self) -> Members {
        Members::Query(self.ast)
    }
}

/// A NULL in it only means that it does not match.
impl<T, S, N: Into<Node>> Within<T> for Select<S, Tuple<Expr<Option<T>, N>>> {
    fn within(self) -> Members {
        Members::Query(self.ast)
    }
}

/// Where `.not_in(..)` looks: as [`Within`], but nothing that may hold NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold NULL, and `NOT IN` is never true then",
    label = "expected values of type `{T}` that are not NULL",
    note = "select `column.or_value(..)`, or write the condition with `exists(..)`"
)]
pub trait Without<T>: Within<T> {}

impl<T, I> Without<T> for I
where
    I: IntoIterator,
    I::Item: Literal<T>,
{
}

impl<T, S, N: Into<Node>> Without<T> for Select<S, Tuple<Expr<T, N>>> {}

impl<T: SqlType, N: Part> Expr<T, N> {
    /// `self IN (..)`: an iterator of values or a SELECT of one column.
    ///
    /// An empty list is false, and no list is too long for the bind limit of PostgreSQL and, for
    /// integers and text, of SQLite: it travels as one parameter.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `"users"."id" = ANY($1)` |
    /// | SQLite | `"users"."id" IN (SELECT value FROM json_each(?))` |
    /// | MySQL | `` `users`.`id` IN (?, ?, ?) `` |
    pub fn in_(self, list: impl Within<T::Base>) -> Expr<bool, N::Computed> {
        Self::computed(membership::<T::Base>(
            self.node.into_node(),
            list.within(),
            false,
        ))
    }

    /// `self NOT IN (..)`; an empty list is true.
    ///
    /// With a SELECT it would never be true as soon as that returns a NULL: a nullable column is
    /// therefore not accepted there.
    pub fn not_in(self, list: impl Without<T::Base>) -> Expr<bool, N::Computed> {
        Self::computed(membership::<T::Base>(
            self.node.into_node(),
            list.within(),
            true,
        ))
    }
}

fn membership<T: Scalar>(left: Node, members: Members, negated: bool) -> Node {
    let [left] = alike([left]);
    match members {
        Members::Values(values) => Node::InValues(Box::new(InValues {
            kinds: vec![left.kind().unwrap_or(T::KIND)],
            left: vec![left],
            rows: values.into_iter().map(|value| vec![value]).collect(),
            negated,
        })),
        Members::Query(mut query) if left.is_folded() => {
            query.columns = query.columns.into_iter().map(Node::folded).collect();
            Node::InQuery {
                left: Box::new(left),
                query,
                negated,
            }
        }
        Members::Query(query) => Node::InQuery {
            left: Box::new(left),
            query,
            negated,
        },
    }
}
