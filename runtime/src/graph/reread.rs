//! Where columns go that are read again.

use super::Table;
use crate::driver::RowSink;
use crate::error::{DecodeError, Error, Result};
use crate::model::{Model, ModelMeta};
use crate::value::{Decoder, Value};

/// Collects values of columns.
pub(super) struct Look<'a, M> {
    /// A row to read into.
    scratch: M,
    columns: &'a [u16],
    pub(super) found: Vec<Vec<Value>>,
}

impl<'a, M> Look<'a, M> {
    pub(super) fn new(scratch: M, columns: &'a [u16]) -> Self {
        Look {
            scratch,
            columns,
            found: vec![],
        }
    }
}

impl<M: Model> RowSink for Look<'_, M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        let mut values = Vec::with_capacity(self.columns.len());
        for (at, &column) in self.columns.iter().enumerate() {
            self.scratch
                .read(column.into(), row, at)
                .map_err(|error| in_column(M::META, column, error))?;
            values.push(self.scratch.value(column.into()));
        }
        self.found.push(values);
        Ok(())
    }
}

/// Reads columns of known rows.
pub(super) struct Fill<'a, M: Model> {
    table: &'a mut Table<M>,
    rows: &'a [u32],
    columns: &'a [u16],
    pub(super) seen: usize,
}

impl<'a, M: Model> Fill<'a, M> {
    pub(super) fn new(table: &'a mut Table<M>, rows: &'a [u32], columns: &'a [u16]) -> Self {
        Fill {
            table,
            rows,
            columns,
            seen: 0,
        }
    }
}

impl<M: Model> RowSink for Fill<'_, M> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        if let Some(&place) = self.rows.get(self.seen) {
            for (at, &column) in self.columns.iter().enumerate() {
                self.table.rows[place as usize]
                    .read(column.into(), row, at)
                    .map_err(|error| in_column(M::META, column, error))?;
            }
        }
        self.seen += 1;
        Ok(())
    }
}

/// The decoding error of a column.
pub(crate) fn in_column(model: &ModelMeta, column: u16, error: DecodeError) -> Error {
    Error::Decode {
        table: model.table.name.to_owned(),
        column: model.columns[usize::from(column)].name.to_owned(),
        expected: error.expected,
        found: error.found,
    }
}
