use std::ops::{Add, Sub};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use super::{Argument, Call, Expr, Node, Nullness, Part};
use crate::value::{Interval, Kind, Scalar, SqlType, Value};

/// A function on dates and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum TimeFn {
    Now,
    Today,
    Extract(Field),
    Epoch,
    Truncate(Unit),
    Date,
    TimeOfDay,
    AddSpan,
    SubtractSpan,
    Since,
    AddMonths,
    AddDays,
    DaysSince,
    Microseconds,
}

/// A part of a date or time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Field {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Weekday,
    YearDay,
    Hour,
    Minute,
    Second,
}

/// What a date or time is cut down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // the names say it
pub enum Unit {
    Year,
    Quarter,
    Month,
    /// From Monday on.
    Week,
    Day,
    Hour,
    Minute,
    Second,
}

impl Unit {
    /// Its name in SQL.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::Year => "year",
            Unit::Quarter => "quarter",
            Unit::Month => "month",
            Unit::Week => "week",
            Unit::Day => "day",
            Unit::Hour => "hour",
            Unit::Minute => "minute",
            Unit::Second => "second",
        }
    }
}

/// A type with a date in it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no date in it",
    label = "expected a date or a timestamp"
)]
pub trait Dated: Scalar {}

/// A type with a time of day in it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no time of day in it",
    label = "expected a time or a timestamp"
)]
pub trait Timed: Scalar {}

/// A date with a time of day.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a timestamp",
    label = "expected a timestamp"
)]
pub trait Timestamp: Dated + Timed {}

/// A date without a time of day.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a date",
    label = "expected a date; `.date()` makes one of a timestamp"
)]
pub trait Day: Dated {}

/// A span of time in a column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a span of time",
    label = "expected an `Interval`"
)]
pub trait Lasting: Scalar {}

impl Day for NaiveDate {}
impl Lasting for Interval {}
impl Dated for NaiveDate {}
impl Dated for NaiveDateTime {}
impl Dated for DateTime<Utc> {}
impl Timed for NaiveTime {}
impl Timed for NaiveDateTime {}
impl Timed for DateTime<Utc> {}
impl Timestamp for NaiveDateTime {}
impl Timestamp for DateTime<Utc> {}

/// The moment at which the statement runs; on PostgreSQL, at which its transaction began.
///
/// | engine | SQL |
/// |---|---|
/// | PostgreSQL | `now()` |
/// | SQLite | `strftime('%Y-%m-%dT%H:%M:%f000Z')`, which is exact to the millisecond |
/// | MySQL | `utc_timestamp(6)` |
pub fn now() -> Expr<DateTime<Utc>> {
    Expr::new(Call::node(TimeFn::Now, vec![], Kind::DateTimeTz))
}

/// The day in UTC on which the statement runs: `CURRENT_DATE`, since all connections are in UTC.
pub fn current_date() -> Expr<NaiveDate> {
    Expr::new(Call::node(TimeFn::Today, vec![], Kind::Date))
}

