use std::ops::{Index, IndexMut};

use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::{Followed, Handle, Table};
use crate::model::Model;

impl Session {
    /// The row of a handle. It is readable in every state, also after its deletion, but
    /// [stale](super::RowState::Stale).
    pub fn read<M: Model, L>(&self, handle: Handle<M, L>) -> Result<&M> {
        let id = self.id(handle)?;
        let table = self.graph.table::<M>(id.table).ok_or_else(foreign::<M>)?;
        if table.is_stale(id.row) {
            self.check_row(id)?;
        }
        let row = table.rows.get(id.row as usize);
        row.ok_or_else(|| foreign::<M>().into())
    }

    /// The row of a handle, to be changed: what differs afterwards is written by the next flush.
    ///
    /// An error if the row is deleted or detached.
    pub fn edit<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<&mut M> {
        self.recover();
        let id = self.id(handle)?;
        if self
            .graph
            .table::<M>(id.table)
            .is_some_and(|table| table.is_stale(id.row))
        {
            self.check_row(id)?;
        }
        let state = self.states.get(id);
        let model = M::META.name;
        if !state.is_changeable() {
            return Err(SessionError::Gone { model, state }.into());
        }
        if state == RowState::Persistent {
            SessionError::unless_written(M::META)?;
        }
        let table: Option<&mut Table<M>> = self.graph.table_mut(id.table);
        table
            .map(|table| table.edit(id.row))
            .ok_or_else(|| foreign::<M>().into())
    }

    /// The row's place, if the handle is of this session.
    pub(super) fn id<M: Model, L>(&self, handle: Handle<M, L>) -> Result<RowId> {
        if handle.tag != self.graph.tag {
            return Err(foreign::<M>().into());
        }
        let Handle { table, row, .. } = handle;
        Ok(RowId { table, row })
    }
}

fn foreign<M: Model>() -> SessionError {
    SessionError::ForeignHandle {
        model: M::META.name,
    }
}

/// # Panics
///
/// If the handle is of another session. [`Session::read`] returns that as an error.
impl<M: Model, L> Index<Handle<M, L>> for Session {
    type Output = M;

    #[allow(clippy::panic)] // `Index` has no other way to say that there is no such row
    fn index(&self, handle: Handle<M, L>) -> &M {
        match self.read(handle) {
            Ok(row) => row,
            Err(error) => panic!("{error}"),
        }
    }
}

/// Marks the row as edited. An edit that changes nothing, or is changed back, writes nothing.
///
/// # Panics
///
/// If the handle is of another session, or its row deleted or detached: the edit would be lost.
/// [`Session::edit`] returns that as an error.
impl<M: Model, L> IndexMut<Handle<M, L>> for Session {
    #[allow(clippy::panic)] // `IndexMut` has no other way to say that there is no such row
    fn index_mut(&mut self, handle: Handle<M, L>) -> &mut M {
        match self.edit(handle) {
            Ok(row) => row,
            Err(error) => panic!("{error}"),
        }
    }
}
