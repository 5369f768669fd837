use super::Session;
use super::state::{RowId, RowState};
use crate::graph::Handle;
use crate::model::Model;

impl Session {
    /// The rows of a model that were added and are not inserted yet.
    pub fn pending<M: Model>(&self) -> Vec<Handle<M>> {
        self.rows(|_, state| state == RowState::Pending)
    }

    /// The rows of a model that the next flush will update.
    pub fn modified<M: Model>(&self) -> Vec<Handle<M>> {
        self.rows(|id, state| state == RowState::Persistent && !self.changed(id).is_empty())
    }

    /// The rows of a model that the next flush will delete.
    pub fn deleting<M: Model>(&self) -> Vec<Handle<M>> {
        self.rows(|_, state| state == RowState::Deleting)
    }

    /// The rows of a model that the session knows to be in the database.
    pub fn persistent<M: Model>(&self) -> Vec<Handle<M>> {
        self.rows(|_, state| state == RowState::Persistent)
    }

    /// Whether a row is part of the session's work: neither detached nor of another session.
    pub fn contains<M: Model, L>(&self, handle: Handle<M, L>) -> bool {
        let id = self.id(handle);
        id.is_ok_and(|id| self.states.get(id) != RowState::Detached)
    }

    /// How many rows it keeps, of all models and in all states. A session forgets none before
    /// [`clear`](Session::clear); work over very many rows goes by
    /// [`batches`](crate::Select::batches).
    pub fn len(&self) -> usize {
        let rows = self.graph.tables.iter().map(|table| table.len() as usize);
        rows.sum()
    }

    /// Whether it keeps no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn rows<M: Model>(&self, wanted: impl Fn(RowId, RowState) -> bool) -> Vec<Handle<M>> {
        let Some(at) = self.graph.find_table::<M>() else {
            return vec![];
        };
        (0..self.graph.tables[at as usize].len())
            .map(|row| RowId { table: at, row })
            .filter(|id| wanted(*id, self.states.get(*id)))
            .map(|id| self.bare(id))
            .collect()
    }
}
