use super::{RowSource, RowsNode, Tuple};
use crate::expr::{DerivedColumn, Expr};

/// Numbers at equal distances: see [`generate_series`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Series {
    start: i64,
    stop: i64,
    step: i64,
}

/// The numbers from `start` to `stop`, both included; none if `stop` is the lower one.
///
/// ```ignore
/// // How many users there are of each age from 20 to 29, the ages without one included:
/// from(generate_series(20, 29))
///     .left_join_on::<User>(|(age, u)| u.age.eq(age))
///     .group_by(|(age, _)| age)
///     .select(|age, (_, u)| (age, u.id.count()))
/// ```
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL | `generate_series($1, $2, $3) AS "series" ("value")` |
/// | SQLite | a recursive CTE inside a subquery |
/// | MySQL, MariaDB | a subquery of `JSON_TABLE`; at most a million numbers |
pub fn generate_series(start: i64, stop: i64) -> Series {
    Series {
        start,
        stop,
        step: 1,
    }
}

impl Series {
    /// Every how many numbers; a negative step counts down. A step of 0 is an error.
    #[must_use]
    pub fn step_by(mut self, step: i64) -> Self {
        self.step = step;
        self
    }
}

impl RowSource for Series {
    type Project = Expr<i64, DerivedColumn>;
    type Output = Tuple<Self::Project>;

    fn rows(self) -> RowsNode {
        RowsNode::Series {
            start: self.start,
            stop: self.stop,
            step: self.step,
        }
    }
}
