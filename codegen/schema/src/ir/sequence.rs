use super::{Dialect, TableName};

/// A counter of the database that belongs to no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// Its name: sequences and tables share theirs.
    pub name: TableName,
    /// How it counts.
    pub count: Count,
}

/// How a [`Sequence`] counts. What is absent is the engine's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// First value.
    pub start: Option<i64>,
    /// Distance between values; never 0.
    pub increment: Option<i64>,
    /// Least value.
    pub min: Option<i64>,
    /// Greatest value.
    pub max: Option<i64>,
    /// Whether it begins again behind its last value.
    pub cycle: bool,
    /// How many values a connection takes at once.
    pub cache: Option<i64>,
}

impl Count {
    /// What is said of it in numbers, one after the other.
    pub const NUMBERS: [fn(&mut Count) -> &mut Option<i64>; 5] = [
        |count| &mut count.start,
        |count| &mut count.increment,
        |count| &mut count.min,
        |count| &mut count.max,
        |count| &mut count.cache,
    ];

    /// The same with everything said, as an engine has it.
    ///
    /// ```
    /// use ormolu_schema::ir::{Count, Dialect};
    ///
    /// let down = Count { increment: Some(-1), ..Count::default() };
    /// let whole = down.whole(Dialect::Postgres);
    /// assert_eq!((whole.start, whole.max), (Some(-1), Some(-1)));
    /// assert_eq!(whole.shortest(Dialect::Postgres), down);
    /// ```
    #[must_use]
    pub fn whole(&self, dialect: Dialect) -> Count {
        let increment = self.increment.unwrap_or(1);
        let is_mysql = dialect.family() == Dialect::Mysql;
        let (least, most, cache) = match is_mysql {
            true => (i64::MIN + 1, i64::MAX - 1, 1000),
            false => (i64::MIN, i64::MAX, 1),
        };
        let (min, max) = match increment < 0 {
            true => (least, -1),
            false => (1, most),
        };
        let (min, max) = (self.min.unwrap_or(min), self.max.unwrap_or(max));
        let first = if increment < 0 { max } else { min };
        Count {
            start: Some(self.start.unwrap_or(first)),
            increment: Some(increment),
            min: Some(min),
            max: Some(max),
            cycle: self.cycle,
            cache: Some(self.cache.unwrap_or(cache)),
        }
    }

    /// The same with nothing said that an engine has anyway.
    #[must_use]
    pub fn shortest(&self, dialect: Dialect) -> Count {
        let whole = self.whole(dialect);
        let mut short = whole.clone();
        for part in Count::NUMBERS {
            let said = part(&mut short).take();
            if short.whole(dialect) != whole {
                *part(&mut short) = said;
            }
        }
        short
    }
}
