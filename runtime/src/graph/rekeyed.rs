//! What a session asks of a table where keys change, and rows take the place of others.

use super::{Table, Tracked};
use crate::error::DecodeError;
use crate::model::{ColumnSet, Model, VersionBy};
use crate::value::{Cell, Value};

/// Rows under other keys than those they had.
pub(crate) trait Rekeyed {
    /// The row that is known by the key of this one.
    fn holder(&self, row: u32) -> Option<u32>;
    /// The columns in which a new row differs from what is stored of another of its key, but for
    /// those left to the database.
    fn differing(&self, new: u32, old: u32) -> Vec<u16>;
    /// Makes a new row an edit of what is stored of another.
    fn take_over(&mut self, new: u32, old: u32);
    /// The row is as it is stored.
    fn kept(&mut self, row: u32);
    /// The database has another value in a column of a row for now; what the program sees stays.
    fn park(
        &mut self,
        row: u32,
        column: u16,
        value: &Value,
        depth: usize,
    ) -> Result<(), DecodeError>;
    /// The database has other values in columns of a row, which may be of its key. What the
    /// program edited stays.
    fn follow_key(
        &mut self,
        row: u32,
        columns: &[u16],
        values: &[Value],
        depth: usize,
    ) -> Result<(), DecodeError>;
}

impl<M: Model> Table<M> {
    /// The columns of a new row that are not its own where it takes the place of another: those
    /// left to the database, and the version, which is counted on.
    fn kept_by_switch(&self, row: u32) -> ColumnSet {
        let mut open = self.unset(row);
        let counted = M::META.version.filter(|v| v.by == VersionBy::Session);
        counted.into_iter().for_each(|v| open.insert(v.column));
        open
    }
}

impl<M: Model> Rekeyed for Table<M> {
    fn holder(&self, row: u32) -> Option<u32> {
        let key = self.rows[row as usize].key();
        self.index.get(&key).copied().filter(|known| *known != row)
    }

    fn differing(&self, new: u32, old: u32) -> Vec<u16> {
        let stored = self.originals.get(&old).map(|row| &**row);
        let mut columns = vec![];
        let stored = stored.unwrap_or(&self.rows[old as usize]);
        self.rows[new as usize].changed(stored, &mut columns);
        let open = self.kept_by_switch(new);
        columns.retain(|column| !open.contains(*column));
        columns
    }

    fn take_over(&mut self, new: u32, old: u32) {
        let stored = match self.originals.get(&old) {
            Some(original) => original.clone(),
            None => Box::new(self.rows[old as usize].clone()),
        };
        let open = self.kept_by_switch(new);
        for column in (0..M::META.columns.len() as u16).filter(|at| open.contains(*at)) {
            let value = stored.value(column.into());
            // The value was read from this very column.
            let _ = self.rows[new as usize].read(column.into(), &Cell(&value), 0);
        }
        self.originals.insert(new, stored);
    }

    fn kept(&mut self, row: u32) {
        self.originals.remove(&row);
    }

    fn park(
        &mut self,
        row: u32,
        column: u16,
        value: &Value,
        depth: usize,
    ) -> Result<(), DecodeError> {
        self.edit(row);
        self.forget(row);
        let Some(mut original) = self.originals.remove(&row) else {
            return Ok(());
        };
        self.depth(depth)
            .entry(row)
            .or_insert_with(|| original.clone());
        let outcome = original.read(column.into(), &Cell(value), 0);
        self.index.insert(original.key(), row);
        self.originals.insert(row, original);
        outcome
    }

    fn follow_key(
        &mut self,
        row: u32,
        columns: &[u16],
        values: &[Value],
        depth: usize,
    ) -> Result<(), DecodeError> {
        self.forget(row);
        let current = &mut self.rows[row as usize];
        let before = match self.originals.get(&row) {
            Some(original) => original.clone(),
            None => Box::new(current.clone()),
        };
        for (&column, value) in columns.iter().zip(values) {
            let at = usize::from(column);
            if current.value(at) == before.value(at) {
                current.read(at, &Cell(value), 0)?;
            }
            if let Some(original) = self.originals.get_mut(&row) {
                original.read(at, &Cell(value), 0)?;
            }
        }
        let key = match self.originals.get(&row) {
            Some(original) => original.key(),
            None => self.rows[row as usize].key(),
        };
        if !M::META.key.is_empty() {
            self.index.insert(key, row);
        }
        self.depth(depth).entry(row).or_insert(before);
        Ok(())
    }
}
