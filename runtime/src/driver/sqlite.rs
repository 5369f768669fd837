//! SQLite through rusqlite.
//!
//! Statements run on the caller's thread: a lookup takes less time than a change of threads.
//! So a dropped future never tears a statement apart, and waiting for the writer is a queue of
//! tasks, not of threads.

mod aggregate;
mod bind;
mod decimal;
mod error;
mod function;
mod limit;
mod open;
mod percentile;
mod pool;
mod row;
mod spread;

pub(super) use pool::Pool;

use rusqlite::{CachedStatement, StatementStatus};
use tokio::sync::{mpsc, oneshot};

use self::bind::Bind;
use self::pool::Held;
use self::row::SqliteRow;
use super::connection::Executed;
use super::failure::{Damage, Failure, Outcome};
use super::raw::{CHUNK, Driver};
use super::sink::{FromRow, RowSink, name_column};
use crate::error::{Error, Retry};
use crate::statement::Statement;

/// A connection on loan. It is away while a stream's thread has it.
pub(super) struct Sqlite {
    held: Option<Held>,
    block_in_place: bool,
}

impl Sqlite {
    /// Runs a job on the connection; the runtime is told that this thread is busy.
    fn run<T>(&mut self, job: impl FnOnce(&Held) -> Outcome<T>) -> Outcome<T> {
        let Some(held) = &self.held else {
            return Err(Failure {
                error: Error::Broken {
                    message: "a stream was dropped before its end".into(),
                    retry: Retry::Transaction,
                },
                damage: Damage::Connection,
            });
        };
        blocking(self.block_in_place, || job(held))
    }
}

/// On a multi-thread runtime other tasks move to other threads meanwhile.
fn blocking<T>(block_in_place: bool, job: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    match Handle::try_current() {
        Ok(handle) if block_in_place && handle.runtime_flavor() == RuntimeFlavor::MultiThread => {
            tokio::task::block_in_place(job)
        }
        _ => job(),
    }
}

/// Prepares a statement and says how many parameters one run of it takes.
fn prepare<'h>(held: &'h Held, statement: &Statement) -> Outcome<(CachedStatement<'h>, usize)> {
    let sql = statement.sql.as_str();
    let prepared = held
        .raw()
        .prepare_cached(sql)
        .map_err(|error| held.failure(error, sql))?;
    // One that was kept has run before.
    held.fresh
        .set(prepared.get_status(StatementStatus::Run) == 0);
    let expected = prepared.parameter_count();
    if expected * statement.runs != statement.params.len() {
        return Err(Failure::ours(Error::Invalid(format!(
            "the statement has {expected} parameters, but {} values were given: {sql}",
            statement.params.len()
        ))));
    }
    Ok((prepared, expected))
}

