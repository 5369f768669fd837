use super::{Expr, Nullness, Part, Textual, UnaryOp};

impl<T: Nullness, N: Part> Expr<T, N> {
    /// `lower(self)`. SQLite knows the cases of ASCII only.
    pub fn lower(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.unary(UnaryOp::Lower)
    }

    /// `upper(self)`. SQLite knows the cases of ASCII only.
    pub fn upper(self) -> Expr<T, N::Computed>
    where
        T::Base: Textual,
    {
        self.unary(UnaryOp::Upper)
    }

    /// How many characters the text has.
    pub fn length(self) -> Expr<T::Of<i64>, N::Computed>
    where
        T::Base: Textual,
    {
        self.unary(UnaryOp::Length)
    }
}
