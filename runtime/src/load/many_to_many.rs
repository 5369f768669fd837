use super::children;
use super::face::{Step, key_mismatch};
use super::keys::{Cursor, Keys, adjacent};
use super::rows::ModelRows;
use super::select_in::statements;
use crate::driver::RowSink;
use crate::error::Result;
use crate::graph::{Edge, Keyed, Links};
use crate::query::write_select;
use crate::relation::{FarKey, LinkMeta, NearKey, Relation};
use crate::value::{Decoder, Key};

/// Loads children over a link table.
pub(super) async fn load<R: Relation>(step: Step<'_>, link: &'static LinkMeta) -> Result<u32> {
    let Step {
        connection,
        graph,
        parent,
        plan,
        origin,
    } = step;
    let meta = R::META;
    let keys = Keys::of::<R>(graph, parent);
    let child_key = adjacent(meta.child_columns);
    let (children, (parent_at, child_at)) = children::linked(plan, link, child_key, origin);
    let mut sink = LinkedRows::<R>::new(
        &keys,
        ModelRows::new(plan.undeferred.clone(), children.joints),
        parent_at,
        child_at,
    );

    let dialect = connection.dialect();
    let (select, to_parent) = (children.select, children.to_parent);
    for select in statements(select, to_parent, children.kinds, &keys, plan, dialect)? {
        connection
            .fetch(&write_select(&select, dialect)?, &mut sink)
            .await?;
    }

    let (children, links) = sink.finish();
    let node = children.place(graph)?;
    graph.nodes[parent as usize].edges.push(Edge {
        slot: meta.slot,
        node,
        links,
    });
    Ok(node)
}

/// Collects children, each once, and the places of those of each parent.
struct LinkedRows<'k, R: Relation> {
    children: ModelRows<R::Child>,
    places: Keyed<FarKey<R>>,
    keys: &'k Keys<NearKey<R>>,
    cursor: Cursor<'k, NearKey<R>>,
    /// Places of the children in the order they came: those of one parent stand together.
    to: Vec<u32>,
    /// Which of `to` are those of the parent at a position.
    ranges: Vec<(u32, u32)>,
    /// Where the parent's key stands in a row, and where the child's.
    parent_at: usize,
    child_at: usize,
}

impl<'k, R: Relation> LinkedRows<'k, R> {
    fn new(
        keys: &'k Keys<NearKey<R>>,
        children: ModelRows<R::Child>,
        parent_at: usize,
        child_at: usize,
    ) -> Self {
        LinkedRows {
            children,
            places: Keyed::default(),
            keys,
            cursor: Cursor::new(keys),
            to: vec![],
            ranges: vec![(0, 0); keys.rows()],
            parent_at,
            child_at,
        }
    }

    fn finish(self) -> (ModelRows<R::Child>, Links) {
        let mut offsets = Vec::with_capacity(self.ranges.len() + 1);
        let mut to = Vec::with_capacity(self.to.len());
        offsets.push(0);
        for (from, end) in self.ranges {
            to.extend_from_slice(&self.to[from as usize..end as usize]);
            offsets.push(to.len() as u32);
        }
        (self.children, Links::Lists { offsets, to })
    }
}

impl<R: Relation> RowSink for LinkedRows<'_, R> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let parent = NearKey::<R>::decode(row, self.parent_at)?;
        let child = FarKey::<R>::decode(row, self.child_at)?;
        let (Some(parent), Some(child)) = (parent, child) else {
            return Err(key_mismatch::<R>());
        };
        let Some(group) = self.cursor.find(&parent) else {
            return Err(key_mismatch::<R>());
        };
        let next = self.children.rows.len() as u32;
        let place = *self.places.entry(child).or_insert(next);
        if place == next {
            self.children.row(row)?;
        }
        let end = self.to.len() as u32;
        let mut positions = self.keys.positions(group).peekable();
        let (from, until) = positions.peek().map_or((0, 0), |at| self.ranges[*at]);
        let from = if from == until { end } else { from };
        if from < until && until != end {
            // The engine told texts apart by another rule than it ordered them by.
            return Err(key_mismatch::<R>());
        }
        // A link table without a key may hold a link twice. Its rows stand together.
        if from < until && self.to.last() == Some(&place) {
            return Ok(());
        }
        self.to.push(place);
        for position in positions {
            self.ranges[position] = (from, end + 1);
        }
        Ok(())
    }
}
