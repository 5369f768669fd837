use std::collections::HashSet;
use std::fmt;

use super::frame::Frame;
use crate::graph::Graph;

/// A row of a session: its table there and its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowId {
    pub(super) table: u32,
    pub(super) row: u32,
}

/// Where a row of a session stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowState {
    /// Added, to be inserted by the next flush.
    Pending,
    /// In the database.
    #[default]
    Persistent,
    /// In the database, with other values than here, or gone by now: reading it is an error until
    /// it is [refreshed](super::Session::refresh). So are rows after a statement that could not be
    /// followed, and those that were [invalidated](super::Session::invalidate).
    Stale,
    /// In the database, to be deleted by the next flush.
    Deleting,
    /// Deleted by a flush, or by the database together with a row it belonged to.
    Deleted,
    /// Not of the session any more: its adding was rolled back, its deletion committed, or it
    /// was deleted before it was ever inserted.
    Detached,
}

impl RowState {
    /// Whether there is a row in the database.
    pub(super) fn is_stored(self) -> bool {
        matches!(self, RowState::Persistent | RowState::Deleting)
    }

    /// Whether there is one, or will be, that may be changed.
    pub(super) fn is_changeable(self) -> bool {
        matches!(self, RowState::Pending | RowState::Persistent)
    }
}

impl fmt::Display for RowState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RowState::Pending => "pending",
            RowState::Persistent => "persistent",
            RowState::Stale => "out of date",
            RowState::Deleting => "about to be deleted",
            RowState::Deleted => "deleted",
            RowState::Detached => "detached",
        })
    }
}

/// The states of all rows: persistent where nothing else is said.
#[derive(Debug, Default)]
pub(super) struct States {
    tables: Vec<Vec<RowState>>,
    /// Whether a row was ever on its way out.
    left: bool,
}

impl States {
    pub(super) fn get(&self, id: RowId) -> RowState {
        let table = self.tables.get(id.table as usize);
        let state = table.and_then(|rows| rows.get(id.row as usize));
        state.copied().unwrap_or_default()
    }

    /// Whether there may be rows that are neither pending nor persistent.
    pub(super) fn some_left(&self) -> bool {
        self.left
    }

    pub(super) fn set(&mut self, id: RowId, state: RowState) {
        self.left |= !state.is_changeable();
        let (table, row) = (id.table as usize, id.row as usize);
        if self.tables.len() <= table {
            self.tables.resize(table + 1, vec![]);
        }
        let rows = &mut self.tables[table];
        if rows.len() <= row {
            rows.resize(row + 1, RowState::Persistent);
        }
        rows[row] = state;
    }

    /// Everything of a transaction that is lost is to be done again.
    pub(super) fn replay(&mut self, graph: &mut Graph, frame: &Frame) {
        for table in &mut graph.tables {
            table.replay();
        }
        for &id in &frame.inserts {
            let table = &mut graph.tables[id.table as usize];
            match self.get(id) {
                RowState::Pending => table.reset(id.row),
                RowState::Persistent | RowState::Stale => {
                    table.forget(id.row);
                    table.reset(id.row);
                    self.set(id, RowState::Pending);
                }
                RowState::Deleting | RowState::Deleted => self.set(id, RowState::Detached),
                RowState::Detached => {}
            }
        }
        let asked: HashSet<RowId> = frame.deletes.iter().copied().collect();
        for (&id, &before) in &frame.before {
            if self.get(id) == RowState::Deleted {
                let state = if asked.contains(&id) {
                    RowState::Deleting
                } else {
                    before
                };
                self.set(id, state);
                graph.tables[id.table as usize].index(id.row);
            }
        }
    }
}
