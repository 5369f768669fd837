use serde::{Deserialize, Serialize};

/// A span of time as SQL has it: months, days and microseconds do not convert into each other.
///
/// Only PostgreSQL stores the three apart; the other engines store microseconds alone and
/// refuse an interval with months or days.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Interval {
    /// Whole months.
    pub months: i32,
    /// Whole days.
    pub days: i32,
    /// Microseconds.
    pub microseconds: i64,
}
