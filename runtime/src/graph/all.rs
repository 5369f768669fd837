use std::fmt;
use std::marker::PhantomData;
use std::ops::Index;

use serde::ser::{Serialize, Serializer};

use super::{Graph, Many, ManyIter};
use crate::model::Model;
use crate::relation::Shape;

/// The owned result of a query: its rows in their order, with all that was loaded with them.
///
/// `Send`, `Sync` and `'static`: put it into an `Arc`, send it to another task, keep it.
pub struct All<M, L> {
    pub(crate) graph: Graph,
    pub(crate) node: u32,
    pub(crate) proof: PhantomData<fn() -> (M, L)>,
}

impl<M: Model, L: 'static> All<M, L> {
    pub(crate) fn new(graph: Graph, node: u32) -> Self {
        All {
            graph,
            node,
            proof: PhantomData,
        }
    }

    fn many(&self) -> Many<'_, M, L> {
        Many::every(&self.graph, self.node)
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.many().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Views of the rows in their order.
    pub fn iter(&self) -> ManyIter<'_, M, L> {
        self.many().iter()
    }

    /// The row at a place.
    pub fn get(&self, at: usize) -> Option<M::View<'_, L>> {
        self.many().get(at)
    }

    /// The first row.
    pub fn first(&self) -> Option<M::View<'_, L>> {
        self.get(0)
    }

    /// The plain rows.
    pub fn rows(&self) -> &[M] {
        self.graph.rows(self.graph.nodes[self.node as usize].table)
    }

    /// The plain rows, to change in memory. What was loaded with them stays as it was.
    pub fn rows_mut(&mut self) -> &mut [M] {
        let table = self.graph.nodes[self.node as usize].table;
        self.graph
            .table_mut::<M>(table)
            .map_or(&mut [], |table| &mut table.rows)
    }

    /// The plain rows, without what was loaded with them.
    pub fn into_rows(mut self) -> Vec<M> {
        let table = self.graph.nodes[self.node as usize].table;
        self.graph
            .table_mut::<M>(table)
            .map(|t| std::mem::take(&mut t.rows))
            .unwrap_or_default()
    }
}

/// The plain row at a place.
impl<M: Model, L: 'static> Index<usize> for All<M, L> {
    type Output = M;

    fn index(&self, at: usize) -> &M {
        &self.rows()[at]
    }
}

/// The plain rows.
impl<M: Model + fmt::Debug, L: 'static> fmt::Debug for All<M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rows()).finish()
    }
}

impl<'g, M: Model, L: 'static> IntoIterator for &'g All<M, L> {
    type Item = M::View<'g, L>;
    type IntoIter = ManyIter<'g, M, L>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<M: Model, L: Shape<M>> Serialize for All<M, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.many().serialize(serializer)
    }
}
