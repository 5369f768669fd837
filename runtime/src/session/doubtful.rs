//! Rows that were first read after the transaction had changed the database: what was read may be
//! the transaction's own work, which a rollback undoes behind the session's back.

use super::Session;
use super::state::{RowId, RowState};

/// How many rows of each table the session knew.
pub(super) type Known = Vec<u32>;

impl Session {
    /// A statement is about to change the database.
    pub(super) fn writes(&mut self) {
        if self
            .frames
            .last()
            .is_some_and(|frame| frame.known.is_none())
        {
            let tables = self.graph.tables.iter();
            let known: Known = tables.map(|table| table.len()).collect();
            self.frame().known = Some(known);
        }
    }

    /// What was changed since is undone: rows that came to be known after that are out of date.
    pub(super) fn doubt_later(&mut self, known: &Known) {
        for at in 0..self.graph.tables.len() {
            let first = known.get(at).copied().unwrap_or_default();
            for row in first..self.graph.tables[at].len() {
                let table = at as u32;
                let id = RowId { table, row };
                if self.states.get(id) == RowState::Persistent {
                    self.set_stale(id);
                }
            }
        }
    }
}
