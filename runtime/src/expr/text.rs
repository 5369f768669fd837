use super::{Expr, Node, Nullness, Textual, UnaryOp};

impl<T: Nullness, N: Into<Node>> Expr<T, N> {
    /// `lower(self)`. SQLite knows the cases of ASCII only.
    pub fn lower(self) -> Expr<T>
    where
        T::Base: Textual,
    {
        Expr::unary(UnaryOp::Lower, self.node.into())
    }

    /// `upper(self)`. SQLite knows the cases of ASCII only.
    pub fn upper(self) -> Expr<T>
    where
        T::Base: Textual,
    {
        Expr::unary(UnaryOp::Upper, self.node.into())
    }

    /// How many characters the text has.
    pub fn length(self) -> Expr<T::Of<i64>>
    where
        T::Base: Textual,
    {
        Expr::unary(UnaryOp::Length, self.node.into())
    }
}
