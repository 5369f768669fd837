use crate::error::{DecodeError, Error, Result};
use crate::model::ModelMeta;
use crate::value::Decoder;

/// Takes the rows of a statement, one after the other.
pub trait RowSink: Send {
    /// Takes a row. An error ends the statement.
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()>;
}

/// A type that one row holds.
pub trait FromRow: Sized + Send + 'static {
    /// The model, where it is one.
    #[doc(hidden)]
    const MODEL: Option<&'static ModelMeta> = None;

    /// Reads a row by position.
    fn from_row<D: Decoder + ?Sized>(row: &D) -> Result<Self, DecodeError>;

    /// Says which column a decoding error means, where the type knows.
    fn name_error(error: DecodeError) -> Error {
        error.into()
    }
}

/// Collects rows.
#[derive(Debug)]
pub struct Rows<T> {
    rows: Vec<T>,
}

impl<T> Rows<T> {
    /// None yet.
    pub fn new() -> Self {
        Rows { rows: Vec::new() }
    }

    /// The rows.
    pub fn into_vec(self) -> Vec<T> {
        self.rows
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows::new()
    }
}

impl<T: FromRow> RowSink for Rows<T> {
    fn row<D: Decoder>(&mut self, row: &D) -> Result<()> {
        self.rows.push(T::from_row(row).map_err(T::name_error)?);
        Ok(())
    }
}

/// Replaces the number of a column by its name in the result.
pub(super) fn name_column<'n>(error: Error, name: impl Fn(usize) -> Option<&'n str>) -> Error {
    match error {
        Error::Decode {
            table,
            column,
            expected,
            found,
        } => {
            let number = column
                .strip_prefix('#')
                .and_then(|at| at.parse::<usize>().ok());
            let known = number.and_then(|number| name(number.wrapping_sub(1)));
            Error::Decode {
                table,
                column: known.map_or(column, str::to_owned),
                expected,
                found,
            }
        }
        other => other,
    }
}