/// Parts of dates. Timestamps with a zone are in UTC.
///
/// PostgreSQL: `extract(year FROM x)::integer`; MySQL: `year(x)` and its like; SQLite: cut out of
/// the text that it stores.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// The year.
    pub fn year(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::Year)
    }

    /// The quarter, 1 to 4.
    pub fn quarter(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::Quarter)
    }

    /// The month, 1 to 12.
    pub fn month(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::Month)
    }

    /// The week of the year by ISO 8601, 1 to 53.
    pub fn week(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::Week)
    }

    /// The day of the month.
    pub fn day(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::Day)
    }

    /// The day of the week by ISO 8601: 1 is Monday, 7 Sunday.
    pub fn weekday(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::Weekday)
    }

    /// The day of the year, from 1.
    pub fn day_of_year(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Dated,
    {
        self.field(Field::YearDay)
    }

    /// Whole seconds since 1970 began in UTC.
    pub fn epoch(self) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: Dated,
    {
        self.call(TimeFn::Epoch, [], Kind::I64)
    }

    /// `date_trunc('month', self)`: the moment at which the year, month, week .. began.
    ///
    /// MySQL and MariaDB by `date_format` and its like, SQLite by a function of the driver.
    pub fn date_trunc(self, unit: Unit) -> Expr<T, N::Computed>
    where
        T::Base: Dated,
    {
        self.call(TimeFn::Truncate(unit), [], T::Base::KIND)
    }

    /// So many months later, or earlier where negative; of a day that the month does not have
    /// its last one.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `x + make_interval(months => n)` |
    /// | SQLite | `ormolu_add_months(x, n)`, a function of the driver |
    /// | MySQL | `date_add(x, INTERVAL n MONTH)` |
    pub fn plus_months<A: Argument<i32, N::Computed>>(
        self,
        months: A,
    ) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Dated,
    {
        self.call(TimeFn::AddMonths, [months.operand()], T::Base::KIND)
    }

    /// So many days later, or earlier where negative.
    pub fn plus_days<A: Argument<i32, N::Computed>>(self, days: A) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Dated,
    {
        self.call(TimeFn::AddDays, [days.operand()], T::Base::KIND)
    }

    fn field<U>(self, field: Field) -> Expr<U, N::Computed>
    where
        T::Base: Dated,
    {
        self.call(TimeFn::Extract(field), [], Kind::I32)
    }
}

/// Parts of times.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// The hour, 0 to 23.
    pub fn hour(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Timed,
    {
        self.call(TimeFn::Extract(Field::Hour), [], Kind::I32)
    }

    /// The minute, 0 to 59.
    pub fn minute(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Timed,
    {
        self.call(TimeFn::Extract(Field::Minute), [], Kind::I32)
    }

    /// The second, 0 to 59, without its fraction.
    pub fn second(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Timed,
    {
        self.call(TimeFn::Extract(Field::Second), [], Kind::I32)
    }
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// The day, in UTC.
    pub fn date(self) -> Expr<T::Of<NaiveDate>, N::Computed>
    where
        T::Base: Timestamp,
    {
        self.call(TimeFn::Date, [], Kind::Date)
    }

    /// The time of day, in UTC.
    pub fn time(self) -> Expr<T::Of<NaiveTime>, N::Computed>
    where
        T::Base: Timestamp,
    {
        self.call(TimeFn::TimeOfDay, [], Kind::Time)
    }
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// How many days later it is than the other: `self - other`; MySQL: `datediff(self, other)`.
    pub fn days_since<A: Argument<NaiveDate, N::Computed>>(
        self,
        other: A,
    ) -> Expr<A::With<T::Of<i32>>, N::Computed>
    where
        T::Base: Day,
    {
        self.call(TimeFn::DaysSince, [other.operand()], Kind::I32)
    }
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// How long the span is, in microseconds; a month counts as 30 days where there is one.
    pub fn microseconds(self) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: Lasting,
    {
        self.call(TimeFn::Microseconds, [], Kind::I64)
    }
}

/// A span of time to add to a timestamp: a [`TimeDelta`], an [`Interval`], or an expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a span of time",
    label = "expected a `TimeDelta`, an `Interval`, or an expression of one"
)]
pub trait Span<C = Node> {
    /// The type of `T` and this together.
    type With<T: Nullness>: Nullness<Base = T::Base>;
    /// What it is made of.
    #[doc(hidden)]
    fn span(self) -> Node;
}

impl<C> Span<C> for TimeDelta {
    type With<T: Nullness> = T;

    /// Spans that do not fit into microseconds are longer than the engines' calendars.
    fn span(self) -> Node {
        let longest = if self < TimeDelta::zero() {
            i64::MIN
        } else {
            i64::MAX
        };
        let interval = Interval {
            microseconds: self.num_microseconds().unwrap_or(longest),
            ..Interval::default()
        };
        Node::Bind(Value::Interval(interval))
    }
}

impl<C> Span<C> for Interval {
    type With<T: Nullness> = T;

    fn span(self) -> Node {
        Node::Bind(Value::Interval(self))
    }
}

impl<N: Part> Span<N::Computed> for Expr<Interval, N> {
    type With<T: Nullness> = T;

