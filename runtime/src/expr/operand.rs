use super::{Column, DerivedColumn, Expr, Node, Part, Ungrouped};
use crate::value::{Scalar, Value};

/// The other side of an operator on a column of type `T`: a value, a reference to one, or an
/// expression of the same type, nullable or not.
///
/// An `Option` is not an operand: `column = NULL` is never true in SQL. Say `.is_null()`, or
/// decide in Rust whether the condition is there at all.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be compared with a column of type `{T}`",
    label = "not of type `{T}`"
)]
pub trait Operand<T, C = Node> {
    /// What it is made of.
    #[doc(hidden)]
    fn operand(self) -> Node;
}

/// A value known in the program, for a column of type `T`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be compared with a column of type `{T}`",
    label = "not a value of type `{T}`"
)]
pub trait Literal<T> {
    /// The value to bind.
    #[doc(hidden)]
    fn literal(self) -> Value;
}

impl<T: Scalar> Literal<T> for T {
    fn literal(self) -> Value {
        self.into_value()
    }
}

impl<T: Scalar> Literal<T> for &T {
    fn literal(self) -> Value {
        self.clone().into_value()
    }
}

impl Literal<String> for &str {
    fn literal(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Literal<Vec<u8>> for &[u8] {
    fn literal(self) -> Value {
        Value::Bytes(self.to_owned())
    }
}

impl<T: Scalar, C> Operand<T, C> for T {
    fn operand(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Scalar, C> Operand<T, C> for &T {
    fn operand(self) -> Node {
        Node::Bind(self.clone().into_value())
    }
}

impl<C> Operand<String, C> for &str {
    fn operand(self) -> Node {
        Node::Bind(self.literal())
    }
}

impl<C> Operand<Vec<u8>, C> for &[u8] {
    fn operand(self) -> Node {
        Node::Bind(self.literal())
    }
}

impl<T, N: Part> Operand<T, N::Computed> for Expr<T, N> {
    fn operand(self) -> Node {
        self.node.into_node()
    }
}

impl<T, N: Part> Operand<T, N::Computed> for Expr<Option<T>, N> {
    fn operand(self) -> Node {
        self.node.into_node()
    }
}

/// What stands for a whole group may be compared with what its rows have.
macro_rules! beside_rows {
    ($($node:ty),*) => {$(
        impl<T> Operand<T, Ungrouped<Node>> for Expr<T, $node> {
            fn operand(self) -> Node {
                self.node.into()
            }
        }

        impl<T> Operand<T, Ungrouped<Node>> for Expr<Option<T>, $node> {
            fn operand(self) -> Node {
                self.node.into()
            }
        }
    )*};
}

beside_rows!(Node, Column, DerivedColumn);
