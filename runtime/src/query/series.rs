use chrono::{Datelike, Months, NaiveDate};

use super::source::query;
use super::{RowSource, RowsNode, Tuple, from};
use crate::expr::{DerivedColumn, Expr, lit};

/// Numbers or days at equal distances: see [`generate_series`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series<T = i64> {
    start: T,
    stop: T,
    step: Step,
}

/// From one item to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// So many numbers, or days.
    Units(i64),
    Months(i32),
}

/// What a series can be made of.
#[diagnostic::on_unimplemented(
    message = "there is no series of `{Self}`",
    label = "expected `i64` or `NaiveDate`"
)]
pub trait SeriesItem: Copy {}

impl SeriesItem for i64 {}
impl SeriesItem for NaiveDate {}

/// The numbers or days from `start` to `stop`, both included; none if `stop` is the lower one.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// # use ormolu::{from, generate_series};
/// // How many posts each author from 1 to 3 has, also those without one.
/// let counts = from(generate_series(1, 3))
///     .left_join_on::<Post>(|(n, p)| p.author_id.eq(n))
///     .group_by(|(n, _)| n)
///     .select(|n, (_, p)| (n, p.id.count()));
/// # let mut counts = counts.all(&db).await?;
/// # counts.sort();
/// # assert_eq!(counts, [(1, 2), (2, 0), (3, 0)]);
/// # Ok(()) }
/// ```
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL | `generate_series($1, $2, $3) AS "series" ("value")` |
/// | SQLite | a recursive CTE inside a subquery |
/// | MySQL, MariaDB | a subquery of `JSON_TABLE`; at most a million numbers |
///
/// Days are `start` with the numbers of a series added.
pub fn generate_series<T: SeriesItem>(start: T, stop: T) -> Series<T> {
    Series {
        start,
        stop,
        step: Step::Units(1),
    }
}

impl<T> Series<T> {
    /// Every how many numbers, or days; a negative step counts down. A step of 0 is an error.
    #[must_use]
    pub fn step_by(mut self, step: i64) -> Self {
        self.step = Step::Units(step);
        self
    }
}

impl Series<NaiveDate> {
    /// Every how many months, always counted from `start`: from the 31st of January on, it is the
    /// last day of each month.
    #[must_use]
    pub fn step_by_months(mut self, months: i32) -> Self {
        self.step = Step::Months(months);
        self
    }

    /// The last number that may be added.
    fn reach(&self) -> i64 {
        let Step::Months(step) = self.step else {
            return (self.stop - self.start).num_days();
        };
        let month = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let months = month(self.stop) - month(self.start);
        let distance = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(u32::MAX));
        let last = match months {
            0.. => self.start.checked_add_months(distance),
            _ => self.start.checked_sub_months(distance),
        };
        // In its month it may lie beyond the end.
        match last {
            Some(last) if step > 0 && last > self.stop => months - 1,
            Some(last) if step < 0 && last < self.stop => months + 1,
            _ => months,
        }
    }
}

impl RowSource for Series<i64> {
    type Project = Expr<i64, DerivedColumn>;
    type Output = Tuple<Self::Project>;

    fn rows(self) -> RowsNode {
        let step = match self.step {
            Step::Units(step) => step,
            Step::Months(step) => step.into(),
        };
        RowsNode::Series {
            start: self.start,
            stop: self.stop,
            step,
        }
    }
}

impl RowSource for Series<NaiveDate> {
    type Project = Expr<NaiveDate, DerivedColumn>;
    type Output = Tuple<Self::Project>;

    fn rows(self) -> RowsNode {
        let numbers = generate_series(0, self.reach());
        let start = lit(self.start);
        let days = match self.step {
            Step::Units(step) => {
                query(from(numbers.step_by(step)).select(|n| start.plus_days(n.cast::<i32>())))
            }
            Step::Months(step) => query(
                from(numbers.step_by(step.into())).select(|n| start.plus_months(n.cast::<i32>())),
            ),
        };
        RowsNode::Query(Box::new(days))
    }
}
