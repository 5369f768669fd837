use crate::error::Error;
use crate::model::ModelMeta;

/// A cell that does not hold what its column promises.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {at}: expected {expected}, found {found}")]
pub struct DecodeError {
    /// Position of the cell in its row, from 0.
    pub at: usize,
    /// What the column promises.
    pub expected: &'static str,
    /// What was there, without its value.
    pub found: String,
}

impl DecodeError {
    /// The error with the name of the column, for a row whose columns from `first` on are those
    /// of a model.
    pub fn in_model(self, meta: &ModelMeta, first: usize) -> Error {
        match self
            .at
            .checked_sub(first)
            .and_then(|at| meta.columns.get(at))
        {
            Some(column) => self.named(meta.table.name, column.name),
            None => self.into(),
        }
    }

    /// The error with the name of its column.
    pub fn named(self, table: &str, column: &str) -> Error {
        Error::Decode {
            table: table.to_owned(),
            column: column.to_owned(),
            expected: self.expected,
            found: self.found,
        }
    }
}
