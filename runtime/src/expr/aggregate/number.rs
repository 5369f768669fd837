use rust_decimal::Decimal;

use super::{AggregateFn, Aggregated};
use crate::expr::{Expr, Part};
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

/// Aggregates of numbers; all are NULL where there is nothing to compute from.
impl<T: SqlType, N: Part> Expr<T, N> {
    /// `sum(self)`
    ///
    /// Integers sum up to `i64`, decimals exactly to `Decimal`, floats to `f64`, on every
    /// engine: PostgreSQL and MySQL are told so by a cast, SQLite by functions of the driver.
    pub fn sum<U: Scalar>(self) -> Expr<Option<U>, Aggregated<N::Computed>>
    where
        T::Base: Summed<Sum = U>,
    {
        self.aggregate(AggregateFn::Sum, U::KIND)
    }

    /// `sum(DISTINCT self)`: equal values count once.
    pub fn sum_distinct<U: Scalar>(self) -> Expr<Option<U>, Aggregated<N::Computed>>
    where
        T::Base: Summed<Sum = U>,
    {
        self.sum().distinct()
    }

    /// `avg(self)`: a `Decimal` for decimals, an `f64` otherwise.
    pub fn avg<U: Scalar>(self) -> Expr<Option<U>, Aggregated<N::Computed>>
    where
        T::Base: Summed<Avg = U>,
    {
        self.aggregate(AggregateFn::Avg, U::KIND)
    }

    /// `var_samp(self)`: the variance of a sample; NULL for less than two values.
    ///
    /// The four spreads are computed in floating point. SQLite gets them from the driver.
    pub fn var_samp(self) -> Expr<Option<f64>, Aggregated<N::Computed>>
    where
        T::Base: Summed,
    {
        self.aggregate(AggregateFn::VarSamp, Kind::F64)
    }

    /// `var_pop(self)`: the variance of all there are.
    pub fn var_pop(self) -> Expr<Option<f64>, Aggregated<N::Computed>>
    where
        T::Base: Summed,
    {
        self.aggregate(AggregateFn::VarPop, Kind::F64)
    }

    /// `stddev_samp(self)`: the standard deviation of a sample; NULL for less than two values.
    pub fn stddev_samp(self) -> Expr<Option<f64>, Aggregated<N::Computed>>
    where
        T::Base: Summed,
    {
        self.aggregate(AggregateFn::StddevSamp, Kind::F64)
    }

    /// `stddev_pop(self)`: the standard deviation of all there are.
    pub fn stddev_pop(self) -> Expr<Option<f64>, Aggregated<N::Computed>>
    where
        T::Base: Summed,
    {
        self.aggregate(AggregateFn::StddevPop, Kind::F64)
    }
}
