use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::{Handle, NONE};
use crate::model::Model;

impl Session {
    /// Says that a row's values are out of date: reading it is an error until it is read anew, by
    /// `refresh` or by a query that finds it. What was edited and not flushed is given up.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let ann = s.get::<User>(1).await?;
    /// s.invalidate(ann)?;
    /// assert!(s.read(ann).is_err());
    /// s.refresh(ann).await?;
    /// assert_eq!(s[ann].name, "Ann");
    /// # Ok(()) }
    /// ```
    pub fn invalidate<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.recover();
        let id = self.id(handle)?;
        let state = self.states.get(id);
        if state != RowState::Persistent || M::META.key.is_empty() {
            let model = M::META.name;
            return Err(SessionError::NotStored { model, state }.into());
        }
        self.set_stale(id);
        Ok(())
    }

    /// Says so of every row that is stored.
    pub fn invalidate_all(&mut self) {
        self.recover();
        for at in 0..self.graph.tables.len() as u32 {
            let table = &self.graph.tables[at as usize];
            if table.meta().key.is_empty() {
                continue;
            }
            for row in 0..table.len() {
                let id = RowId { table: at, row };
                if self.states.get(id) == RowState::Persistent {
                    self.set_stale(id);
                }
            }
        }
    }

    pub(super) fn set_stale(&mut self, id: RowId) {
        let table = &mut self.graph.tables[id.table as usize];
        table.give_up(id.row);
        table.set_stale(id.row, true);
    }

    /// A statement made a row's values out of date; a rollback takes that back.
    pub(super) fn make_stale(&mut self, id: RowId) {
        let depth = self.depth();
        let table = &mut self.graph.tables[id.table as usize];
        if table.is_stale(id.row) {
            return;
        }
        table.remember(id.row, depth);
        table.set_stale(id.row, true);
        self.frame().stale.push(id);
    }

    /// Where a row stands, for those who ask.
    pub(super) fn standing(&self, id: RowId) -> RowState {
        match self.states.get(id) {
            RowState::Persistent if self.graph.tables[id.table as usize].is_stale(id.row) => {
                RowState::Stale
            }
            state => state,
        }
    }

    /// Refuses to show a row, or one that hangs on it, that is out of date.
    pub(super) fn check_fresh<M: Model, L>(&self, handle: Handle<M, L>) -> Result<()> {
        if !self.graph.tables.iter().any(|table| table.has_stale()) {
            return Ok(());
        }
        let (table, row) = (handle.table, handle.row);
        self.check_row(RowId { table, row })?;
        if handle.node == NONE {
            return Ok(());
        }
        let mut seen = vec![handle.node];
        let mut at = 0;
        while let Some(&node) = seen.get(at) {
            at += 1;
            for edge in &self.graph.nodes[node as usize].edges {
                if seen.contains(&edge.node) {
                    continue;
                }
                seen.push(edge.node);
                let below = &self.graph.nodes[edge.node as usize];
                for position in 0..below.rows.len() {
                    let (table, row) = (below.table, below.rows.index(position));
                    self.check_row(RowId { table, row })?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn check_row(&self, id: RowId) -> Result<()> {
        let table = &self.graph.tables[id.table as usize];
        if self.states.get(id) == RowState::Persistent && table.is_stale(id.row) {
            let row = self.named(id, table.meta());
            return Err(SessionError::Stale { row }.into());
        }
        Ok(())
    }
}
