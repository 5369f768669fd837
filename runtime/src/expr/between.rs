use super::{Expr, Node, Operand, Ordered};
use crate::value::SqlType;

impl<T: SqlType, N: Into<Node>> Expr<T, N> {
    /// `self BETWEEN low AND high`: both ends count.
    pub fn between(self, low: impl Operand<T::Base>, high: impl Operand<T::Base>) -> Expr<bool>
    where
        T::Base: Ordered,
    {
        Expr::new(Node::Between(
            Box::new(self.node.into()),
            Box::new(low.operand()),
            Box::new(high.operand()),
        ))
    }
}
