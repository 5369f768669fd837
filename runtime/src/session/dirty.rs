use super::state::RowState;
use super::{Session, state::RowId};
use crate::error::Result;
use crate::graph::Handle;
use crate::model::Model;
use crate::write::Changes;

impl Session {
    /// Where a row stands.
    pub fn state<M: Model, L>(&self, handle: Handle<M, L>) -> Result<RowState> {
        Ok(self.standing(self.id(handle)?))
    }

    /// Whether the next flush will update the row.
    pub fn is_modified<M: Model, L>(&self, handle: Handle<M, L>) -> Result<bool> {
        Ok(!self.modified_columns(handle)?.is_empty())
    }

    /// The names of the columns that the next flush will update.
    pub fn modified_columns<M: Model, L>(&self, handle: Handle<M, L>) -> Result<Vec<&'static str>> {
        let id = self.id(handle)?;
        if self.states.get(id) != RowState::Persistent {
            return Ok(vec![]);
        }
        let mut columns = self.changed(id);
        let waiting = self.waiting().filter(|pointer| pointer.child == id);
        columns.extend(waiting.flat_map(|pointer| pointer.columns));
        columns.sort_unstable();
        let names = |column: u16| M::META.columns[usize::from(column)].name;
        Ok(columns.into_iter().map(names).collect())
    }

    /// Whether a flush would do anything.
    pub fn has_work(&self) -> bool {
        !self.plan().is_empty()
    }

    /// Applies a patch to a row: what it sets is written by the next flush if it differs.
    pub fn apply<M: Model, L>(
        &mut self,
        handle: Handle<M, L>,
        changes: impl Changes<M>,
    ) -> Result<()> {
        changes.apply(self.edit(handle)?);
        Ok(())
    }

    pub(super) fn changed(&self, id: RowId) -> Vec<u16> {
        let mut columns = vec![];
        self.graph.tables[id.table as usize].changed(id.row, &mut columns);
        columns
    }
}
