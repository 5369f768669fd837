//! Loaded rows and how they hang together.
//!
//! A graph is a list of plan nodes, one for each step of a load, each with the rows it loaded
//! and its edges to other nodes. Edges belong to a node and not to a relationship, so that one
//! relationship loaded in two ways by one query does not overwrite itself. Nodes are
//! append-only: a [`View`] may be proof of what a node has.

mod all;
mod edits;
mod followed;
mod handle;
mod incoming;
mod many;
mod node;
mod one;
mod places;
mod rekeyed;
mod reread;
mod table;
mod tracked;
mod view;

pub use all::All;
pub(crate) use followed::Followed;
pub use handle::Handle;
pub(crate) use incoming::{AnyRow, Ends, Incoming, Reference};
pub use many::{Many, ManyIter};
pub use node::{Edge, Links, NONE, Node, Rows};
pub use one::One;
pub(crate) use places::{ByPlace, Keyed, Places};
pub(crate) use rekeyed::Rekeyed;
pub(crate) use reread::in_column;
pub use table::{AnyTable, Table};
pub(crate) use tracked::Tracked;
pub use view::View;

use chrono::{DateTime, Utc};

use crate::model::Model;

/// Rows of several models with the edges between them.
#[derive(Default)]
pub struct Graph {
    pub(crate) tables: Vec<Box<dyn AnyTable>>,
    pub(crate) nodes: Vec<Node>,
    /// Whether rows of equal key are one row: the identity map of a session.
    pub(crate) identity: bool,
    /// Tells the graphs of sessions apart, and the times before and after a rollback.
    pub(crate) tag: u32,
    /// When the rows were so, where they are not those of now.
    pub(crate) moment: Option<DateTime<Utc>>,
}

impl Graph {
    pub(crate) fn table_of<M: Model>(&mut self) -> u32 {
        if let (true, Some(at)) = (self.identity, self.find_table::<M>()) {
            return at;
        }
        self.tables.push(Box::new(Table::<M>::default()));
        self.tables.len() as u32 - 1
    }

    /// The table of a model, if there is one.
    pub(crate) fn find_table<M: Model>(&self) -> Option<u32> {
        let found = self.tables.iter().position(|t| t.as_any().is::<Table<M>>());
        found.map(|at| at as u32)
    }

    pub(crate) fn table<M: Model>(&self, at: u32) -> Option<&Table<M>> {
        self.tables.get(at as usize)?.as_any().downcast_ref()
    }

    pub(crate) fn table_mut<M: Model>(&mut self, at: u32) -> Option<&mut Table<M>> {
        self.tables
            .get_mut(at as usize)?
            .as_any_mut()
            .downcast_mut()
    }

    /// The rows of a table; none if it holds another model.
    pub(crate) fn rows<M: Model>(&self, at: u32) -> &[M] {
        self.table::<M>(at).map_or(&[], |t| &t.rows)
    }

    /// Takes rows in, in their order, and makes a node of them. In a session a row that is
    /// already there stays as it is.
    pub(crate) fn add_node<M: Model>(&mut self, rows: Vec<M>) -> u32 {
        let at = self.table_of::<M>();
        let identity = self.identity;
        let rows = match self.table_mut::<M>(at) {
            Some(table) if identity => {
                Rows::Index(rows.into_iter().map(|row| table.adopt(row)).collect())
            }
            Some(table) => {
                let n = rows.len() as u32;
                table.rows = rows;
                Rows::All(n)
            }
            None => Rows::All(0),
        };
        self.nodes.push(Node {
            table: at,
            rows,
            edges: vec![],
        });
        self.nodes.len() as u32 - 1
    }

    /// Another node over the rows of a node, without its edges.
    pub(crate) fn share_node(&mut self, node: u32) -> u32 {
        let Node { table, rows, .. } = &self.nodes[node as usize];
        let (table, rows) = (*table, rows.clone());
        self.nodes.push(Node {
            table,
            rows,
            edges: vec![],
        });
        self.nodes.len() as u32 - 1
    }

    pub(crate) fn len(&self, node: u32) -> u32 {
        self.nodes[node as usize].rows.len()
    }

    pub(crate) fn view<M: Model, L>(&self, node: u32, position: u32) -> View<'_, M, L> {
        let at = &self.nodes[node as usize];
        let row = &self.rows::<M>(at.table)[at.rows.index(position) as usize];
        View::new(self, row, node, position)
    }
}
