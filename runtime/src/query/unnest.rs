use std::marker::PhantomData;

use super::values::ValueCell;
use super::{RowSource, RowsNode, Tuple};
use crate::expr::{DerivedColumn, Expr, List, Node, Nullness};
use crate::value::{Scalar, SqlType, Value};

/// One row for each value of a list: see [`unnest`].
#[derive(Clone, Debug)]
pub struct Unnest<T> {
    values: Vec<Value>,
    value: PhantomData<fn() -> T>,
}

/// One row for each value of a list, which travels as one parameter, however long it is. Where
/// the engine can't take values of their kind like that, it is as [`values`](super::values()).
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{from, unnest};
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// // Those of the ids that no user has.
/// let query = from(unnest([1, 2, 7_i64]))
///     .filter(|id| !exists(User::select().filter(move |u| u.id.eq(id))));
/// # assert_eq!(query.all(&db).await?, [7]);
/// # Ok(()) }
/// ```
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL | `unnest($1) AS "list" ("value")` |
/// | SQLite | `(SELECT value FROM json_each(?)) AS "list"` |
/// | MySQL, MariaDB | ``JSON_TABLE(?, '$[*]' COLUMNS (`value` BIGINT PATH '$')) AS `list` ``, of integers |
pub fn unnest<T: ValueCell>(values: impl IntoIterator<Item = T>) -> Unnest<T::Type> {
    Unnest {
        values: values.into_iter().map(ValueCell::into_cell).collect(),
        value: PhantomData,
    }
}

impl<T: SqlType> RowSource for Unnest<T> {
    type Project = Expr<T, DerivedColumn>;
    type Output = Tuple<Self::Project>;

    fn rows(self) -> RowsNode {
        RowsNode::Unnest {
            kind: T::Base::KIND,
            values: self.values,
        }
    }
}

/// One row for each element of an array: see [`Expr::unnest`].
#[derive(Clone, Debug)]
pub struct Elements<E> {
    list: Node,
    element: PhantomData<fn() -> E>,
}

impl<T: Nullness, N: Into<Node>> Expr<T, N> {
    /// One row for each element of the array; of NULL, as of an empty one, there is none. For
    /// [`join_lateral`](crate::Select::join_lateral), or as the source of a subquery.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `JOIN unnest("events"."labels") AS "list" ("value") ON TRUE` |
    /// | SQLite | `JOIN json_each("events"."labels") AS "list" ON TRUE` |
    /// | MySQL, MariaDB | ``JOIN JSON_TABLE(`events`.`labels`, '$[*]' COLUMNS (`value` LONGTEXT PATH '$')) AS `list` ON TRUE`` |
    pub fn unnest(self) -> Elements<<T::Base as List>::Element>
    where
        T::Base: List,
    {
        Elements {
            list: self.node.into(),
            element: PhantomData,
        }
    }
}

impl<E: Scalar> RowSource for Elements<E> {
    type Project = Expr<E, DerivedColumn>;
    type Output = Tuple<Self::Project>;

    fn rows(self) -> RowsNode {
        RowsNode::Elements {
            list: self.list,
            kind: E::KIND,
        }
    }
}