    fn span(self) -> Node {
        self.node.into_node()
    }
}

impl<N: Part> Span<N::Computed> for Expr<Option<Interval>, N> {
    type With<T: Nullness> = Option<T::Base>;

    fn span(self) -> Node {
        self.node.into_node()
    }
}

/// What can be subtracted from a timestamp of type `T`: a [`Span`], which makes a timestamp, or
/// a timestamp, which makes an [`Interval`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be subtracted from a `{T}`",
    label = "expected a span of time or a timestamp of the same type"
)]
pub trait Subtrahend<T, C = Node> {
    /// The result's type where `V` is the type of the left side.
    type Output<V: Nullness>: SqlType;
    /// What it is made of, and whether it is a span.
    #[doc(hidden)]
    fn subtrahend(self) -> (Node, bool);
}

macro_rules! timestamp {
    ($($rust:ty),*) => {$(
        impl<C> Subtrahend<$rust, C> for TimeDelta {
            type Output<V: Nullness> = V;

            fn subtrahend(self) -> (Node, bool) {
                (<Self as Span<C>>::span(self), true)
            }
        }

        impl<C> Subtrahend<$rust, C> for Interval {
            type Output<V: Nullness> = V;

            fn subtrahend(self) -> (Node, bool) {
                (<Self as Span<C>>::span(self), true)
            }
        }

        impl<C> Subtrahend<$rust, C> for $rust {
            type Output<V: Nullness> = V::Of<Interval>;

            fn subtrahend(self) -> (Node, bool) {
                (Node::Bind(Scalar::into_value(self)), false)
            }
        }

        impl<N: Part> Subtrahend<$rust, N::Computed> for Expr<Interval, N> {
            type Output<V: Nullness> = V;

            fn subtrahend(self) -> (Node, bool) {
                (self.node.into_node(), true)
            }
        }

        impl<N: Part> Subtrahend<$rust, N::Computed> for Expr<Option<Interval>, N> {
            type Output<V: Nullness> = Option<V::Base>;

            fn subtrahend(self) -> (Node, bool) {
                (self.node.into_node(), true)
            }
        }

        impl<N: Part> Subtrahend<$rust, N::Computed> for Expr<$rust, N> {
            type Output<V: Nullness> = V::Of<Interval>;

            fn subtrahend(self) -> (Node, bool) {
                (self.node.into_node(), false)
            }
        }

        impl<N: Part> Subtrahend<$rust, N::Computed> for Expr<Option<$rust>, N> {
            type Output<V: Nullness> = Option<Interval>;

            fn subtrahend(self) -> (Node, bool) {
                (self.node.into_node(), false)
            }
        }

        timestamp!(@operators $rust, $rust);
        timestamp!(@operators $rust, Option<$rust>);
    )*};
    (@operators $base:ty, $rust:ty) => {
        /// So much later. Months and days of an [`Interval`] only on PostgreSQL.
        ///
        /// PostgreSQL: `x + span`; MySQL: `date_add(x, INTERVAL span MICROSECOND)`; SQLite:
        /// `ormolu_time_add(x, span)`, a function of the driver, since its own keep milliseconds
        /// only.
        impl<N: Part, S: Span<N::Computed>> Add<S> for Expr<$rust, N> {
            type Output = Expr<S::With<$rust>, N::Computed>;

            fn add(self, span: S) -> Self::Output {
                self.call(TimeFn::AddSpan, [span.span()], <$base as Scalar>::KIND)
            }
        }

        /// So much earlier; or, of another timestamp, the span from that to this.
        impl<N: Part, S: Subtrahend<$base, N::Computed>> Sub<S> for Expr<$rust, N> {
            type Output = Expr<S::Output<$rust>, N::Computed>;

            fn sub(self, other: S) -> Self::Output {
                match other.subtrahend() {
                    (span, true) => {
                        self.call(TimeFn::SubtractSpan, [span], <$base as Scalar>::KIND)
                    }
                    (moment, false) => self.call(TimeFn::Since, [moment], Kind::Interval),
                }
            }
        }
    };
}

timestamp!(NaiveDateTime, DateTime<Utc>);
