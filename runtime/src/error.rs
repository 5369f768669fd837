//! What can go wrong at run time.

mod constraint;
mod decode;
mod invalid;
mod stale;

use std::time::Duration;

pub use constraint::{ConstraintError, ConstraintKind};
pub use decode::DecodeError;
pub use invalid::{InvalidValue, InvalidValues};
pub(crate) use stale::key_text;
pub use stale::{StaleError, StaleReason};

use crate::dialect::Dialect;

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the runtime.
///
/// Bound values and the passwords of URLs do not show in messages.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database URL or an option cannot be used.
    #[error("database URL: {0}")]
    Url(String),
    /// No connection could be made.
    #[error("cannot connect to {target}: {message}")]
    Connect {
        /// Where to, without user and password.
        target: String,
        /// What the server or the system said.
        message: String,
        /// Whether trying again makes sense.
        retry: Retry,
    },
    /// All connections were in use for too long.
    #[error(
        "no connection became free within {waited:?}; something holds one for long, or \
         `max_connections` is too low"
    )]
    PoolTimeout {
        /// How long it waited.
        waited: Duration,
    },
    /// A statement violated a constraint.
    #[error(transparent)]
    Constraint(Box<ConstraintError>),
    /// The database refused a statement.
    #[error(transparent)]
    Database(Box<DatabaseError>),
    /// A statement ran longer than its limit.
    #[error("stopped after {limit:?}: {statement}")]
    StatementTimeout {
        /// The limit.
        limit: Duration,
        /// The statement's text.
        statement: String,
        /// What makes sense next: unknown, if it may write and the server did not say that it
        /// stopped.
        retry: Retry,
    },
    /// A session ran more statements than it was allowed.
    #[error(
        "more statements than the {limit} that this session may run; refused: {refused}\n\
         it ran:\n{ran}"
    )]
    StatementLimit {
        /// The limit.
        limit: usize,
        /// The text of the one too many.
        refused: String,
        /// The texts of those before, a line each.
        ran: String,
    },
    /// The connection broke.
    #[error("the connection broke: {message}")]
    Broken {
        /// What the system said.
        message: String,
        /// What makes sense next.
        retry: Retry,
    },
    /// The connection broke while COMMIT was under way: the work may be stored or not.
    #[error(
        "the connection broke during COMMIT, so whether the transaction is stored is unknown \
         ({message}); look for its effects before doing it again"
    )]
    CommitUnknown {
        /// What the system said.
        message: String,
    },
    /// The work is stored; a hook that ran after its COMMIT failed.
    #[error("the work is stored; a hook after its COMMIT failed: {error}")]
    AfterCommit {
        /// What the hook said.
        error: Box<Error>,
    },
    /// The transaction failed earlier and can only be rolled back.
    #[error("the transaction failed earlier and can only be rolled back; it failed by: {first}")]
    Poisoned {
        /// The error that ended it.
        first: String,
        /// Whether doing the transaction again makes sense.
        retry: Retry,
    },
    /// A cell does not hold what its column promises.
    #[error("{}: expected {expected}, found {found}", place(table, column))]
    Decode {
        /// The table; empty for a computed column.
        table: String,
        /// The column.
        column: String,
        /// What the column promises.
        expected: &'static str,
        /// What was there, without its value.
        found: String,
    },
    /// A query for exactly one row found none.
    #[error("no {entity} found")]
    NotFound {
        /// The model, or `row` for a projection.
        entity: &'static str,
    },
    /// A query for one row found several.
    #[error("more than one {entity} found where one was expected")]
    TooManyRows {
        /// The model, or `row` for a projection.
        entity: &'static str,
    },
    /// A relationship that cannot be empty is: the row it points at is not there.
    #[error("{relationship} is required, but the row it points at was not found")]
    MissingRequired {
        /// `Model.relationship`.
        relationship: String,
    },
    /// A relationship to one row leads to several.
    #[error(
        "{relationship} leads to one row, but several rows of {child} point at the same parent; \
         a unique key on their foreign key prevents that"
    )]
    SeveralForOne {
        /// `Model.relationship`.
        relationship: String,
        /// The model it leads to.
        child: &'static str,
    },
    /// The rows that the database found for a relationship do not have the keys asked for.
    #[error(
        "{relationship}: the keys of the two sides do not match exactly; either a row that is \
         pointed at is missing, or the column's collation takes different texts for equal"
    )]
    KeyMismatch {
        /// `Model.relationship`.
        relationship: String,
    },
    /// A scope or a column of the schema asks for a value that neither the database's handle
    /// nor the session was given.
    #[error(
        "the parameter `{name}` of the schema is not set; say `db.with(parameters::{}, ..)`",
        name.to_uppercase()
    )]
    NoParameter {
        /// Its name.
        name: &'static str,
    },
    /// A statement writes rows of a model with hooks, which only a session runs.
    #[error(
        "{model} has hooks, which only a session runs; a statement that does without them says \
         so: `.run(db.without_hooks())`"
    )]
    Hooked {
        /// The model.
        model: &'static str,
    },
    /// A statement writes rows of a model with a trail, which only a session leaves.
    #[error(
        "{model} has a trail of what happens to its rows, which only a session leaves; a statement \
         that does without says so: `.run(db.without_audit())`"
    )]
    Audited {
        /// The model.
        model: &'static str,
    },
    /// A query for rows of the past reads a table of which nobody kept them.
    #[error(
        "`{table}` has no history, so nobody knows its rows of then; `history: true` in the schema \
         keeps them from now on"
    )]
    NoHistory {
        /// The table.
        table: &'static str,
    },
    /// A row belongs to another tenant than the one at work, or would by the change.
    #[error("{model}: the row belongs to another tenant")]
    OtherTenant {
        /// The model.
        model: &'static str,
    },
    /// Values that the schema does not allow; nothing was written.
    #[error(transparent)]
    InvalidValues(#[from] InvalidValues),
    /// The engine has no such feature.
    #[error("{dialect} has no {feature}")]
    Unsupported {
        /// What was asked for.
        feature: &'static str,
        /// Of whom.
        dialect: Dialect,
    },
    /// Rows to change or delete were not as they had been read: somebody else was faster.
    #[error(transparent)]
    Stale(Box<StaleError>),
    /// A cursor does not fit the query it was given to.
    #[error(transparent)]
    Cursor(#[from] crate::query::CursorError),
    /// A session cannot do what it was asked to.
    #[error(transparent)]
    Session(#[from] crate::session::SessionError),
    /// The call cannot be carried out as made.
    #[error("{0}")]
    Invalid(String),
}

/// The place of a cell, for messages.
fn place(table: &str, column: &str) -> String {
    if table.is_empty() {
        format!("column {column}")
    } else {
        format!("{table}.{column}")
    }
}

/// What an engine said when it refused a statement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({code}), in: {statement}")]
pub struct DatabaseError {
    /// The engine's code: an SQLSTATE (PostgreSQL), a number (MySQL), an extended result code
    /// (SQLite).
    pub code: String,
    /// The engine's message, without values.
    pub message: String,
    /// The statement's text.
    pub statement: String,
    /// Whether trying again makes sense.
    pub retry: Retry,
}

/// Whether doing something again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Retry {
    /// It would fail again.
    Never,
    /// The whole transaction may succeed when done again: a deadlock or a conflict.
    Transaction,
    /// On another connection it may succeed; nothing was stored.
    Reconnect,
    /// It is not known whether the work was stored: do it again only if that does no harm.
    Unknown,
}

impl Error {
    /// A value of the program's own type that cannot be stored.
    pub(crate) fn unstorable(reason: &str) -> Self {
        Error::Invalid(format!("a value cannot be stored: {reason}"))
    }

    /// Whether doing it again makes sense.
    pub fn retry(&self) -> Retry {
        match self {
            Error::Connect { retry, .. }
            | Error::Broken { retry, .. }
            | Error::StatementTimeout { retry, .. }
            | Error::Poisoned { retry, .. } => *retry,
            Error::Database(error) => error.retry,
            // Done again, the work reads what is there now.
            Error::Stale(_) => Retry::Transaction,
            Error::PoolTimeout { .. } => Retry::Reconnect,
            Error::CommitUnknown { .. }
            | Error::Session(crate::session::SessionError::CommitCancelled) => Retry::Unknown,
            _ => Retry::Never,
        }
    }

    /// What somebody else changed or deleted, if that is what it is.
    pub fn stale(&self) -> Option<&StaleError> {
        match self {
            Error::Stale(error) => Some(error),
            _ => None,
        }
    }

    /// The violated constraint, if that is what it is.
    pub fn constraint(&self) -> Option<&ConstraintError> {
        match self {
            Error::Constraint(error) => Some(error),
            _ => None,
        }
    }

    /// Whether a row with this unique or primary key is there already.
    pub fn is_unique_violation(&self) -> bool {
        self.constraint()
            .is_some_and(|c| c.kind == ConstraintKind::Unique)
    }

    /// Whether the row pointed at is missing, or a row still points at one that was to go.
    pub fn is_foreign_key_violation(&self) -> bool {
        self.constraint()
            .is_some_and(|c| c.kind == ConstraintKind::ForeignKey)
    }
}

impl From<StaleError> for Error {
    fn from(error: StaleError) -> Self {
        Error::Stale(Box::new(error))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Error::Decode {
            table: String::new(),
            column: format!("#{}", error.at + 1),
            expected: error.expected,
            found: error.found,
        }
    }
}
