//! What a session asks of a table whose model it does not know.

use std::collections::hash_map::Entry;

use futures_util::future::BoxFuture;

use super::reread::{Fill, Look};
use super::{AnyRow, Ends, Reference, Table};
use crate::driver::Connection;
use crate::error::{DecodeError, Result, StaleError};
use crate::model::{ColumnSet, Model};
use crate::statement::Statement;
use crate::value::{Cell, Key, Value};

/// The tracking of a table's rows.
///
/// An edited row has its original beside it until it is flushed. From then on until COMMIT the
/// history holds the row as it was when the transaction (depth 0) or the savepoint (depth 1 and
/// up) began.
pub(crate) trait Tracked: Send + Sync {
    /// The row as the database knows it, for a foreign key to be copied from.
    fn row(&self, row: u32) -> &dyn AnyRow;
    /// How many rows there are.
    fn len(&self) -> u32;
    /// The rows that were edited since the last flush, in the order of their places.
    fn edited(&self) -> Vec<u32>;
    /// Appends the columns in which an edited row differs from its original.
    fn changed(&self, row: u32, out: &mut Vec<u16>);
    /// Appends values of columns.
    fn values(&self, row: u32, columns: &[u16], out: &mut Vec<Value>);
    /// Appends the key by which the database knows the row.
    fn key(&self, row: u32, out: &mut Vec<Value>);
    /// Appends values of columns as the database knows them.
    fn stored(&self, row: u32, columns: &[u16], out: &mut Vec<Value>);
    /// Writes a column without marking the row as edited.
    fn set(&mut self, row: u32, column: u16, value: &Value) -> Result<(), DecodeError>;
    /// Marks the row as edited.
    fn touch(&mut self, row: u32);
    /// Gives columns of an edited row their original values back.
    fn restore(&mut self, row: u32, columns: &[u16]) -> Result<(), DecodeError>;
    /// Gives a pending row values that count as its own from the beginning.
    fn give(&mut self, row: u32, columns: &[u16], values: &[Value]) -> Result<(), DecodeError>;
    /// Makes a foreign key of a pending row wait for no other row any more.
    fn unpoint(&mut self, row: u32, columns: &[u16]);
    /// Keeps the row as it is for a rollback.
    fn remember(&mut self, row: u32, depth: usize);
    /// The edits of a row are in the database.
    fn flushed(&mut self, row: u32, depth: usize);
    /// Makes the row known by its key.
    fn index(&mut self, row: u32);
    /// Makes its key unknown.
    fn forget(&mut self, row: u32);
    /// Takes back all edits since a depth began, and says of which rows: their keys are unknown
    /// until [`index`](Tracked::index) is called.
    fn rewind(&mut self, depth: usize) -> Vec<u32>;
    /// Makes the edits of the lost transaction edits to flush again.
    fn replay(&mut self);
    /// What a released savepoint remembers belongs to the one around it.
    fn merge(&mut self, depth: usize);
    /// The transaction is stored: nothing is taken back any more.
    fn committed(&mut self);

    /// The row that the nth of a pending row's foreign keys waits for, and the columns of both.
    fn wait(&self, row: u32, nth: usize) -> Option<((u32, u32), Ends)>;
    /// All of them, with the columns of the foreign keys.
    fn waits(&self, row: u32) -> Vec<((u32, u32), &'static [u16])>;
    /// The stored rows that were changed since the last COMMIT.
    fn written(&self) -> Vec<u32>;
    /// The columns of a pending row that are left to the database: those edited are not.
    fn unset(&self, row: u32) -> ColumnSet;
    /// Makes the edits of a pending row part of it, just before it is inserted.
    fn settle(&mut self, row: u32);
    /// Fills the nth of its foreign keys from a row of another table, unless it was edited.
    fn fill(&mut self, row: u32, nth: usize, parent: &dyn AnyRow);
    /// Fills the nth of its foreign keys from a row of this table.
    fn fill_own(&mut self, row: u32, nth: usize, parent: u32);
    /// Puts placeholders back where the database had filled a row that is pending again.
    fn reset(&mut self, row: u32);

    /// Runs a statement whose result holds `columns` of `rows`, in this order.
    fn fetch<'a>(
        &'a mut self,
        connection: &'a mut Connection,
        statement: &'a Statement,
        rows: &'a [u32],
        columns: &'a [u16],
    ) -> BoxFuture<'a, Result<()>>;
    /// Runs a statement whose result holds `columns`, and gives their values as they are, without
    /// touching any row.
    fn look<'a>(
        &'a self,
        connection: &'a mut Connection,
        statement: &'a Statement,
        columns: &'a [u16],
    ) -> BoxFuture<'a, Result<Vec<Vec<Value>>>>;
}

