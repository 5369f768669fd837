use std::marker::PhantomData;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Edge, Graph, Handle, Links, Many, NONE};
use crate::model::Model;
use crate::relation::{Relation, Shape};

/// A `Copy` pointer to a row of a graph, with the proof `L` of what is loaded with it.
///
/// Generated code wraps it into `UserView`; use that.
pub struct View<'g, M, L> {
    graph: &'g Graph,
    row: &'g M,
    node: u32,
    position: u32,
    proof: PhantomData<fn() -> L>,
}

/// The generated view of a row that a relationship leads to.
type Generated<'g, R, S> = <<R as Relation>::Child as Model>::View<'g, S>;

/// The same with nothing loaded.
type Plain<'g, M> = <M as Model>::View<'g, <M as Model>::Bare>;

impl<M, L> Clone for View<'_, M, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M, L> Copy for View<'_, M, L> {}

impl<'g, M, L> View<'g, M, L> {
    pub(crate) fn new(graph: &'g Graph, row: &'g M, node: u32, position: u32) -> Self {
        View {
            graph,
            row,
            node,
            position,
            proof: PhantomData,
        }
    }

    /// The row.
    pub fn row(self) -> &'g M {
        self.row
    }

    /// What tells it from every other row of a loaded graph.
    pub(crate) fn place(self) -> (usize, u32, u32) {
        let graph: *const Graph = self.graph;
        (graph.addr(), self.node, self.position)
    }

    /// The same row with another proof.
    #[doc(hidden)]
    pub fn recast<K>(self) -> View<'g, M, K> {
        View::new(self.graph, self.row, self.node, self.position)
    }
}

impl<'g, M: Model, L> View<'g, M, L> {
    /// The row's handle, if the graph belongs to a session.
    pub fn handle(self) -> Handle<M, L> {
        let (table, row) = if self.node == NONE {
            (NONE, self.position)
        } else {
            let node = &self.graph.nodes[self.node as usize];
            (node.table, node.rows.index(self.position))
        };
        Handle {
            tag: self.graph.tag,
            table,
            row,
            node: self.node,
            position: self.position,
            proof: PhantomData,
        }
    }

    fn edge<R: Relation<Parent = M>>(self) -> Option<&'g Edge> {
        if self.node == NONE {
            return None;
        }
        self.graph.nodes[self.node as usize].edge(R::META.slot)
    }

    /// The rows of a to-many relationship, if it was loaded.
    #[doc(hidden)]
    pub fn try_many<R: Relation<Parent = M>, S>(self) -> Option<Many<'g, R::Child, S>> {
        let edge = self.edge::<R>()?;
        Some(Many::new(self.graph, edge, self.position))
    }

    /// The rows of a to-many relationship that `L` proves loaded.
    #[doc(hidden)]
    pub fn many<R: Relation<Parent = M>, S>(self) -> Many<'g, R::Child, S> {
        self.try_many::<R, S>()
            .unwrap_or_else(|| unproved(R::META.name))
    }

    /// The row of a to-one relationship, if it was loaded.
    #[doc(hidden)]
    pub fn try_optional<R: Relation<Parent = M>, S>(self) -> Option<Option<View<'g, R::Child, S>>> {
        let edge = self.edge::<R>()?;
        let at = self.position as usize;
        let to = match &edge.links {
            Links::One(to) => to[at],
            Links::Ranges(ranges) if ranges[at].0 == ranges[at].1 => NONE,
            Links::Ranges(ranges) => ranges[at].0,
            Links::Lists { offsets, to } => to[offsets[at] as usize..offsets[at + 1] as usize]
                .first()
                .copied()
                .unwrap_or(NONE),
        };
        Some((to != NONE).then(|| self.graph.view(edge.node, to)))
    }

    /// The same as the generated view.
    #[doc(hidden)]
    pub fn try_one<R: Relation<Parent = M>>(self) -> Option<Option<Plain<'g, R::Child>>> {
        let found = self.try_optional::<R, _>()?;
        Some(found.map(Into::into))
    }

    /// The row of a to-one relationship that `L` proves loaded.
    #[doc(hidden)]
    pub fn optional<R: Relation<Parent = M>, S: 'static>(self) -> Option<Generated<'g, R, S>> {
        self.proved::<R, S>().map(Into::into)
    }

    pub(crate) fn proved<R: Relation<Parent = M>, S>(self) -> Option<View<'g, R::Child, S>> {
        self.try_optional::<R, S>()
            .unwrap_or_else(|| unproved(R::META.name))
    }

    /// The row of a to-one relationship that `L` proves loaded and the schema proves there.
    #[doc(hidden)]
    pub fn required<R: Relation<Parent = M>, S: 'static>(self) -> Generated<'g, R, S> {
        self.optional::<R, S>()
            .unwrap_or_else(|| unproved(R::META.name))
    }
}

/// Loaders fill every edge that a type promises and refuse a missing required parent.
#[cold]
#[allow(clippy::panic)]
fn unproved(relationship: &str) -> ! {
    panic!("relationship `{relationship}` is promised by the type but not loaded: a bug of ormolu")
}

/// The plain row.
impl<M: std::fmt::Debug, L> std::fmt::Debug for View<'_, M, L> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.row.fmt(f)
    }
}

impl<M: Model, L: Shape<M>> Serialize for View<'_, M, L> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.row.serialize_columns(&mut map)?;
        L::serialize_loaded(*self, &mut map)?;
        map.end()
    }
}
