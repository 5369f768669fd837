use super::{Argument, Expr, Node, Nullness, Part};
use crate::value::{Kind, Scalar, Value};

/// A function on the bits of whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // named after the methods
pub enum BitFn {
    And,
    Or,
    Xor,
    Not,
    ShiftLeft,
    ShiftRight,
}

/// A type whose bits can be combined: the signed integers.
#[diagnostic::on_unimplemented(
    message = "the bits of `{Self}` can't be combined",
    label = "only `i16`, `i32` and `i64` have bit operations"
)]
pub trait Bits: Scalar {}

impl Bits for i16 {}
impl Bits for i32 {}
impl Bits for i64 {}

/// Operations on bits. On MySQL and MariaDB, whose results are unsigned, each stands in a
/// `CAST(.. AS SIGNED)`.
impl<T: Nullness, N: Part> Expr<T, N> {
    /// `self & other`
    pub fn bit_and<A: Argument<T::Base, N::Computed>>(
        self,
        other: A,
    ) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Bits,
    {
        self.call(BitFn::And, [other.operand()], T::Base::KIND)
    }

    /// `self | other`
    pub fn bit_or<A: Argument<T::Base, N::Computed>>(
        self,
        other: A,
    ) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Bits,
    {
        self.call(BitFn::Or, [other.operand()], T::Base::KIND)
    }

    /// The bits in which the two differ: `self # other` on PostgreSQL, `self ^ other` on MySQL;
    /// SQLite: `(self | other) - (self & other)`.
    pub fn bit_xor<A: Argument<T::Base, N::Computed>>(
        self,
        other: A,
    ) -> Expr<A::With<T>, N::Computed>
    where
        T::Base: Bits,
    {
        self.call(BitFn::Xor, [other.operand()], T::Base::KIND)
    }

    /// `~self`
    pub fn bit_not(self) -> Expr<T, N::Computed>
    where
        T::Base: Bits,
    {
        self.call(BitFn::Not, [], T::Base::KIND)
    }

    /// `self << bits`, as an `i64`; what leaves its 64 bits is lost.
    pub fn shift_left(self, bits: u8) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: Bits,
    {
        self.call(BitFn::ShiftLeft, [count(bits)], Kind::I64)
    }

    /// `self >> bits`, as an `i64`; a negative number stays negative, on MySQL too.
    pub fn shift_right(self, bits: u8) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: Bits,
    {
        self.call(BitFn::ShiftRight, [count(bits)], Kind::I64)
    }
}

/// PostgreSQL takes the number of bits modulo 64; the writer refuses what it would get wrong.
fn count(bits: u8) -> Node {
    Node::Bind(Value::I32(bits.into()))
}