/// Runs a statement as often as it says. A failure after the first run leaves some of its work
/// behind, so it is worse than that of a single statement.
fn each_run(
    held: &Held,
    statement: &Statement,
    mut run: impl FnMut(&mut CachedStatement<'_>) -> Outcome<u64>,
) -> Outcome<u64> {
    let sql = statement.sql.as_str();
    let (mut prepared, width) = prepare(held, statement)?;
    let mut count = 0;
    let _limit = held.start_limit(statement.timeout);
    for nth in 0..statement.runs {
        let mut once = || {
            let params = &statement.params[nth * width..(nth + 1) * width];
            for (at, value) in params.iter().enumerate() {
                let bind = Bind::new(value).map_err(Failure::ours)?;
                prepared
                    .raw_bind_parameter(at + 1, bind)
                    .map_err(|error| held.failure(error, sql))?;
            }
            run(&mut prepared)
        };
        count += once().map_err(|failure| match failure.damage {
            Damage::Statement if nth > 0 => Failure {
                damage: Damage::Savepoint,
                ..failure
            },
            _ => failure,
        })?;
    }
    Ok(count)
}

/// Hands the rows of a statement to a closure.
fn each_row(
    held: &Held,
    statement: &Statement,
    mut take: impl FnMut(&SqliteRow<'_, '_>) -> Result<(), Error>,
) -> Outcome<u64> {
    each_run(held, statement, |prepared| {
        let mut rows = prepared.raw_query();
        let mut count = 0;
        loop {
            match rows.next() {
                Ok(Some(row)) => take(&SqliteRow(row)).map_err(|error| {
                    let name = |at| row.as_ref().column_name(at).ok();
                    Failure::ours(name_column(error, name))
                })?,
                Ok(None) => return Ok(count),
                Err(error) => return Err(held.failure(error, statement.sql.as_str())),
            }
            count += 1;
        }
    })
}

impl Driver for Sqlite {
    async fn fetch<S: RowSink>(&mut self, statement: &Statement, sink: &mut S) -> Outcome<u64> {
        self.run(|held| each_row(held, statement, |row| sink.row(row)))
    }

    async fn execute(&mut self, statement: &Statement) -> Outcome<Executed> {
        self.run(|held| {
            let rows = each_run(held, statement, |prepared| {
                let before = held.raw().total_changes();
                prepared
                    .raw_execute()
                    .map_err(|error| held.failure(error, statement.sql.as_str()))?;
                // `changes()` keeps the count of the last INSERT, UPDATE or DELETE.
                let changed = held.raw().total_changes() != before;
                Ok(if changed { held.raw().changes() } else { 0 })
            })?;
            Ok(Executed {
                rows,
                last_insert_id: u64::try_from(held.raw().last_insert_rowid()).ok(),
            })
        })
    }

    async fn insert_each(&mut self, statement: &Statement) -> Outcome<Vec<i64>> {
        self.run(|held| {
            let mut keys = Vec::with_capacity(statement.runs);
            each_run(held, statement, |prepared| {
                let inserted = prepared
                    .raw_execute()
                    .map_err(|error| held.failure(error, statement.sql.as_str()))?;
                // A trigger may have left the row out.
                if inserted > 0 {
                    keys.push(held.raw().last_insert_rowid());
                }
                Ok(inserted as u64)
            })?;
            Ok(keys)
        })
    }

    /// The statement stays open between rows, which ties it to a thread: it gets one of its own.
    async fn stream<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &mpsc::Sender<Vec<T>>,
    ) -> Outcome<u64> {
        let Some(held) = self.held.take() else {
            return self.run(|_| Ok(0));
        };
        let (finished, done) = oneshot::channel();
        let (statement, chunks) = (statement.clone(), chunks.clone());
        tokio::task::spawn_blocking(move || {
            let outcome = send_rows(&held, &statement, &chunks);
            // If nobody waits any more, `held` goes back to the pool here.
            let _ = finished.send((held, outcome));
        });
        match done.await {
            Ok((held, outcome)) => {
                self.held = Some(held);
                outcome
            }
            Err(_) => Err(Failure {
                error: Error::Broken {
                    message: "the thread that read the rows ended early".into(),
                    retry: Retry::Transaction,
                },
                damage: Damage::Connection,
            }),
        }
    }

    async fn command(&mut self, sql: &str) -> Outcome<()> {
        self.run(|held| {
            held.raw()
                .execute_batch(sql)
                .map_err(|error| held.failure(error, sql))
        })
    }

    fn prepared(&mut self) -> bool {
        self.held.as_ref().is_some_and(|held| held.fresh.get())
    }

    fn abandon(&mut self) {
        self.held = None; // rolls back
    }

    fn discard(&mut self) {
        self.held = None;
    }
}

fn send_rows<T: FromRow>(
    held: &Held,
    statement: &Statement,
    chunks: &mpsc::Sender<Vec<T>>,
) -> Outcome<u64> {
    let gone = || Error::Invalid("the stream was dropped".into());
    let mut chunk = Vec::with_capacity(CHUNK);
    let outcome = each_row(held, statement, |row| {
        chunk.push(T::from_row(row).map_err(T::name_error)?);
        if chunk.len() == CHUNK {
            let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK));
            chunks.blocking_send(full).map_err(|_| gone())?;
        }
        Ok(())
    });
    if !chunk.is_empty() {
        chunks
            .blocking_send(chunk)
            .map_err(|_| Failure::ours(gone()))?;
    }
    outcome
}
