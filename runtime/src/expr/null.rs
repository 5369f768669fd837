use super::{Argument, Expr, Function, Node, Operand, Part, UnaryOp};
use crate::value::{Scalar, SqlType};

/// Carries the nullability of `Self` over to another type: what is computed from a nullable
/// column is nullable.
pub trait Nullness: SqlType {
    /// `U`, or `Option<U>` where `Self` is an `Option`.
    type Of<U: Scalar>: Nullness<Base = U>;
    /// `V`, or an `Option` of it where `Self` is one: what is computed from both.
    type With<V: Nullness>: Nullness<Base = V::Base>;
    /// Whether `Self` is an `Option`.
    #[doc(hidden)]
    const NULLABLE: bool;
}

impl<T: Scalar> Nullness for T {
    type Of<U: Scalar> = U;
    type With<V: Nullness> = V;
    const NULLABLE: bool = false;
}

impl<T: Scalar> Nullness for Option<T> {
    type Of<U: Scalar> = Option<U>;
    type With<V: Nullness> = Option<V::Base>;
    const NULLABLE: bool = true;
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

    /// `coalesce(self, other)`: the other expression where this one is NULL, and so NULL only if
    /// that may be. Several follow each other: `a.coalesce(b).coalesce(c)`.
    pub fn coalesce<A: Argument<T, N::Computed>>(self, other: A) -> Expr<A::With<T>, N::Computed> {
        let mut nodes = match self.node.into_node() {
            Node::Coalesce(nodes) => nodes,
            node => vec![node],
        };
        nodes.push(other.operand());
        Self::computed(Node::Coalesce(nodes))
    }
}

impl<T: Nullness, N: Part> Expr<T, N> {
    /// `nullif(self, other)`: NULL where the two are equal.
    pub fn nullif(
        self,
        other: impl Operand<T::Base, N::Computed>,
    ) -> Expr<Option<T::Base>, N::Computed> {
        self.call(Function::NullIf, [other.operand()], T::Base::KIND)
    }
}
