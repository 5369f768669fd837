//! What a session does to rows of a table whose model it knows.

use super::{Ends, Incoming, Places, Reference, Table, Tracked};
use crate::error::{DecodeError, Result};
use crate::model::Model;
use crate::value::Value;

impl<M: Model> Table<M> {
    /// The place of a new row that has no key yet.
    pub(crate) fn add(&mut self, row: M, incoming: Incoming) -> u32 {
        let at = self.rows.len() as u32;
        for column in 0..M::META.columns.len() as u16 {
            let known = |(known, _): &(u16, Value)| *known == column;
            if incoming.unset.contains(column) && !self.placeholders.iter().any(known) {
                self.placeholders.push((column, row.value(column.into())));
            }
        }
        self.rows.push(row);
        self.incoming.insert(at, incoming);
        at
    }

    /// Makes a foreign key of a pending row wait for another row.
    pub(crate) fn point(
        &mut self,
        row: u32,
        tag: u32,
        to: (u32, u32),
        ends: Ends,
    ) -> Result<(), DecodeError> {
        self.restore(row, ends.columns)?;
        self.unpoint(row, ends.columns);
        if let Some(incoming) = self.incoming.get_mut(&row) {
            let reference = Reference::new(tag, to, ends);
            incoming.references.push(reference);
            ends.columns
                .iter()
                .for_each(|column| incoming.unset.remove(*column));
        }
        Ok(())
    }

    /// The row to be edited; its original is kept at the first edit.
    pub(crate) fn edit(&mut self, row: u32) -> &mut M {
        let at = &mut self.rows[row as usize];
        self.originals
            .entry(row)
            .or_insert_with(|| Box::new(at.clone()));
        at
    }

    /// The row below what was edited.
    pub(super) fn stored_row(&self, row: u32) -> &M {
        let edited = self.originals.get(&row);
        edited.map_or(&self.rows[row as usize], |original| original)
    }

    /// A pending row becomes this one: what differs counts as given.
    pub(crate) fn take_edits(&mut self, row: u32, edited: &M) -> Result<()> {
        let mut columns = vec![];
        edited.changed(&self.rows[row as usize], &mut columns);
        let values = columns.iter().map(|at| edited.value((*at).into()));
        let values: Vec<Value> = values.collect();
        Ok(self.give(row, &columns, &values)?)
    }

    /// Whether the row is known by the key by which the database knows it.
    pub(super) fn is_indexed(&self, row: u32) -> bool {
        let key = self.stored_row(row).key();
        !M::META.key.is_empty() && self.index.get(&key) == Some(&row)
    }

    pub(super) fn differences(&self, row: u32) -> Vec<u16> {
        if self.originals.is_empty() {
            return vec![];
        }
        let mut columns = vec![];
        self.changed(row, &mut columns);
        columns
    }

    pub(super) fn depth(&mut self, depth: usize) -> &mut Places<Box<M>> {
        if self.history.len() <= depth {
            self.history.resize_with(depth + 1, Default::default);
        }
        &mut self.history[depth]
    }
}
