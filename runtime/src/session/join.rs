//! A session in a transaction that is there already.

use super::condition::Condition;
use super::{Session, SessionError};
use crate::driver::{Database, Transaction};
use crate::error::Result;

/// What COMMIT and ROLLBACK of a session mean for the transaction that it joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Join {
    /// As [`Savepoint`](Join::Savepoint) if the transaction is in a savepoint, else as
    /// [`RollbackOnly`](Join::RollbackOnly).
    #[default]
    Conditional,
    /// The session works in a savepoint: its COMMIT releases it, its ROLLBACK goes back to it, and
    /// the next work sets another. The transaction is never ended.
    Savepoint,
    /// The session's COMMIT only flushes; its ROLLBACK ends the transaction.
    RollbackOnly,
    /// The session's COMMIT and ROLLBACK are those of the transaction. From then on the session
    /// opens transactions of its own.
    Control,
}

/// A transaction that the session did not begin.
pub(super) struct Joined {
    mode: Mode,
    /// The session's savepoint is set.
    active: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Savepoint,
    RollbackOnly,
}

/// The savepoint of a session.
const SAVEPOINT: &str = "ormolu session";

impl Database {
    /// Opens a session in a transaction of this database, for a test that takes back whatever the
    /// code under test commits. [`leave`](Session::leave) gives the transaction back.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// use ormolu::Join;
    ///
    /// let mut s = db.session_in(db.begin().await?, Join::Savepoint);
    /// s.add(user::new("Cid"));
    /// s.commit().await?; // RELEASE SAVEPOINT
    /// s.leave().await?.rollback().await?;
    /// assert_eq!(User::select().count(&db).await?, 2);
    /// # Ok(()) }
    /// ```
    pub fn session_in(&self, transaction: Transaction, join: Join) -> Session {
        let mode = match join {
            Join::Savepoint => Some(Mode::Savepoint),
            Join::Conditional if transaction.in_savepoint() => Some(Mode::Savepoint),
            Join::Conditional | Join::RollbackOnly => Some(Mode::RollbackOnly),
            Join::Control => None,
        };
        let mut session = self.session();
        session.transaction = Some(transaction);
        session.joined = mode.map(|mode| Joined {
            mode,
            active: false,
        });
        session
    }
}

impl Session {
    /// Ends the session and gives the transaction back that it joined. Its own work since its last
    /// COMMIT is taken back where it worked in a savepoint; else what it flushed stays.
    ///
    /// An error if the session joined none, or ended it.
    pub async fn leave(mut self) -> Result<Transaction> {
        if self.condition == Condition::Busy {
            self.recover();
        }
        if self.joined.is_some() {
            self.undo_joined().await?;
        }
        let transaction = match self.joined {
            Some(_) => self.transaction.take(),
            None => None,
        };
        transaction.ok_or_else(|| SessionError::NotJoined.into())
    }

    /// Sets the session's savepoint, if it works in one.
    pub(super) async fn enter_joined(&mut self) -> Result<()> {
        let (Some(joined), Some(transaction)) = (&mut self.joined, &mut self.transaction) else {
            return match self.joined {
                Some(_) => Err(SessionError::NotJoined.into()),
                None => Ok(()),
            };
        };
        if joined.mode == Mode::RollbackOnly || joined.active {
            return Ok(());
        }
        self.condition = Condition::Busy;
        let outcome = transaction.savepoint(SAVEPOINT).await;
        joined.active = outcome.is_ok();
        self.settle(outcome)
    }

    /// What a COMMIT does in a transaction that the session joined.
    pub(super) async fn commit_joined(&mut self) -> Result<()> {
        let (Some(joined), Some(transaction)) = (&mut self.joined, &mut self.transaction) else {
            return Ok(());
        };
        if !joined.active {
            return Ok(());
        }
        self.condition = Condition::Busy;
        let outcome = transaction.release(SAVEPOINT).await;
        joined.active = outcome.is_err();
        self.settle(outcome)
    }

    /// What a ROLLBACK does in a transaction that the session joined: goes back to its savepoint.
    pub(super) async fn undo_joined(&mut self) -> Result<()> {
        let (Some(joined), Some(transaction)) = (&mut self.joined, &mut self.transaction) else {
            return Ok(());
        };
        if !joined.active {
            return Ok(());
        }
        self.condition = Condition::Busy;
        let mut outcome = transaction.rollback_to(SAVEPOINT).await;
        if outcome.is_ok() {
            outcome = transaction.release(SAVEPOINT).await;
        }
        joined.active = false;
        self.settle(outcome)
    }

    /// Whether a ROLLBACK leaves the transaction open.
    pub(super) fn stays_joined(&self) -> bool {
        let joined = self.joined.as_ref();
        joined.is_some_and(|joined| joined.mode == Mode::Savepoint)
    }
}
