use std::ops::Rem;

use rust_decimal::Decimal;

use super::{Argument, Expr, Node, Nullness, Numeric, Ordered, Part, Term};
use crate::value::{Kind, Scalar, SqlType, Value};

/// A function on numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum MathFn {
    Abs,
    Sign,
    Round,
    RoundTo,
    Floor,
    Ceil,
    Remainder,
    Power,
    Sqrt,
    Ln,
    Exp,
    Greatest {
        /// Whether an argument may be NULL.
        nullable: bool,
    },
    Least {
        /// Whether an argument may be NULL.
        nullable: bool,
    },
}

/// A type whose numbers have a fraction to round away.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be rounded",
    label = "only `f64` and `Decimal` can be rounded"
)]
pub trait Fractional: Numeric {}

impl Fractional for f64 {}
impl Fractional for Decimal {}

/// A type whose numbers have an exact remainder.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no exact remainder",
    label = "only whole numbers and `Decimal` have a remainder"
)]
pub trait Divisible: Numeric {}

macro_rules! divisible {
    ($($rust:ty),*) => {$(impl Divisible for $rust {})*};
}

divisible!(i8, i16, i32, i64, u8, u16, u32, u64, Decimal);

/// Functions on numbers. NULL makes NULL in all of them.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// `abs(self)`
    pub fn abs(self) -> Expr<T, N::Computed>
    where
        T::Base: Numeric,
    {
        self.call(MathFn::Abs, [], T::Base::KIND)
    }

    /// `sign(self)`: -1, 0 or 1.
    pub fn sign(self) -> Expr<T::Of<i32>, N::Computed>
    where
        T::Base: Numeric,
    {
        self.call(MathFn::Sign, [], Kind::I32)
    }

    /// `round(self)`: the next whole number. From the middle between two, decimals go away from
    /// zero and floats to the even one, on every engine.
    pub fn round(self) -> Expr<T, N::Computed>
    where
        T::Base: Fractional,
        T::Base: Numeric,
    {
        self.call(MathFn::Round, [], T::Base::KIND)
    }

    /// `round(self, digits)`: rounded to so many digits behind the point, as
    /// [`round`](Self::round) does.
    ///
    /// For floats PostgreSQL has no such function: `round(x * 100) / 100`.
    pub fn round_to(self, digits: u8) -> Expr<T, N::Computed>
    where
        T::Base: Fractional,
        T::Base: Numeric,
    {
        let digits = Node::Bind(Value::I32(digits.min(15).into()));
        self.call(MathFn::RoundTo, [digits], T::Base::KIND)
    }

    /// `floor(self)`: the next whole number below.
    pub fn floor(self) -> Expr<T, N::Computed>
    where
        T::Base: Fractional,
        T::Base: Numeric,
    {
        self.call(MathFn::Floor, [], T::Base::KIND)
    }

    /// `ceil(self)`: the next whole number above.
    pub fn ceil(self) -> Expr<T, N::Computed>
    where
        T::Base: Fractional,
        T::Base: Numeric,
    {
        self.call(MathFn::Ceil, [], T::Base::KIND)
    }

    /// `power(self, exponent)`, as floats.
    ///
    /// Where there is no such power (`0` to a negative one, a root of a negative number) and where
    /// the result is too large, it is an error of PostgreSQL and MySQL, and on SQLite infinity or
    /// NULL.
    pub fn power<A: Argument<f64, N::Computed>>(self, exponent: A) -> Expr<Option<f64>, N::Computed>
    where
        T::Base: Numeric,
    {
        self.call(MathFn::Power, [exponent.operand()], Kind::F64)
    }

    /// `sqrt(self)`; NULL below 0, on every engine.
    pub fn sqrt(self) -> Expr<Option<f64>, N::Computed>
    where
        T::Base: Numeric,
    {
        self.call(MathFn::Sqrt, [], Kind::F64)
    }

    /// `ln(self)`, the natural logarithm; NULL for 0 and below, on every engine.
    pub fn ln(self) -> Expr<Option<f64>, N::Computed>
    where
        T::Base: Numeric,
    {
        self.call(MathFn::Ln, [], Kind::F64)
    }

    /// `exp(self)`. A result that is too large is an error of PostgreSQL and MySQL, and infinity
    /// on SQLite.
    pub fn exp(self) -> Expr<T::Of<f64>, N::Computed>
    where
        T::Base: Numeric,
    {
        self.call(MathFn::Exp, [], Kind::F64)
    }
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// `greatest(self, other)`: the larger one; NULL as soon as one is.
    ///
    /// | engine | SQL |
    /// |---|---|
    /// | PostgreSQL | `greatest(a, b)`; where one may be NULL, which it would pass over, `CASE WHEN a >= b THEN a WHEN a < b THEN b END` |
    /// | SQLite | `max(a, b)` |
    /// | MySQL | `greatest(a, b)` |
    pub fn greatest<A: Argument<T::Base, N::Computed>>(
        self,
        other: A,
    ) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Ordered,
    {
        let nullable = T::NULLABLE || A::NULLABLE;
        let function = MathFn::Greatest { nullable };
        self.call(function, [other.operand()], T::Base::KIND)
    }

    /// `least(self, other)`: the smaller one; NULL as soon as one is. See
    /// [`greatest`](Self::greatest).
    pub fn least<A: Argument<T::Base, N::Computed>>(self, other: A) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Ordered,
    {
        let nullable = T::NULLABLE || A::NULLABLE;
        let function = MathFn::Least { nullable };
        self.call(function, [other.operand()], T::Base::KIND)
    }
}

/// The remainder of the division without fraction, with the sign of the dividend. NULL where the
/// divisor is 0, on every engine: so the result is nullable.
impl<T, N, R> Rem<R> for Expr<T, N>
where
    T: SqlType<Base: Divisible>,
    N: Part,
    R: Term<T, N::Computed>,
{
    type Output = Expr<Option<T::Base>, N::Computed>;

    fn rem(self, other: R) -> Expr<Option<T::Base>, N::Computed> {
        self.call(MathFn::Remainder, [other.term()], T::Base::KIND)
    }
}
