use std::collections::HashMap;

use super::columns::{columns, equal, kinds, row, table};
use super::face::{Step, key_mismatch};
use super::joined;
use super::keys::{Cursor, Keys, adjacent};
use super::rows::ModelRows;
use super::select_in::{Chunks, order};
use crate::driver::RowSink;
use crate::error::Result;
use crate::expr::{Alias, Node};
use crate::graph::{Edge, Links};
use crate::model::{Model, ModelMeta};
use crate::query::{JoinKind, JoinNode, SelectNode, Source, TableRef, write_select};
use crate::relation::{FarKey, LinkMeta, NearKey, Relation};
use crate::value::{Decoder, Key};

/// Loads children over a link table. The table of the parents is not needed: the link table has
/// their keys.
pub(super) async fn load<R: Relation>(step: Step<'_>, link: &'static LinkMeta) -> Result<u32> {
    let Step {
        connection,
        graph,
        parent,
        plan,
        origin,
    } = step;
    let (meta, child) = (R::META, R::Child::META);
    let keys = Keys::of::<R>(graph, parent);

    let links = Alias::fresh();
    let to_parent = link_columns(
        links,
        link.parent_columns,
        R::Parent::META,
        meta.parent_columns,
    );
    let to_child = link_columns(links, link.child_columns, child, meta.child_columns);
    let mut select = SelectNode {
        columns: row(plan.alias, child, &plan.undeferred).collect(),
        from: Some(TableRef {
            alias: links,
            source: Source::Table(link.table),
        }),
        joins: vec![JoinNode {
            kind: JoinKind::Inner,
            table: table(plan.alias, child),
            on: equal(
                columns(plan.alias, child, meta.child_columns),
                to_child.clone(),
            ),
        }],
        filter: plan.filter.clone(),
        lifted: plan.lifted.clone(),
        order: order::<R>(plan, &to_parent),
        ..SelectNode::default()
    };
    let parent_at = select.columns.len();
    select.columns.extend(to_parent.iter().cloned());
    let child_at = adjacent(meta.child_columns).unwrap_or_else(|| {
        select.columns.extend(to_child);
        parent_at + to_parent.len()
    });
    let here = plan.as_origin(origin);
    let joints = joined::join_all(&plan.nested, here, plan.alias, false, &mut select);
    let mut sink = LinkedRows::<R>::new(
        &keys,
        ModelRows::new(plan.undeferred.clone(), joints),
        parent_at,
        child_at,
    );

    let parent_kinds = kinds(R::Parent::META, meta.parent_columns);
    let dialect = connection.dialect();
    let chunks = Chunks::new(plan, parent_kinds, dialect, &select)?;
    for select in chunks.statements(select, to_parent, &keys, plan) {
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

/// Columns of a link table, stored as those they point at.
fn link_columns(alias: Alias, names: &[&'static str], model: &ModelMeta, at: &[u16]) -> Vec<Node> {
    let kinds = kinds(model, at);
    names
        .iter()
        .zip(kinds)
        .map(|(name, kind)| Node::LinkColumn { alias, name, kind })
        .collect()
}

/// Collects children, each once, and the places of those of each parent.
struct LinkedRows<'k, R: Relation> {
    children: ModelRows<R::Child>,
    places: HashMap<FarKey<R>, u32>,
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
            places: HashMap::new(),
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
