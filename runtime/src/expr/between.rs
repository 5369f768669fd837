use super::{Expr, Node, Operand, Ordered, Part, alike};
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
        let nodes = alike([self.node.into_node(), low.operand(), high.operand()]);
        let [value, low, high] = nodes.map(Box::new);
        Self::computed(Node::Between(value, low, high))
    }
}
