//! What a program does around the statements of a database.

use std::time::Duration;

use crate::error::{Error, Result};
use crate::statement::{Statement, push_comment};

/// What happens around each statement that a handle of a database runs: for metrics, for a log of
/// slow statements, for comments that a tracing system reads, or to refuse some. Each of them does
/// nothing unless it is written.
///
/// [`Database::with_statement_hooks`](crate::Database::with_statement_hooks) gives them to a
/// handle, its sessions and transactions. Those that were given first run first. They run within
/// the statement's future and so must not block; there is nothing to run a statement of their own
/// on, and what a statement reads they do not see.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// use std::sync::{Arc, Mutex};
/// use ormolu::{RanStatement, Result, StatementHooks, UpcomingStatement};
///
/// struct Traced(Arc<Mutex<Vec<String>>>);
///
/// impl StatementHooks for Traced {
///     fn before_statement(&self, statement: &mut UpcomingStatement<'_>) -> Result<()> {
///         statement.comment("route: /users");
///         Ok(())
///     }
///
///     fn after_statement(&self, statement: &RanStatement<'_>) {
///         let line = format!("{:?} row(s): {}", statement.rows(), statement.sql());
///         self.0.lock().unwrap().push(line);
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let log = Arc::default();
/// let db = db.with_statement_hooks(Traced(Arc::clone(&log)));
/// User::select().all(&db).await?;
/// assert!(log.lock().unwrap()[0].ends_with("/* route: /users */"));
/// # Ok(()) }
/// ```
///
/// What opens and ends a transaction is told by [`after_command`](Self::after_command); what a
/// pool runs on a connection of its own accord is not told.
pub trait StatementHooks: Send + Sync + 'static {
    /// A statement is about to run. An error refuses it: it is that of whoever wanted to run it,
    /// and the transaction stays as it is.
    fn before_statement(&self, statement: &mut UpcomingStatement<'_>) -> Result<()> {
        let _ = statement;
        Ok(())
    }

    /// A statement has run, or failed. One whose future was dropped half-way has no such moment.
    fn after_statement(&self, statement: &RanStatement<'_>) {
        let _ = statement;
    }

    /// A command has run that opens or ends a transaction or a savepoint, or defers its
    /// constraints: `BEGIN`, `COMMIT`.
    fn after_command(&self, sql: &str) {
        let _ = sql;
    }
}

/// A statement that is about to run.
#[derive(Debug)]
pub struct UpcomingStatement<'s> {
    statement: &'s Statement,
    in_transaction: bool,
    comments: Vec<String>,
}

impl<'s> UpcomingStatement<'s> {
    pub(super) fn new(statement: &'s Statement, in_transaction: bool) -> Self {
        UpcomingStatement {
            statement,
            in_transaction,
            comments: vec![],
        }
    }

    /// Its text, with placeholders instead of values.
    pub fn sql(&self) -> &'s str {
        self.statement.sql.as_str()
    }

    /// How many parameters it has.
    pub fn parameters(&self) -> usize {
        self.statement.params.len()
    }

    /// Whether a transaction is open on its connection.
    pub fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// Puts a comment behind it. The text cannot end the comment.
    ///
    /// A connection keeps prepared statements by their text: one with an id that is new each time
    /// is prepared each time.
    pub fn comment(&mut self, text: impl Into<String>) {
        self.comments.push(text.into());
    }

    /// The text with the comments, if there are any.
    pub(super) fn with_comments(self) -> Option<String> {
        if self.comments.is_empty() {
            return None;
        }
        let mut sql = self.sql().to_owned();
        for text in &self.comments {
            push_comment(&mut sql, text);
        }
        Some(sql)
    }
}

/// A statement that has run, or failed.
#[derive(Debug)]
pub struct RanStatement<'s> {
    statement: &'s Statement,
    elapsed: Duration,
    outcome: Result<u64, &'s Error>,
}

impl<'s> RanStatement<'s> {
    pub(super) fn new(
        statement: &'s Statement,
        elapsed: Duration,
        outcome: Result<u64, &'s Error>,
    ) -> Self {
        RanStatement {
            statement,
            elapsed,
            outcome,
        }
    }

    /// Its text, with placeholders instead of values.
    pub fn sql(&self) -> &'s str {
        self.statement.sql.as_str()
    }

    /// How long it took: until its last row was read.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// How many rows it read or changed, unless it failed.
    pub fn rows(&self) -> Option<u64> {
        self.outcome.ok()
    }

    /// Why it failed, if it did.
    pub fn error(&self) -> Option<&'s Error> {
        self.outcome.err()
    }
}
