use std::collections::hash_map::Entry;

use super::columns::{columns, equal, row, table};
use super::face::{missing_required, several_for_one};
use super::keys::adjacent;
use super::plan::{Method, Origin, Plan};
use super::rows::read_asked;
use crate::error::{DecodeError, Result};
use crate::expr::{Alias, conjunction};
use crate::graph::{Edge, Graph, Keyed, Links, NONE};
use crate::model::{Model, Outer, Whole};
use crate::query::{JoinKind, JoinNode, SelectNode};
use crate::relation::{FarKey, JoinKey, Relation};
use crate::value::{Decoder, Key};

/// A to-one relationship read from the rows of its parents.
pub(crate) trait Joint: Send {
    /// Reads the child of the next parent.
    fn row(&mut self, row: &dyn Decoder) -> Result<()>;
    /// Turns the order of the parents round.
    fn reverse(&mut self);
    /// The rows of each parent become one: which parent each row is of, and the first row of
    /// each parent.
    fn merge(&mut self, parents: &[u32], first: &[u32]);
    /// Moves the children into a graph.
    fn place(self: Box<Self>, graph: &mut Graph, parent: u32) -> Result<()>;
}

/// Joins those of the plans that are loaded by a join to the statement of their parents.
pub(super) fn join_all(
    plans: &[Plan],
    origin: Origin<'_>,
    parent: Alias,
    outer: bool,
    select: &mut SelectNode,
) -> Vec<Box<dyn Joint>> {
    plans
        .iter()
        .filter(|plan| plan.method(origin) == Method::Joined)
        .map(|plan| join(plan, origin, parent, outer, select))
        .collect()
}

/// An inner join where every parent has a child; below an outer join none is inner.
fn join(
    plan: &Plan,
    origin: Origin<'_>,
    parent: Alias,
    outer: bool,
    select: &mut SelectNode,
) -> Box<dyn Joint> {
    let (face, meta) = (plan.face, plan.face.meta());
    if let (Some(source), Some(gather)) = (plan.source, plan.gather) {
        let at = select.columns.len();
        let columns = row(source, face.child(), &plan.undeferred);
        select.columns.extend(columns);
        let nested = join_all(&plan.nested, plan.as_origin(origin), source, true, select);
        return gather(at, plan.undeferred.clone(), nested);
    }
    // Where its scopes hide the row that must be there, that is an error and no missing parent.
    let outer = outer || !meta.required || face.child().table.is_scoped();
    let alias = Alias::fresh();
    let same_key = equal(
        columns(alias, face.child(), meta.child_columns),
        columns(parent, face.parent(), meta.parent_columns),
    );
    select.joins.push(JoinNode {
        kind: if outer {
            JoinKind::Left
        } else {
            JoinKind::Inner
        },
        table: table(alias, face.child()),
        on: conjunction(std::iter::once(same_key).chain(meta.condition(alias))),
    });
    let at = select.columns.len();
    select
        .columns
        .extend(row(alias, face.child(), &plan.undeferred));
    let nested = join_all(&plan.nested, plan.as_origin(origin), alias, outer, select);
    face.joint(at, plan.undeferred.clone(), nested)
}

/// The links of the first row of each parent.
pub(super) fn of_first(links: &[u32], first: &[u32]) -> Vec<u32> {
    first.iter().map(|row| links[*row as usize]).collect()
}

/// The children of `R`, each once.
pub(super) struct JointOf<R: Relation> {
    /// Where their columns begin.
    at: usize,
    /// The deferred columns that were asked for.
    asked: Vec<u16>,
    rows: Vec<R::Child>,
    places: Keyed<FarKey<R>>,
    /// The child of each parent.
    links: Vec<u32>,
    nested: Vec<Box<dyn Joint>>,
}

impl<R: Relation> JointOf<R> {
    pub(super) fn new(at: usize, asked: Vec<u16>, nested: Vec<Box<dyn Joint>>) -> Self {
        JointOf {
            at,
            asked,
            rows: vec![],
            places: Keyed::default(),
            links: vec![],
            nested,
        }
    }

    fn key(&self, row: &dyn Decoder) -> Result<Option<FarKey<R>>> {
        match adjacent(R::META.child_columns) {
            Some(first) => Ok(FarKey::<R>::decode(row, self.at + first)?),
            None => Ok(self.child(row)?.as_ref().and_then(R::Far::of)),
        }
    }

    fn child(&self, row: &dyn Decoder) -> Result<Option<R::Child>> {
        let in_model = |error: DecodeError| error.in_model(R::Child::META, self.at);
        let mut child = Outer::row::<R::Child, _>(row, self.at).map_err(in_model)?;
        if let Some(child) = &mut child {
            read_asked(child, &self.asked, row, self.at).map_err(in_model)?;
        }
        Ok(child)
    }
}

impl<R: Relation> Joint for JointOf<R> {
    fn row(&mut self, row: &dyn Decoder) -> Result<()> {
        let Some(key) = self.key(row)? else {
            if R::META.required {
                return Err(missing_required::<R>());
            }
            self.links.push(NONE);
            return Ok(());
        };
        if let Some(place) = self.places.get(&key) {
            // Two rows with one key: of a has-one whose key is not unique.
            if !R::META.belongs_to
                && self
                    .child(row)?
                    .is_some_and(|child| child.key() != self.rows[*place as usize].key())
            {
                return Err(several_for_one::<R>());
            }
            self.links.push(*place);
            return Ok(());
        }
        let Some(child) = self.child(row)? else {
            self.links.push(NONE);
            return Ok(());
        };
        let place = self.rows.len() as u32;
        if let Entry::Vacant(entry) = self.places.entry(key) {
            entry.insert(place);
        }
        self.rows.push(child);
        self.links.push(place);
        for joint in &mut self.nested {
            joint.row(row)?;
        }
        Ok(())
    }

    fn reverse(&mut self) {
        self.links.reverse();
    }

    fn merge(&mut self, _: &[u32], first: &[u32]) {
        self.links = of_first(&self.links, first);
    }

    fn place(self: Box<Self>, graph: &mut Graph, parent: u32) -> Result<()> {
        let node = graph.add_node(self.rows);
        graph.nodes[parent as usize].edges.push(Edge {
            slot: R::META.slot,
            node,
            links: Links::One(self.links),
        });
        for joint in self.nested {
            joint.place(graph, node)?;
        }
        Ok(())
    }
}
