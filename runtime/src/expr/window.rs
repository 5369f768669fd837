//! Window functions: a value for each row, computed from the rows around it.

mod call;
mod frame;
mod functions;
mod partition;

pub use call::{Shift, WindowCall, WindowFn, WindowFunction, Windowed};
pub use frame::{Bound, Exclude, Frame, FrameUnit};
pub use functions::{cume_dist, dense_rank, ntile, percent_rank, rank, row_number};
pub use partition::PartitionTerms;

use super::{Node, OrderNode, OrderTerms};

/// The rows that a window function looks at: what stands in the parentheses of `OVER (..)`.
///
/// Several expressions of a query may share a clone of it; it is then written once, in a
/// `WINDOW` clause.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{row_number, window};
/// # fn main() {
/// let query = Post::select().select(|p| {
///     let by_author = window().partition_by(p.author_id).order_by(p.id);
///     (p.title, row_number().over(by_author.clone()), p.id.max().over(by_author))
/// });
/// // SELECT "posts"."title", row_number() OVER "w1", max("posts"."id") OVER "w1" FROM "posts"
/// // WINDOW "w1" AS (PARTITION BY "posts"."author_id" ORDER BY "posts"."id")
/// # let sql = r#"SELECT "posts"."title", row_number() OVER "w1", max("posts"."id") OVER "w1" FROM "posts" WINDOW "w1" AS (PARTITION BY "posts"."author_id" ORDER BY "posts"."id")"#;
/// # assert_eq!(postgres(&query), sql);
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use = "a window does nothing before a function has it with `.over(..)`"]
pub struct Window {
    /// `PARTITION BY`
    pub(crate) partition: Vec<Node>,
    /// `ORDER BY`
    pub(crate) order: Vec<OrderNode>,
    /// Which rows of the partition.
    pub(crate) frame: Option<Frame>,
}

/// All rows of the result: `OVER ()`. Its methods narrow it.
pub fn window() -> Window {
    Window::default()
}

impl Window {
    /// `PARTITION BY` a column, an expression or a tuple of them: only rows with the same values.
    pub fn partition_by(mut self, terms: impl PartitionTerms) -> Self {
        terms.push_terms(&mut self.partition);
        self
    }

    /// `ORDER BY`: the order that ranks and neighbours follow. Without a frame, an aggregate is
    /// then over the rows up to the current one and those equal to it.
    pub fn order_by(mut self, terms: impl OrderTerms) -> Self {
        terms.push_terms(&mut self.order);
        self
    }

    /// `ROWS BETWEEN from AND to`: a frame that counts rows.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # use ormolu::{Bound, window};
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// // The average of three rows.
    /// let query = User::select().select(|u| {
    ///     let last = window().order_by(u.id).rows(Bound::Preceding(2), Bound::CurrentRow);
    ///     (u.id, u.visits.avg().over(last))
    /// });
    /// # assert_eq!(query.all(&db).await?, [(1, Some(0.0)), (2, Some(0.0))]);
    /// # Ok(()) }
    /// ```
    pub fn rows(self, from: Bound, to: Bound) -> Self {
        self.framed(FrameUnit::Rows, from, to)
    }

    /// `RANGE BETWEEN from AND to`: a frame of values. Distances are between values of the
    /// ORDER BY, which then must be one number.
    pub fn range(self, from: Bound, to: Bound) -> Self {
        self.framed(FrameUnit::Range, from, to)
    }

    /// `GROUPS BETWEEN from AND to`: a frame that counts groups of equal rows. MySQL and MariaDB
    /// have none.
    pub fn groups(self, from: Bound, to: Bound) -> Self {
        self.framed(FrameUnit::Groups, from, to)
    }

    /// `EXCLUDE`: without some of the frame's rows. MySQL and MariaDB have none.
    ///
    /// Without a frame it is said of the usual one, `RANGE BETWEEN UNBOUNDED PRECEDING AND
    /// CURRENT ROW`.
    pub fn exclude(mut self, rows: Exclude) -> Self {
        self.frame.get_or_insert_with(Frame::usual).exclude = Some(rows);
        self
    }

    fn framed(mut self, unit: FrameUnit, from: Bound, to: Bound) -> Self {
        let exclude = self.frame.and_then(|frame| frame.exclude);
        self.frame = Some(Frame {
            unit,
            from,
            to,
            exclude,
        });
        self
    }

    /// Whether it is more than `()`.
    pub(crate) fn is_narrowed(&self) -> bool {
        *self != Window::default()
    }

    /// Whether it says no more than PARTITION BY.
    pub(crate) fn is_partition(&self) -> bool {
        self.order.is_empty() && self.frame.is_none()
    }

    /// The expressions in it.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node> {
        let order = self.order.iter().map(|term| &term.node);
        self.partition.iter().chain(order)
    }
}
