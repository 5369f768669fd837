use super::{Expr, Node, Operand, Part, UnaryOp};
use crate::value::{Scalar, SqlType};

/// Carries the nullability of `Self` over to another type: what is computed from a nullable
/// column is nullable.
pub trait Nullness: SqlType {
    /// `U`, or `Option<U>` where `Self` is an `Option`.
    type Of<U: Scalar>: SqlType<Base = U>;
}

impl<T: Scalar> Nullness for T {
    type Of<U: Scalar> = U;
}

impl<T: Scalar> Nullness for Option<T> {
    type Of<U: Scalar> = Option<U>;
}

impl<T, N: Part> Expr<Option<T>, N> {
    /// `self IS NULL`
    pub fn is_null(self) -> Expr<bool, N::Computed> {
        self.unary(UnaryOp::IsNull)
    }

    /// `self IS NOT NULL`
    pub fn is_not_null(self) -> Expr<bool, N::Computed> {
        self.unary(UnaryOp::IsNotNull)
    }
}

impl<T: Scalar, N: Part> Expr<Option<T>, N> {
    /// `coalesce(self, value)`: the value where there is NULL, and so no longer nullable.
    pub fn or_value<V: super::Literal<T>>(self, value: V) -> Expr<T, N::Computed> {
        Self::computed(Node::Coalesce(vec![
            self.node.into_node(),
            Node::Bind(value.literal()),
        ]))
    }

    /// `coalesce(self, other)`: the other expression where this one is NULL.
    pub fn coalesce(self, other: impl Operand<T, N::Computed>) -> Expr<Option<T>, N::Computed> {
        Self::computed(Node::Coalesce(vec![self.node.into_node(), other.operand()]))
    }
}
