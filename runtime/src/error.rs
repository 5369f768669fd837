//! What can go wrong at run time.

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

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

/// An error of the runtime.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A cell does not hold what its column promises.
    #[error("{table}.{column}: expected {expected}, found {found}")]
    Decode {
        /// The table.
        table: String,
        /// The column.
        column: String,
        /// What the column promises.
        expected: &'static str,
        /// What was there, without its value.
        found: String,
    },
}
