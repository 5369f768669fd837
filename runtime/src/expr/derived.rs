use super::{Alias, Node, Part, Ungrouped};
use crate::value::Kind;

/// A column of a source that has no model: a subquery in FROM, a CTE, a list of values.
///
/// It is known by its position; the writer knows what it is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DerivedColumn {
    /// The source.
    pub alias: Alias,
    /// Its position in the source.
    pub at: u16,
    /// How its values are stored.
    pub kind: Kind,
}

impl From<DerivedColumn> for Node {
    fn from(column: DerivedColumn) -> Self {
        Node::Derived(column)
    }
}

impl From<DerivedColumn> for Ungrouped<DerivedColumn> {
    fn from(column: DerivedColumn) -> Self {
        Ungrouped(column)
    }
}

impl Part for DerivedColumn {
    type Computed = Node;

    fn into_node(self) -> Node {
        self.into()
    }

    fn computed(node: Node) -> Node {
        node
    }
}
