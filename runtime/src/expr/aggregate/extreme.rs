use super::{AggregateFn, Aggregated};
use crate::expr::{Expr, Part};
use crate::value::{Kind, Scalar, SqlType};

/// A type that `min` and `max` take.
#[diagnostic::on_unimplemented(
    message = "values of type `{Self}` have no least and greatest",
    label = "only numbers, text, times, UUIDs and bytes have a minimum and a maximum"
)]
pub trait Extreme: Scalar {}

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
    Vec<u8>,
    rust_decimal::Decimal,
    uuid::Uuid,
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::DateTime<chrono::Utc>,
    crate::value::Interval,
);

/// The least and the greatest; NULL where there is nothing.
impl<T: SqlType, N: Part> Expr<T, N> {
    /// `min(self)`
    pub fn min(self) -> Expr<Option<T::Base>, Aggregated<N::Computed>>
    where
        T::Base: Extreme,
    {
        self.aggregate(AggregateFn::Min, T::Base::KIND)
    }

    /// `max(self)`
    pub fn max(self) -> Expr<Option<T::Base>, Aggregated<N::Computed>>
    where
        T::Base: Extreme,
    {
        self.aggregate(AggregateFn::Max, T::Base::KIND)
    }
}

/// Aggregates of conditions. NULLs are passed over; the result is NULL where there is nothing.
impl<T: SqlType<Base = bool>, N: Part> Expr<T, N> {
    /// `bool_and(self)`: whether it holds for all rows. SQLite and MySQL say `min(self)`.
    pub fn bool_and(self) -> Expr<Option<bool>, Aggregated<N::Computed>> {
        self.aggregate(AggregateFn::BoolAnd, Kind::Bool)
    }

    /// `bool_or(self)`: whether it holds for any row. SQLite and MySQL say `max(self)`.
    pub fn bool_or(self) -> Expr<Option<bool>, Aggregated<N::Computed>> {
        self.aggregate(AggregateFn::BoolOr, Kind::Bool)
    }
}
