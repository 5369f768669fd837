use super::{Expr, Node, Operand, Ordered, Part};
use crate::value::SqlType;

impl<T: SqlType, N: Part> Expr<T, N> {
    /// `self BETWEEN low AND high`: both ends count.
    pub fn between(
        self,
        low: impl Operand<T::Base, N::Computed>,
        high: impl Operand<T::Base, N::Computed>,
    ) -> Expr<bool, N::Computed>
    where
        T::Base: Ordered,
    {
        Self::computed(Node::Between(
            Box::new(self.node.into_node()),
            Box::new(low.operand()),
            Box::new(high.operand()),
        ))
    }
}
