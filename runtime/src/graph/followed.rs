//! Rows that follow what statements did to them, and rows that could not.

use std::any::Any;

use super::Table;
use crate::error::DecodeError;
use crate::model::Model;
use crate::value::{Cell, Value};

/// What a session asks of a table after a statement that was not its own.
///
/// A column that the program edited and that is not flushed keeps the edit; what was stored
/// before it changes below.
pub(crate) trait Followed {
    /// The value of a column as it is stored, below what was edited.
    fn stored_value(&self, row: u32, column: u16) -> Value;
    /// Gives stored values to a row. A rollback to a depth takes them back.
    fn follow(
        &mut self,
        row: u32,
        values: &[(u16, Value)],
        depth: usize,
    ) -> Result<(), DecodeError>;
    /// The same by whole rows, a `Vec` of the table's model, of those it knows and `alive` wants.
    fn follow_rows(
        &mut self,
        rows: &dyn Any,
        depth: usize,
        alive: &dyn Fn(u32) -> bool,
    ) -> Result<(), DecodeError>;
    /// The places of those of such rows that it knows.
    fn places(&self, rows: &dyn Any) -> Vec<u32>;
    /// The place of a key, a `Key` of the table's model.
    fn place(&self, key: &dyn Any) -> Option<u32>;
    /// Says whether the values of a row are out of date.
    fn set_stale(&mut self, row: u32, stale: bool);
    /// Whether they are.
    fn is_stale(&self, row: u32) -> bool;
    /// Says whether rows that are read from now on are locked.
    fn set_renewing(&mut self, renewing: bool);
    /// Whether those of any row are.
    fn has_stale(&self) -> bool;
    /// Gives up what was edited and not flushed.
    fn give_up(&mut self, row: u32);
    /// Whether the row was changed in a transaction that is not over.
    fn is_unfinished(&self, row: u32) -> bool;
}

impl<M: Model> Table<M> {
    /// Keeps what was stored before for a rollback.
    pub(super) fn keep(&mut self, row: u32, depth: usize) {
        let before = match self.originals.get(&row) {
            Some(original) => original.clone(),
            None => Box::new(self.rows[row as usize].clone()),
        };
        self.depth(depth).entry(row).or_insert(before);
    }

    fn write(&mut self, row: u32, column: u16, value: &Value) -> Result<(), DecodeError> {
        let at = usize::from(column);
        let current = &mut self.rows[row as usize];
        if let Some(original) = self.originals.get_mut(&row) {
            let edited = original.value(at) != current.value(at);
            original.read(at, &Cell(value), 0)?;
            if edited {
                return Ok(());
            }
        }
        current.read(at, &Cell(value), 0)
    }

    /// A row has come again that was out of date, or is locked by now: edits stay.
    pub(crate) fn renew(&mut self, row: u32, fresh: M) {
        match self.originals.get_mut(&row) {
            None => self.rows[row as usize] = fresh,
            Some(original) => {
                let mut edits = vec![];
                self.rows[row as usize].changed(original, &mut edits);
                let mut edited = fresh.clone();
                for column in edits {
                    let value = self.rows[row as usize].value(column.into());
                    // The value was read from this very column.
                    let _ = edited.read(column.into(), &Cell(&value), 0);
                }
                **original = fresh;
                self.rows[row as usize] = edited;
            }
        }
        self.stale.remove(&row);
    }
}

impl<M: Model> Followed for Table<M> {
    fn stored_value(&self, row: u32, column: u16) -> Value {
        match self.originals.get(&row) {
            Some(original) => original.value(column.into()),
            None => self.rows[row as usize].value(column.into()),
        }
    }

    fn follow(
        &mut self,
        row: u32,
        values: &[(u16, Value)],
        depth: usize,
    ) -> Result<(), DecodeError> {
        self.keep(row, depth);
        let mut values = values.iter();
        values.try_for_each(|(column, value)| self.write(row, *column, value))
    }

    fn follow_rows(
        &mut self,
        rows: &dyn Any,
        depth: usize,
        alive: &dyn Fn(u32) -> bool,
    ) -> Result<(), DecodeError> {
        let Some(rows) = rows.downcast_ref::<Vec<M>>() else {
            return Ok(());
        };
        for fresh in rows {
            let Some(&place) = self.index.get(&fresh.key()) else {
                continue;
            };
            if !alive(place) {
                continue;
            }
            self.keep(place, depth);
            self.renew(place, fresh.clone());
        }
        Ok(())
    }

    fn places(&self, rows: &dyn Any) -> Vec<u32> {
        let rows = rows.downcast_ref::<Vec<M>>().map_or(&[][..], |rows| rows);
        let place = |row: &M| self.index.get(&row.key()).copied();
        rows.iter().filter_map(place).collect()
    }

    fn place(&self, key: &dyn Any) -> Option<u32> {
        self.index.get(key.downcast_ref::<M::Key>()?).copied()
    }

    fn set_stale(&mut self, row: u32, stale: bool) {
        match stale {
            true => self.stale.insert(row, ()),
            false => self.stale.remove(&row),
        };
    }

    fn set_renewing(&mut self, renewing: bool) {
        self.renewing = renewing;
    }

    fn is_stale(&self, row: u32) -> bool {
        !self.stale.is_empty() && self.stale.contains_key(&row)
    }

    fn has_stale(&self) -> bool {
        !self.stale.is_empty()
    }

    fn give_up(&mut self, row: u32) {
        if let Some(original) = self.originals.remove(&row) {
            self.rows[row as usize] = *original;
        }
    }

    fn is_unfinished(&self, row: u32) -> bool {
        self.history.iter().any(|rows| rows.contains_key(&row))
    }
}
