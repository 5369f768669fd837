use super::{Column, Node};

/// What an expression is made of, and so where it may stand.
///
/// A [`Column`] or a [`Node`] may stand anywhere. An [`Ungrouped`] one belongs to the single rows
/// of a grouped query: it can be calculated with, but only an aggregate of it can be selected.
pub trait Part: Clone + Send + Sync + 'static {
    /// What an expression computed from it is made of.
    type Computed: Part<Computed = Self::Computed>;
    /// The expression.
    #[doc(hidden)]
    fn into_node(self) -> Node;
    /// An expression computed from it.
    #[doc(hidden)]
    fn computed(node: Node) -> Self::Computed;
}

/// An expression of the single rows of a grouped query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ungrouped<N>(pub(crate) N);

impl Part for Node {
    type Computed = Node;

    fn into_node(self) -> Node {
        self
    }

    fn computed(node: Node) -> Node {
        node
    }
}

impl Part for Column {
    type Computed = Node;

    fn into_node(self) -> Node {
        self.into()
    }

    fn computed(node: Node) -> Node {
        node
    }
}

impl<N: Into<Node> + Clone + Send + Sync + 'static> Part for Ungrouped<N> {
    type Computed = Ungrouped<Node>;

    fn into_node(self) -> Node {
        self.0.into()
    }

    fn computed(node: Node) -> Ungrouped<Node> {
        Ungrouped(node)
    }
}

impl From<Column> for Ungrouped<Column> {
    fn from(column: Column) -> Self {
        Ungrouped(column)
    }
}
