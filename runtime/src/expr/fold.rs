use super::{Node, UnaryOp};

impl Node {
    /// Whether it is a column that is compared without regard to case.
    pub(crate) fn ignores_case(&self) -> bool {
        matches!(self, Node::Column(column) if column.meta().ignores_case)
    }

    /// Whether it is such a column in the form in which it is compared.
    pub(crate) fn is_folded(&self) -> bool {
        matches!(self, Node::Unary(UnaryOp::Lower, inner) if inner.ignores_case())
    }

    /// A comparison made without it, with regard to columns that ignore case.
    pub(crate) fn ignoring_case(self) -> Node {
        match self {
            Node::Binary(op, sides) => {
                let [left, right] = alike((*sides).into());
                Node::binary(op, left, right)
            }
            node => node,
        }
    }

    /// In the form in which it is compared with what ignores case.
    pub(crate) fn folded(self) -> Node {
        match self {
            Node::Unary(UnaryOp::Lower, _) => self,
            node => Node::Unary(UnaryOp::Lower, Box::new(node)),
        }
    }
}

/// What is compared: all in lower case if one of them is a column that ignores case.
pub(crate) fn alike<const N: usize>(nodes: [Node; N]) -> [Node; N] {
    match nodes.iter().any(Node::ignores_case) {
        true => nodes.map(Node::folded),
        false => nodes,
    }
}
