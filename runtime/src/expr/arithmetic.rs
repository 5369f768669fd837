use std::ops::{Add, Div, Mul, Neg, Sub};

use rust_decimal::Decimal;

use super::{BinaryOp, Expr, Node, Part, UnaryOp};
use crate::value::{Scalar, SqlType};

/// A type to calculate with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "only numbers can be calculated with"
)]
pub trait Numeric: Scalar {}

macro_rules! numeric {
    ($($rust:ty),*) => {$(impl Numeric for $rust {})*};
}

numeric!(i8, i16, i32, i64, u8, u16, u32, u64, f32, f64, Decimal);

/// The other side of a calculation with an expression of type `T`.
#[diagnostic::on_unimplemented(
    message = "can't calculate with `{T}` and `{Self}`",
    label = "not a number of the same type"
)]
pub trait Term<T, C = Node> {
    /// The result's type: nullable as soon as one side is.
    type Output: SqlType;
    /// What it is made of.
    #[doc(hidden)]
    fn term(self) -> Node;
}

impl<T: Numeric, C> Term<T, C> for T {
    type Output = T;

    fn term(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Numeric, C> Term<Option<T>, C> for T {
    type Output = Option<T>;

    fn term(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Numeric, N: Part> Term<T, N::Computed> for Expr<T, N> {
    type Output = T;

    fn term(self) -> Node {
        self.node.into_node()
    }
}

impl<T: Numeric, N: Part> Term<Option<T>, N::Computed> for Expr<T, N> {
    type Output = Option<T>;

    fn term(self) -> Node {
        self.node.into_node()
    }
}

impl<T: Numeric, N: Part> Term<T, N::Computed> for Expr<Option<T>, N> {
    type Output = Option<T>;

    fn term(self) -> Node {
        self.node.into_node()
    }
}

impl<T: Numeric, N: Part> Term<Option<T>, N::Computed> for Expr<Option<T>, N> {
    type Output = Option<T>;

    fn term(self) -> Node {
        self.node.into_node()
    }
}

macro_rules! operators {
    ($($operator:ident $method:ident;)*) => {$(
        impl<T, N, R> $operator<R> for Expr<T, N>
        where
            T: SqlType<Base: Numeric>,
            N: Part,
            R: Term<T, N::Computed>,
        {
            type Output = Expr<R::Output, N::Computed>;

            fn $method(self, other: R) -> Expr<R::Output, N::Computed> {
                self.binary(BinaryOp::$operator, other.term())
            }
        }
    )*};
}

operators! {
    Add add;
    Sub sub;
    Mul mul;
}

/// Whole numbers divide to whole numbers. NULL where the divisor is 0, on every engine: so the
/// result is nullable.
///
/// A quotient of decimals that does not end has as many digits as the engine makes of it: on
/// PostgreSQL at least 16, on SQLite 20, on MySQL four more behind the point than the dividend.
/// [`round_to`](Expr::round_to) makes them equal.
impl<T, N, R> Div<R> for Expr<T, N>
where
    T: SqlType<Base: Numeric>,
    N: Part,
    R: Term<T, N::Computed>,
{
    type Output = Expr<Option<T::Base>, N::Computed>;

    fn div(self, other: R) -> Expr<Option<T::Base>, N::Computed> {
        self.binary(BinaryOp::Div, other.term())
    }
}

impl<T, N> Neg for Expr<T, N>
where
    T: SqlType<Base: Numeric>,
    N: Part,
{
    type Output = Expr<T, N::Computed>;

    fn neg(self) -> Expr<T, N::Computed> {
        self.unary(UnaryOp::Negate)
    }
}
