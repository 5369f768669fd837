//! Aggregates: one value computed from many rows.

mod clause;
mod extreme;
mod list;
mod node;
mod number;
mod percentile;

pub use extreme::Extreme;
pub use node::{Aggregate, AggregateFn, Aggregated};
pub use number::Summed;

use super::{Condition, Expr, Part};
use crate::value::{Kind, SqlType};

/// `count(*)`: the rows of the query or of a group.
pub fn count() -> Expr<i64, Aggregated> {
    Expr::new(Aggregated::new(Aggregate::new(
        AggregateFn::Count,
        None,
        Kind::I64,
    )))
}

/// `count(*) FILTER (WHERE condition)`: the rows for which it holds.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{count, count_if};
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let counts = Post::select()
///     .group_by(|p| p.author_id)
///     .select(|author, p| (author, count(), count_if(p.published)));
/// # assert_eq!(counts.all(&db).await?, [(1, 2, 1)]);
/// # Ok(()) }
/// ```
///
/// MySQL has no FILTER; there it is `count(CASE WHEN condition THEN 1 END)`.
pub fn count_if<C>(condition: impl Condition<C>) -> Expr<i64, Aggregated> {
    count().filter_where(condition)
}

/// Aggregates: over the whole result, or over each group after `group_by`.
impl<T: SqlType, N: Part> Expr<T, N> {
    fn aggregate<U>(self, function: AggregateFn, kind: Kind) -> Expr<U, Aggregated<N::Computed>> {
        let argument = Some(self.node.into_node());
        Expr::new(Aggregated::new(Aggregate::new(function, argument, kind)))
    }

    /// `count(self)`: how many values are not NULL.
    pub fn count(self) -> Expr<i64, Aggregated<N::Computed>> {
        self.aggregate(AggregateFn::Count, Kind::I64)
    }

    /// `count(DISTINCT self)`: how many different values there are.
    pub fn count_distinct(self) -> Expr<i64, Aggregated<N::Computed>> {
        self.count().distinct()
    }
}