impl<M: Model> Tracked for Table<M> {
    fn row(&self, row: u32) -> &dyn AnyRow {
        self.stored_row(row)
    }

    fn len(&self) -> u32 {
        self.rows.len() as u32
    }

    fn edited(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.originals.keys().copied().collect();
        rows.sort_unstable();
        rows
    }

    fn changed(&self, row: u32, out: &mut Vec<u16>) {
        if let Some(original) = self.originals.get(&row) {
            self.rows[row as usize].changed(original, out);
        }
    }

    fn values(&self, row: u32, columns: &[u16], out: &mut Vec<Value>) {
        let row = &self.rows[row as usize];
        out.extend(columns.iter().map(|column| row.value((*column).into())));
    }

    fn stored(&self, row: u32, columns: &[u16], out: &mut Vec<Value>) {
        let row = self.stored_row(row);
        out.extend(columns.iter().map(|column| row.value((*column).into())));
    }

    fn key(&self, row: u32, out: &mut Vec<Value>) {
        self.stored_row(row).key().push_values(out);
    }

    fn set(&mut self, row: u32, column: u16, value: &Value) -> Result<(), DecodeError> {
        self.rows[row as usize].read(column.into(), &Cell(value), 0)
    }

    fn touch(&mut self, row: u32) {
        self.edit(row);
    }

    fn restore(&mut self, row: u32, columns: &[u16]) -> Result<(), DecodeError> {
        let Some(original) = self.originals.get(&row) else {
            return Ok(());
        };
        for &column in columns {
            let value = original.value(column.into());
            self.rows[row as usize].read(column.into(), &Cell(&value), 0)?;
        }
        Ok(())
    }

    fn give(&mut self, row: u32, columns: &[u16], values: &[Value]) -> Result<(), DecodeError> {
        for (&column, value) in columns.iter().zip(values) {
            self.set(row, column, value)?;
            if let Some(original) = self.originals.get_mut(&row) {
                original.read(column.into(), &Cell(value), 0)?;
            }
            if let Some(incoming) = self.incoming.get_mut(&row) {
                incoming.unset.remove(column);
            }
        }
        Ok(())
    }

    fn unpoint(&mut self, row: u32, columns: &[u16]) {
        if let Some(incoming) = self.incoming.get_mut(&row) {
            let other = |known: &Reference| known.columns() != columns;
            incoming.references.retain(other);
        }
    }

    fn remember(&mut self, row: u32, depth: usize) {
        self.keep(row, depth);
    }

    fn flushed(&mut self, row: u32, depth: usize) {
        let Some(original) = self.originals.remove(&row) else {
            return;
        };
        let key = self.rows[row as usize].key();
        if original.key() != key {
            if self.index.get(&original.key()) == Some(&row) {
                self.index.remove(&original.key());
            }
            self.index.insert(key, row);
        }
        self.depth(depth).entry(row).or_insert(original);
    }

    fn index(&mut self, row: u32) {
        if M::META.key.is_empty() {
            return;
        }
        self.index.insert(self.rows[row as usize].key(), row);
    }

    fn forget(&mut self, row: u32) {
        if M::META.key.is_empty() {
            return;
        }
        let key = self.stored_row(row).key();
        if let Entry::Occupied(known) = self.index.entry(key)
            && *known.get() == row
        {
            known.remove();
        }
    }

    fn rewind(&mut self, depth: usize) -> Vec<u32> {
        let mut touched: Vec<u32> = self.originals.keys().copied().collect();
        touched.extend(self.history.iter().skip(depth).flat_map(|rows| rows.keys()));
        touched.sort_unstable();
        touched.dedup();
        touched.iter().for_each(|row| self.forget(*row));
        for (row, original) in self.originals.drain() {
            self.rows[row as usize] = *original;
        }
        while self.history.len() > depth {
            for (row, before) in self.history.pop().unwrap_or_default() {
                self.rows[row as usize] = *before;
            }
        }
        touched
    }

