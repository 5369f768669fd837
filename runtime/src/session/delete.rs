use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::Handle;
use crate::model::Model;

impl Session {
    /// Deletes a row with the next flush. One that was only added is never inserted. Rows that
    /// the database deletes or changes with it follow in memory.
    ///
    /// An error if the row is gone already or the handle of another session.
    pub fn delete<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.recover();
        let id = self.id(handle)?;
        let model = M::META.name;
        match self.states.get(id) {
            RowState::Pending => self.states.set(id, RowState::Detached),
            RowState::Persistent if M::META.key.is_empty() => {
                return Err(SessionError::NoKey { model }.into());
            }
            RowState::Persistent => {
                self.transit(id, RowState::Deleting);
                self.frame().deletes.push(id);
            }
            RowState::Deleting => {}
            state => return Err(SessionError::Gone { model, state }.into()),
        }
        Ok(())
    }

    /// Changes a row's state so that a rollback takes it back.
    pub(super) fn transit(&mut self, id: RowId, state: RowState) {
        let before = self.states.get(id);
        self.frame().before.entry(id).or_insert(before);
        self.states.set(id, state);
    }
}
