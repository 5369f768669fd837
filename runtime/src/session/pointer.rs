use super::link::Side;
use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
pub(super) use crate::graph::Ends;
use crate::model::Model;
use crate::value::Value;

/// A foreign key of a stored row that waits for the key of a row to be inserted.
#[derive(Clone, Copy)]
pub(super) struct Pointer {
    pub(super) child: RowId,
    pub(super) parent: RowId,
    pub(super) columns: &'static [u16],
    target: &'static [u16],
}

impl Session {
    /// Makes a row of `M` point at a row of `P`.
    pub(super) fn point<M: Model, P: Model>(
        &mut self,
        child: RowId,
        to: Side,
        ends: Ends,
    ) -> Result<()> {
        let pending = self.changeable::<M>(child)? == RowState::Pending;
        let parent = match &to {
            Side::Row(parent) => Some((*parent, self.target_state::<P>(*parent)?)),
            Side::Values(_) => None,
        };
        self.unpoint(child, ends.columns);
        let tag = self.graph.tag;
        let values = match (parent, to) {
            (Some((parent, RowState::Pending)), _) if pending => {
                if let Some(table) = self.graph.table_mut::<M>(child.table) {
                    let to = (parent.table, parent.row);
                    table.point(child.row, tag, to, ends)?;
                }
                return Ok(());
            }
            (Some((parent, RowState::Pending)), _) => {
                self.graph.tables[child.table as usize].restore(child.row, ends.columns)?;
                self.frame().pointers.push(Pointer {
                    child,
                    parent,
                    columns: ends.columns,
                    target: ends.target,
                });
                return Ok(());
            }
            (Some((parent, _)), _) => self.joining_values(parent, ends.target),
            (None, Side::Values(values)) => values,
            (None, Side::Row(_)) => return Ok(()),
        };
        self.write_key(child, ends.columns, &values)
    }

    /// Makes a foreign key NULL.
    pub(super) fn point_nowhere<M: Model>(&mut self, child: RowId, columns: &[u16]) -> Result<()> {
        self.changeable::<M>(child)?;
        self.unpoint(child, columns);
        self.write_key(child, columns, &M::META.nulls(columns))
    }

    pub(super) fn write_key(
        &mut self,
        child: RowId,
        columns: &[u16],
        values: &[Value],
    ) -> Result<()> {
        let pending = self.states.get(child) == RowState::Pending;
        let table = &mut self.graph.tables[child.table as usize];
        if pending {
            return Ok(table.give(child.row, columns, values)?);
        }
        table.touch(child.row);
        for (&column, value) in columns.iter().zip(values) {
            table.set(child.row, column, value)?;
        }
        Ok(())
    }

    /// Forgets what a foreign key waits for.
    pub(super) fn unpoint(&mut self, child: RowId, columns: &[u16]) {
        self.graph.tables[child.table as usize].unpoint(child.row, columns);
        let frame = self.frame();
        let mut at = 0;
        let flushed = frame.flushed.pointers;
        frame.pointers.retain(|pointer| {
            at += 1;
            at <= flushed || pointer.child != child || pointer.columns != columns
        });
    }

    /// The state of a row that may be changed.
    fn changeable<M: Model>(&self, id: RowId) -> Result<RowState> {
        let (model, state) = (M::META.name, self.states.get(id));
        match state {
            RowState::Pending | RowState::Persistent => Ok(state),
            state => Err(SessionError::Gone { model, state }.into()),
        }
    }

    /// The state of a row that may be pointed at.
    pub(super) fn target_state<P: Model>(&self, id: RowId) -> Result<RowState> {
        let (model, state) = (P::META.name, self.states.get(id));
        match state {
            RowState::Pending | RowState::Persistent => Ok(state),
            state => Err(SessionError::NotThere { model, state }.into()),
        }
    }

    /// The foreign keys that wait and that the program did not write since.
    pub(super) fn waiting(&self) -> impl Iterator<Item = Pointer> + '_ {
        let frame = self.frames.last();
        let pointers = frame.map_or(&[][..], |f| &f.pointers[f.flushed.pointers..]);
        pointers.iter().copied().filter(|pointer| {
            let alive = self.states.get(pointer.child) == RowState::Persistent;
            let written = |column: &u16| pointer.columns.contains(column);
            alive && !self.changed(pointer.child).iter().any(written)
        })
    }

    /// Fills the foreign keys that waited for rows that are inserted by now.
    pub(super) fn fill_pointers(&mut self, waiting: &mut Vec<Pointer>) -> Result<()> {
        let inserted = |p: &mut Pointer| self.states.get(p.parent) == RowState::Persistent;
        let ready: Vec<Pointer> = waiting.extract_if(.., inserted).collect();
        for pointer in ready {
            let values = self.joining_values(pointer.parent, pointer.target);
            self.write_key(pointer.child, pointer.columns, &values)?;
        }
        Ok(())
    }

    /// The pointers whose keys are those of rows that are about to be pending again.
    pub(super) fn followed(&self) -> Vec<Pointer> {
        let pointers = self.frames.iter().flat_map(|frame| &frame.pointers);
        let follows = |pointer: &&Pointer| {
            self.joining_values(pointer.child, pointer.columns)
                == self.joining_values(pointer.parent, pointer.target)
        };
        pointers.filter(follows).copied().collect()
    }

    /// Makes keys of lost rows wait again.
    pub(super) fn unfollow(&mut self, pointers: &[Pointer]) {
        for pointer in pointers {
            let table = &mut self.graph.tables[pointer.child.table as usize];
            // The values were read from these very columns.
            let _ = table.restore(pointer.child.row, pointer.columns);
        }
    }
}
