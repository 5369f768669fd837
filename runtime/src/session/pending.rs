use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::{Error, Result};
use crate::model::{CascadeAction, ModelMeta};

impl Session {
    /// A row will not be there: rows that were to point at it go with it, or point nowhere.
    pub(super) fn leave_pending(&mut self, id: RowId) -> Result<()> {
        let mut waiting = self.added_below(id);
        let pointers = self.waiting().filter(|pointer| pointer.parent == id);
        waiting.extend(pointers.map(|pointer| (pointer.child, pointer.columns)));
        if waiting.is_empty() {
            return Ok(());
        }
        let parent = self.graph.tables[id.table as usize].meta();
        for (child, columns) in waiting {
            if !self.states.get(child).is_changeable() {
                continue; // it went with one before it
            }
            let model = self.graph.tables[child.table as usize].meta();
            match action(parent, model, columns) {
                Some(CascadeAction::Delete) => self.delete_row(child)?,
                Some(CascadeAction::SetNull) => {
                    self.unpoint(child, columns);
                    self.write_key(child, columns, &model.nulls(columns))?;
                }
                // Refused by the next flush, unless it points elsewhere by then.
                _ => {}
            }
        }
        Ok(())
    }

    /// The rows that are to be inserted and wait for the key of this one.
    fn added_below(&self, id: RowId) -> Vec<(RowId, &'static [u16])> {
        let mut found = vec![];
        for child in self
            .frames
            .last()
            .map_or(&[][..], |f| &f.inserts[f.flushed.inserts..])
        {
            if self.states.get(*child) != RowState::Pending {
                continue;
            }
            let waits = self.graph.tables[child.table as usize].waits(child.row);
            let here = waits
                .into_iter()
                .filter(|(to, _)| *to == (id.table, id.row));
            found.extend(here.map(|(_, columns)| (*child, columns)));
        }
        found
    }

    /// Refuses to insert rows below ones that will not be there.
    pub(super) fn check_parents(&self) -> Result<()> {
        let Some(frame) = self.frames.last().filter(|_| self.states.some_left()) else {
            return Ok(());
        };
        for child in &frame.inserts[frame.flushed.inserts..] {
            if self.states.get(*child) != RowState::Pending {
                continue;
            }
            for (to, _) in self.graph.tables[child.table as usize].waits(child.row) {
                let (table, row) = to;
                self.check_there(RowId { table, row })?;
            }
        }
        self.waiting()
            .try_for_each(|pointer| self.check_there(pointer.parent))
    }

    pub(super) fn check_there(&self, parent: RowId) -> Result<()> {
        match self.states.get(parent) {
            RowState::Pending | RowState::Persistent => Ok(()),
            state => {
                let model = self.graph.tables[parent.table as usize].meta().name;
                Err(Error::from(SessionError::NotThere { model, state }))
            }
        }
    }
}

/// What happens to the rows of a model when the row that they point at by these columns goes.
fn action(parent: &ModelMeta, child: &ModelMeta, columns: &[u16]) -> Option<CascadeAction> {
    let names = columns
        .iter()
        .map(|at| child.columns[usize::from(*at)].name);
    let names: Vec<&str> = names.collect();
    let mut cascades = parent.cascades.iter();
    let cascade = cascades.find(|c| c.table == child.table && c.columns == names)?;
    Some(cascade.action)
}
