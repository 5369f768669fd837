use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use super::{Expr, Function, Nullness, Part};
use crate::value::Scalar;

/// A cast that means the same on every engine.
///
/// Text to anything else is none: PostgreSQL refuses what it can't read, the others make 0 of it.
/// Neither are decimals and floats to text, which each engine writes in its own way.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be cast to `{U}` in the same way on every engine",
    label = "no portable cast to `{U}`",
    note = "convert it in Rust, or say what your engine does with `raw_expr`"
)]
pub trait CastTo<U>: Scalar {}

macro_rules! casts {
    ($($from:ty => $($to:ty),*;)*) => {$($(impl CastTo<$to> for $from {})*)*};
}

casts! {
    bool => i32, i64;
    i8 => i16, i32, i64, f64, Decimal, String;
    i16 => i32, i64, f64, Decimal, String;
    i32 => i16, i64, f64, Decimal, String;
    i64 => i16, i32, f64, Decimal, String;
    u8 => i16, i32, i64, f64, Decimal, String;
    u16 => i16, i32, i64, f64, Decimal, String;
    u32 => i16, i32, i64, f64, Decimal, String;
    f32 => i32, i64, f64;
    f64 => i32, i64;
    Decimal => i32, i64, f64;
    NaiveDate => NaiveDateTime, String;
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// `CAST(self AS ..)`: `.cast::<i64>()`. A fraction is rounded as [`round`](Expr::round) does;
    /// a number that the type has no room for is an error, at the latest when the row is read.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `"users"."age"::double precision` |
    /// | SQLite | `CAST("users"."age" AS REAL)` |
    /// | MySQL | `` CAST(`users`.`age` AS DOUBLE) `` |
    pub fn cast<U: Scalar>(self) -> Expr<T::Of<U>, N::Computed>
    where
        T::Base: CastTo<U>,
    {
        self.call(Function::Cast, [], U::KIND)
    }
}
