//! One runner at a time.
//!
//! Where an engine has locks that end with their connection, one is taken on the runner's own
//! connection, which is closed at the end: it cannot outlive the runner, and a runner that lost
//! its connection cannot do anything more either. Elsewhere, and by option, a row stands for it.

mod advisory;
mod held;
mod row;

use std::time::{Duration, Instant};

use super::error::MigrateError;
use super::events::{Event, Listener};
use crate::dialect::Dialect;
use crate::driver::Connection;

/// How runners are kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locking {
    /// By the engine's locks, where it has any that end with their connection; else by a row.
    #[default]
    Auto,
    /// By a row of a table: behind a pooler that gives connections away, and for servers whose
    /// advisory locks are none.
    Row,
}

/// A lock that is held.
#[derive(Debug)]
pub(crate) enum Lock {
    Advisory(String),
    Row(held::Token),
}

/// How to get it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) locking: Locking,
    pub(crate) wait: Duration,
    pub(crate) steal: bool,
}

const PAUSE: Duration = Duration::from_millis(100);

impl Lock {
    pub(crate) async fn take(
        connection: &mut Connection,
        wish: Wish,
        listener: &Listener,
    ) -> Result<Lock, MigrateError> {
        let row = wish.locking == Locking::Row || connection.dialect() == Dialect::Sqlite;
        let started = Instant::now();
        let mut steal = wish.steal;
        let mut told = false;
        loop {
            let holder = if row {
                match row::try_take(connection, std::mem::take(&mut steal)).await? {
                    Ok(token) => return Ok(Lock::Row(token)),
                    Err(holder) => holder,
                }
            } else {
                match advisory::try_take(connection).await? {
                    Ok(name) => return Ok(Lock::Advisory(name)),
                    Err(holder) => holder,
                }
            };
            let waited = started.elapsed();
            if waited >= wish.wait {
                return Err(MigrateError::Locked {
                    holder,
                    waited: wish.wait,
                    stealable: row,
                });
            }
            if !told {
                listener.tell(&Event::Waiting { holder: &holder });
                told = true;
            }
            tokio::time::sleep(PAUSE.min(wish.wait - waited)).await;
        }
    }

    /// Makes sure that nobody took it away. The engine's own go only with the connection.
    pub(crate) async fn check(&self, connection: &mut Connection) -> Result<(), MigrateError> {
        match self {
            Lock::Advisory(_) => Ok(()),
            Lock::Row(token) => token.check(connection).await,
        }
    }

    pub(crate) async fn release(self, connection: &mut Connection) -> Result<(), MigrateError> {
        match self {
            Lock::Advisory(name) => advisory::release(connection, &name).await,
            Lock::Row(token) => token.release(connection).await,
        }
    }
}