    fn replay(&mut self) {
        let mut known = vec![];
        while let Some(before) = self.history.pop() {
            for (row, original) in before {
                if self.is_indexed(row) {
                    self.forget(row);
                    known.push(row);
                }
                self.originals.insert(row, original);
            }
        }
        for row in known {
            if let Some(original) = self.originals.get(&row) {
                self.index.insert(original.key(), row);
            }
        }
    }

    fn merge(&mut self, depth: usize) {
        while self.history.len() > depth {
            for (row, before) in self.history.pop().unwrap_or_default() {
                self.depth(depth - 1).entry(row).or_insert(before);
            }
        }
    }

    fn committed(&mut self) {
        self.history.clear();
        self.incoming.clear();
    }

    fn written(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self
            .history
            .iter()
            .flat_map(|rows| rows.keys())
            .copied()
            .collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn wait(&self, row: u32, nth: usize) -> Option<((u32, u32), Ends)> {
        let reference = self.incoming.get(&row)?.references.get(nth)?;
        Some((reference.to, reference.ends))
    }

    fn waits(&self, row: u32) -> Vec<((u32, u32), &'static [u16])> {
        let waits = (0..).map_while(|nth| self.wait(row, nth));
        waits.map(|(to, ends)| (to, ends.columns)).collect()
    }

    fn unset(&self, row: u32) -> ColumnSet {
        let mut unset = match self.incoming.get(&row) {
            Some(incoming) => incoming.unset.clone(),
            None => ColumnSet::default(),
        };
        for column in self.differences(row) {
            unset.remove(column);
        }
        unset
    }

    fn settle(&mut self, row: u32) {
        let edits = self.differences(row);
        self.originals.remove(&row);
        if let Some(incoming) = self.incoming.get_mut(&row) {
            edits
                .iter()
                .for_each(|column| incoming.unset.remove(*column));
        }
    }

    fn fill(&mut self, row: u32, nth: usize, parent: &dyn AnyRow) {
        let edits = self.differences(row);
        let Some(incoming) = self.incoming.get_mut(&row) else {
            return;
        };
        let reference = &mut incoming.references[nth];
        if let Some(original) = self.originals.get(&row) {
            let mut probe = original.clone();
            reference.fill(&mut *probe, parent);
            let mut written = vec![];
            probe.changed(original, &mut written);
            if written.iter().any(|column| edits.contains(column)) {
                return reference.drop_fill();
            }
        }
        reference.fill(&mut self.rows[row as usize], parent);
    }

    fn fill_own(&mut self, row: u32, nth: usize, parent: u32) {
        let parent = self.stored_row(parent).clone();
        self.fill(row, nth, &parent);
    }

    fn reset(&mut self, row: u32) {
        let edits = self.differences(row);
        self.originals.remove(&row);
        let Some(incoming) = self.incoming.get_mut(&row) else {
            return;
        };
        edits
            .iter()
            .for_each(|column| incoming.unset.remove(*column));
        for (column, placeholder) in &self.placeholders {
            if incoming.unset.contains(*column) {
                // A placeholder was read from this very column.
                let _ = self.rows[row as usize].read((*column).into(), &Cell(placeholder), 0);
            }
        }
    }

    fn fetch<'a>(
        &'a mut self,
        connection: &'a mut Connection,
        statement: &'a Statement,
        rows: &'a [u32],
        columns: &'a [u16],
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut sink = Fill::new(self, rows, columns);
            connection.fetch(statement, &mut sink).await?;
            let seen = sink.seen;
            if seen == rows.len() {
                return Ok(());
            }
            Err(StaleError::rows(M::META, rows.len(), seen as u64).into())
        })
    }

    fn look<'a>(
        &'a self,
        connection: &'a mut Connection,
        statement: &'a Statement,
        columns: &'a [u16],
    ) -> BoxFuture<'a, Result<Vec<Vec<Value>>>> {
        Box::pin(async move {
            let Some(scratch) = self.rows.first().cloned() else {
                return Ok(vec![]);
            };
            let mut sink = Look::new(scratch, columns);
            connection.fetch(statement, &mut sink).await?;
            Ok(sink.found)
        })
    }
}
