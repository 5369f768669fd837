use super::face::Face;
use crate::expr::{Alias, Node, OrderNode};

/// How a relationship is to be loaded from the rows of one step, and what from there on.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The relationship.
    pub(crate) face: &'static dyn Face,
    /// What the child's table is called in `filter` and `order`.
    pub(crate) alias: Alias,
    /// With which statement.
    pub(crate) strategy: Strategy,
    /// Conditions on the children, all of which must hold.
    pub(crate) filter: Vec<Node>,
    /// The children's order, before the relationship's own.
    pub(crate) order: Vec<OrderNode>,
    /// At most so many children of each parent.
    pub(crate) limit: Option<u64>,
    /// So many children of each parent are passed over.
    pub(crate) offset: u64,
    /// At most so many keys in one statement, if fewer than the engine takes.
    pub(crate) chunk: Option<usize>,
    /// What is loaded with the children.
    pub(crate) nested: Vec<Plan>,
}

/// With which statement children are loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// One of their own, by the keys of the parents.
    SelectIn,
    /// That of the parents, by a join.
    Joined,
}

impl Plan {
    pub(crate) fn new(face: &'static dyn Face) -> Self {
        Plan {
            face,
            alias: Alias::fresh(),
            strategy: Strategy::SelectIn,
            filter: vec![],
            order: vec![],
            limit: None,
            offset: 0,
            chunk: None,
            nested: vec![],
        }
    }
}
