use std::fmt;
use std::marker::PhantomData;

use serde::ser::{Serialize, Serializer};

use super::{Edge, Graph, Handle, Links, Rows, View};
use crate::model::Model;
use crate::relation::Shape;

/// The rows of a loaded collection.
pub struct Many<'g, M: Model, L = <M as Model>::Bare> {
    graph: &'g Graph,
    node: u32,
    index: &'g Rows,
    rows: &'g [M],
    to: To<'g>,
    proof: PhantomData<fn() -> L>,
}

#[derive(Clone, Copy)]
enum To<'g> {
    Range(u32, u32),
    List(&'g [u32]),
}

impl<M: Model, L> Clone for Many<'_, M, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model, L> Copy for Many<'_, M, L> {}

impl<'g, M: Model, L> Many<'g, M, L> {
    pub(crate) fn new(graph: &'g Graph, edge: &'g Edge, position: u32) -> Self {
        let at = position as usize;
        let to = match &edge.links {
            Links::One(to) => To::List(std::slice::from_ref(&to[at])),
            Links::Ranges(ranges) => To::Range(ranges[at].0, ranges[at].1),
            Links::Lists { offsets, to } => {
                To::List(&to[offsets[at] as usize..offsets[at + 1] as usize])
            }
        };
        Self::of(graph, edge.node, to)
    }

    /// Every row of a node.
    pub(crate) fn every(graph: &'g Graph, node: u32) -> Self {
        Self::of(graph, node, To::Range(0, graph.len(node)))
    }

    fn of(graph: &'g Graph, node: u32, to: To<'g>) -> Self {
        let at = &graph.nodes[node as usize];
        Many {
            graph,
            node,
            index: &at.rows,
            rows: graph.rows(at.table),
            to,
            proof: PhantomData,
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        match self.to {
            To::Range(from, to) => (to - from) as usize,
            To::List(list) => list.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn position(&self, at: usize) -> u32 {
        match self.to {
            To::Range(from, _) => from + at as u32,
            To::List(list) => list[at],
        }
    }

    fn view(&self, at: usize) -> View<'g, M, L> {
        let position = self.position(at);
        let row = &self.rows[self.index.index(position) as usize];
        View::new(self.graph, row, self.node, position)
    }

    /// Owned names of the rows: they do not borrow the session.
    pub fn handles(&self) -> Vec<Handle<M, L>> {
        (0..self.len()).map(|at| self.view(at).handle()).collect()
    }
}

impl<'g, M: Model, L: 'static> Many<'g, M, L> {
    /// The row at a place.
    pub fn get(&self, at: usize) -> Option<M::View<'g, L>> {
        (at < self.len()).then(|| self.view(at).into())
    }

    /// The first row.
    pub fn first(&self) -> Option<M::View<'g, L>> {
        self.get(0)
    }

    /// The rows in their order.
    pub fn iter(&self) -> ManyIter<'g, M, L> {
        ManyIter { many: *self, at: 0 }
    }
}

/// Iterator over the rows of a [`Many`].
pub struct ManyIter<'g, M: Model, L = <M as Model>::Bare> {
    many: Many<'g, M, L>,
    at: usize,
}

impl<'g, M: Model, L: 'static> Iterator for ManyIter<'g, M, L> {
    type Item = M::View<'g, L>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let view = self.many.get(self.at)?;
        self.at += 1;
        Some(view)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.many.len() - self.at;
        (left, Some(left))
    }
}

impl<M: Model, L: 'static> ExactSizeIterator for ManyIter<'_, M, L> {}

impl<'g, M: Model, L: 'static> IntoIterator for Many<'g, M, L> {
    type Item = M::View<'g, L>;
    type IntoIter = ManyIter<'g, M, L>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The plain rows.
impl<M: Model + fmt::Debug, L> fmt::Debug for Many<'_, M, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = (0..self.len()).map(|at| self.view(at).row());
        f.debug_list().entries(rows).finish()
    }
}

impl<M: Model, L: Shape<M>> Serialize for Many<'_, M, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.len()).map(|at| self.view(at)))
    }
}
