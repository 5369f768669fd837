use super::call::Shift;
use super::{WindowFn, WindowFunction, Windowed};
use crate::expr::{Expr, Literal, Nullness, Part};

/// `row_number()`: 1, 2, 3, ... in the order of the window.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # use ormolu::{row_number, window};
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let query = Post::select().order_by(|p| p.id).select(|p| {
///     let newest_first = window().partition_by(p.author_id).order_by(p.id.desc());
///     (p.title, row_number().over(newest_first))
/// });
/// # assert_eq!(query.all(&db).await?, [("First".to_owned(), 2), ("Second".to_owned(), 1)]);
/// # Ok(()) }
/// ```
pub fn row_number() -> WindowFunction<i64> {
    WindowFunction::new(WindowFn::RowNumber)
}

/// `rank()`: equal rows have the same rank, and the next one counts them all.
pub fn rank() -> WindowFunction<i64> {
    WindowFunction::new(WindowFn::Rank)
}

/// `dense_rank()`: equal rows have the same rank, and the next one is one more.
pub fn dense_rank() -> WindowFunction<i64> {
    WindowFunction::new(WindowFn::DenseRank)
}

/// `percent_rank()`: the rank from 0 to 1. MariaDB rounds it to ten decimal places.
pub fn percent_rank() -> WindowFunction<f64> {
    WindowFunction::new(WindowFn::PercentRank)
}

/// `cume_dist()`: the fraction of rows up to this one and those equal to it. MariaDB rounds it to
/// ten decimal places.
pub fn cume_dist() -> WindowFunction<f64> {
    WindowFunction::new(WindowFn::CumeDist)
}

/// `ntile(parts)`: the number, from 1, of the part of the partition the row falls into.
pub fn ntile(parts: u32) -> WindowFunction<i32> {
    WindowFunction::new(WindowFn::Ntile(parts))
}

/// Values of other rows of the window.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// `lag(self, rows)`: the value so many rows before, NULL where there is none.
    pub fn lag(self, rows: u32) -> WindowFunction<Option<T::Base>>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::Lag(self.shift(rows)))
    }

    /// `lag(self, rows, default)`: the value so many rows before, the default where there is
    /// none.
    ///
    /// MariaDB has no default there; it gets
    /// `CASE WHEN lag(1, rows) OVER .. IS NULL THEN default ELSE lag(self, rows) OVER .. END`.
    pub fn lag_or<V: Literal<T::Base>>(self, rows: u32, default: V) -> WindowFunction<T>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::Lag(self.shift(rows).or(default.literal())))
    }

    /// `lead(self, rows)`: the value so many rows after, NULL where there is none.
    pub fn lead(self, rows: u32) -> WindowFunction<Option<T::Base>>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::Lead(self.shift(rows)))
    }

    /// `lead(self, rows, default)`; see [`lag_or`](Self::lag_or).
    pub fn lead_or<V: Literal<T::Base>>(self, rows: u32, default: V) -> WindowFunction<T>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::Lead(self.shift(rows).or(default.literal())))
    }

    /// `first_value(self)`: the value of the frame's first row; NULL where the frame is empty.
    pub fn first_value(self) -> WindowFunction<Option<T::Base>>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::FirstValue(self.node.into_node()))
    }

    /// `last_value(self)`: the value of the frame's last row. Without a frame that is a row equal
    /// to the current one: say `.rows(Bound::Unbounded, Bound::Unbounded)` for the partition's.
    pub fn last_value(self) -> WindowFunction<Option<T::Base>>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::LastValue(self.node.into_node()))
    }

    /// `nth_value(self, row)`: the value of the frame's row of that number, counted from 1; NULL
    /// where the frame is shorter.
    pub fn nth_value(self, row: u32) -> WindowFunction<Option<T::Base>>
    where
        N::Computed: Windowed,
    {
        WindowFunction::new(WindowFn::NthValue(self.node.into_node(), row))
    }

    fn shift(self, rows: u32) -> Shift {
        Shift {
            value: self.node.into_node(),
            rows,
            default: None,
        }
    }
}
