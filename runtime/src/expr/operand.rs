use super::{Expr, Node};
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
pub trait Operand<T> {
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

impl<T: Scalar> Operand<T> for T {
    fn operand(self) -> Node {
        Node::Bind(self.into_value())
    }
}

impl<T: Scalar> Operand<T> for &T {
    fn operand(self) -> Node {
        Node::Bind(self.clone().into_value())
    }
}

impl Operand<String> for &str {
    fn operand(self) -> Node {
        Node::Bind(self.literal())
    }
}

impl Operand<Vec<u8>> for &[u8] {
    fn operand(self) -> Node {
        Node::Bind(self.literal())
    }
}

impl<T, N: Into<Node>> Operand<T> for Expr<T, N> {
    fn operand(self) -> Node {
        self.node.into()
    }
}

impl<T, N: Into<Node>> Operand<T> for Expr<Option<T>, N> {
    fn operand(self) -> Node {
        self.node.into()
    }
}
