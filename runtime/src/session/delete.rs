use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::Handle;
use crate::model::Model;

impl Session {
    /// Deletes a row with the next flush. One that was only added is never inserted, nor are rows
    /// that were added below it and would go with it. Rows that the database deletes or changes
    /// with it follow in memory.
    ///
    /// An error if the row is known to be gone already, or the handle is of another session. That
    /// somebody else was faster is an error of the flush, unless
    /// it is deleted by [`delete_if_there`](Session::delete_if_there).
    pub fn delete<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.recover();
        let id = self.id(handle)?;
        self.purges.remove(&id);
        self.delete_row(id)
    }

    pub(super) fn delete_row(&mut self, id: RowId) -> Result<()> {
        let meta = self.graph.tables[id.table as usize].meta();
        let model = meta.name;
        match self.states.get(id) {
            RowState::Pending => self.states.set(id, RowState::Detached),
            RowState::Persistent => {
                SessionError::unless_written(meta)?;
                self.transit(id, RowState::Deleting);
                self.frame().deletes.push(id);
            }
            RowState::Deleting => return Ok(()),
            state => return Err(SessionError::Gone { model, state }.into()),
        }
        self.leave_pending(id)
    }

    /// Changes a row's state so that a rollback takes it back.
    pub(super) fn transit(&mut self, id: RowId, state: RowState) {
        let before = self.states.get(id);
        self.frame().before.entry(id).or_insert(before);
        self.states.set(id, state);
    }
}
