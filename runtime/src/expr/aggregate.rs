use rust_decimal::Decimal;

use super::{AggregateFn, Expr, Node, Part};
use crate::value::{Kind, Scalar, SqlType};

/// A type that `sum` and `avg` take.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` have no sum",
    label = "only numbers can be summed or averaged"
)]
pub trait Summed: Scalar {
    /// The type of a sum.
    type Sum: Scalar;
    /// The type of an average.
    type Avg: Scalar;
}

/// A type that `min` and `max` take.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` have no least and greatest",
    label = "only numbers, text and times have a minimum and a maximum"
)]
pub trait Extreme: Scalar {}

macro_rules! summed {
    ($($rust:ty => $sum:ty, $avg:ty;)*) => {$(
        impl Summed for $rust {
            type Sum = $sum;
            type Avg = $avg;
        }
    )*};
}

summed! {
    i8 => i64, f64;
    i16 => i64, f64;
    i32 => i64, f64;
    i64 => i64, f64;
    u8 => i64, f64;
    u16 => i64, f64;
    u32 => i64, f64;
    u64 => u64, f64;
    f32 => f64, f64;
    f64 => f64, f64;
    Decimal => Decimal, Decimal;
}

macro_rules! extreme {
    ($($rust:ty),* $(,)?) => {$(impl Extreme for $rust {})*};
}

extreme!(
    i8,
    i16,
    i32,
    i64,
    u8,
    u16,
    u32,
    u64,
    f32,
    f64,
    String,
    Decimal,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::DateTime<chrono::Utc>,
);

/// `count(*)`: the rows of the query or of a group.
pub fn count() -> Expr<i64> {
    Expr::new(Node::Aggregate {
        function: AggregateFn::Count,
        argument: None,
        distinct: false,
        kind: Kind::I64,
    })
}

/// Aggregates: over the whole result, or over each group after `group_by`.
impl<T: SqlType, N: Part> Expr<T, N> {
    fn aggregate<U>(self, function: AggregateFn, distinct: bool, kind: Kind) -> Expr<U> {
        Expr::new(Node::Aggregate {
            function,
            argument: Some(Box::new(self.node.into_node())),
            distinct,
            kind,
        })
    }

    /// `count(self)`: how many values are not NULL.
    pub fn count(self) -> Expr<i64> {
        self.aggregate(AggregateFn::Count, false, Kind::I64)
    }

    /// `count(DISTINCT self)`: how many different values there are.
    pub fn count_distinct(self) -> Expr<i64> {
        self.aggregate(AggregateFn::Count, true, Kind::I64)
    }

    /// `sum(self)`; NULL where nothing is summed.
    ///
    /// Integers sum up to `i64`, decimals exactly to `Decimal`, floats to `f64`, on every
    /// engine: PostgreSQL and MySQL are told so by a cast, SQLite by functions of the driver.
    pub fn sum<U: Scalar>(self) -> Expr<Option<U>>
    where
        T::Base: Summed<Sum = U>,
    {
        self.aggregate(AggregateFn::Sum, false, U::KIND)
    }

    /// `avg(self)`; NULL where there is nothing. A `Decimal` for decimals, an `f64` otherwise.
    pub fn avg<U: Scalar>(self) -> Expr<Option<U>>
    where
        T::Base: Summed<Avg = U>,
    {
        self.aggregate(AggregateFn::Avg, false, U::KIND)
    }

    /// `min(self)`; NULL where there is nothing.
    pub fn min(self) -> Expr<Option<T::Base>>
    where
        T::Base: Extreme,
    {
        self.aggregate(AggregateFn::Min, false, T::Base::KIND)
    }

    /// `max(self)`; NULL where there is nothing.
    pub fn max(self) -> Expr<Option<T::Base>>
    where
        T::Base: Extreme,
    {
        self.aggregate(AggregateFn::Max, false, T::Base::KIND)
    }
}
