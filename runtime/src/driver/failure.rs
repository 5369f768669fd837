use crate::error::Error;

/// A failed statement, and what it left behind.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) damage: Damage,
}

/// What a failed statement took with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code)] // not every engine does every damage
pub(super) enum Damage {
    /// Itself only: the transaction goes on.
    Statement,
    /// The transaction, but for what stands before the last savepoint.
    Savepoint,
    /// The whole transaction.
    Transaction,
    /// The connection.
    Connection,
}

pub(super) type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// A failure on our side: the engine never saw the statement, or had finished it.
    pub(super) fn ours(error: Error) -> Self {
        Failure {
            error,
            damage: Damage::Statement,
        }
    }
}
