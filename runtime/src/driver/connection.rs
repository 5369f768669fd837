use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use super::begin::{Begin, BeginMode};
use super::budget::Budget;
use super::executor::Access;
use super::failure::{Damage, Failure, Outcome};
use super::raw::{Driver, Raw, refuse_nul};
use super::recorder::Recorders;
use super::sink::{FromRow, RowSink};
use super::source::RowSource;
use super::statistics::Counters;
use super::stream::RowStream;
use crate::dialect::Dialect;
use crate::error::{Error, Result, Retry};
use crate::rules::Parameters;
use crate::statement::Statement;

/// A connection, on loan from its database.
///
/// Dropped while a statement runs, it is closed; dropped within a transaction, it is rolled
/// back. Nobody else ever gets it in between.
pub struct Connection {
    raw: Raw,
    shared: Arc<Shared>,
    access: Access,
    state: State,
    parameters: Parameters,
    /// How many statements may run, if that is limited.
    budget: Option<Arc<Budget>>,
}

/// What all connections of a database have in common.
pub(super) struct Shared {
    pub(super) dialect: Dialect,
    pub(super) recorders: Recorders,
    pub(super) counters: Counters,
    /// The limit of a statement that has none of its own.
    pub(super) statement_timeout: Option<Duration>,
}

/// What a statement without rows did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Executed {
    /// Rows it changed.
    pub rows: u64,
    /// The key that the engine counted up, where it says so (SQLite, MySQL, MariaDB).
    pub last_insert_id: Option<u64>,
}

#[derive(Default)]
struct State {
    /// A statement is under way, or was when its future was dropped.
    busy: bool,
    broken: bool,
    open: Option<BeginMode>,
    savepoints: Vec<String>,
    poison: Option<Poison>,
}

struct Poison {
    first: String,
    retry: Retry,
    /// How many savepoints were open; none can help if the whole transaction is gone.
    curable: bool,
}

impl Connection {
    pub(super) fn new(
        raw: Raw,
        shared: Arc<Shared>,
        access: Access,
        parameters: Parameters,
    ) -> Self {
        Connection {
            raw,
            shared,
            access,
            state: State::default(),
            parameters,
            budget: None,
        }
    }

    pub(crate) fn set_budget(&mut self, budget: Option<Arc<Budget>>) {
        self.budget = budget;
    }

    /// The dialect its statements must be in.
    pub fn dialect(&self) -> Dialect {
        self.shared.dialect
    }

    /// The parameters of the schema that its handle was given.
    pub(crate) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    pub(crate) fn set_parameters(&mut self, parameters: Parameters) {
        self.parameters = parameters;
    }

    /// Whether a transaction is open.
    pub fn in_transaction(&self) -> bool {
        self.state.open.is_some()
    }

    /// Runs a statement and hands its rows to the sink.
    pub async fn fetch<S: RowSink>(&mut self, statement: &Statement, sink: &mut S) -> Result<()> {
        let statement = &*self.parameters.fill(statement)?;
        let timer = self.start(statement)?;
        self.limit(statement).await?;
        let outcome = self.raw.fetch(statement, sink).await;
        let rows = self.settle_statement(outcome);
        let rows = self.unlimit(statement, rows).await?;
        self.finish(statement, rows, timer);
        Ok(())
    }

    /// Runs a statement without rows.
    pub async fn execute(&mut self, statement: &Statement) -> Result<Executed> {
        let statement = &*self.parameters.fill(statement)?;
        let timer = self.start(statement)?;
        self.limit(statement).await?;
        let outcome = self.raw.execute(statement).await;
        let executed = self.settle_statement(outcome);
        let executed = self.unlimit(statement, executed).await?;
        self.finish(statement, executed.rows, timer);
        Ok(executed)
    }

    /// Runs an INSERT as often as it says. The key that each run counted up.
    pub(crate) async fn insert_each(&mut self, statement: &Statement) -> Result<Vec<i64>> {
        let statement = &*self.parameters.fill(statement)?;
        let timer = self.start(statement)?;
        let outcome = self.raw.insert_each(statement).await;
        let keys = self.settle_statement(outcome)?;
        self.finish(statement, keys.len() as u64, timer);
        Ok(keys)
    }

    /// Runs a COPY of a source's rows. Their number. PostgreSQL only.
    pub(crate) async fn copy_in<S: RowSource>(
        &mut self,
        statement: &Statement,
        source: &mut S,
    ) -> Result<u64> {
        let timer = self.start(statement)?;
        let outcome = self.raw.copy_in(statement.sql.as_str(), source).await;
        let rows = self.settle_statement(outcome)?;
        self.finish(statement, rows, timer);
        Ok(rows)
    }

    /// Runs a statement whose rows are read as fast as they are taken, a few ahead at most.
    ///
    /// A stream dropped before its end takes the connection with it; within a transaction that
    /// ends the transaction.
    pub fn stream<T: FromRow>(&mut self, statement: Statement) -> RowStream<'_, T> {
        RowStream::new(|chunks| async move { self.stream_into(&statement, &chunks).await })
    }

    pub(crate) async fn stream_into<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &Sender<Vec<T>>,
    ) -> Result<()> {
        let statement = &*self.parameters.fill(statement)?;
        let timer = self.start(statement)?;
        self.limit(statement).await?;
        let outcome = self.raw.stream(statement, chunks).await;
        let rows = self.settle_statement(outcome);
        let rows = self.unlimit(statement, rows).await?;
        self.finish(statement, rows, timer);
        Ok(())
    }

    /// Runs statements without parameters and rows, such as DDL, one after the other.
    pub async fn execute_script(&mut self, statements: &[&str]) -> Result<()> {
        for sql in statements {
            let statement = Statement::new((*sql).to_owned(), Vec::new());
            let timer = self.start(&statement)?;
            let outcome = self.raw.command(sql).await;
            self.settle_statement(outcome)?;
            self.finish(&statement, 0, timer);
        }
        Ok(())
    }

    /// Opens a transaction.
    pub async fn begin(&mut self, begin: impl Into<Begin>) -> Result<()> {
        if self.in_transaction() {
            return Err(Error::Invalid(
                "a transaction is open already; use a savepoint".into(),
            ));
        }
        let begin = begin.into();
        for command in begin.commands(self.shared.dialect)? {
            self.control(&command).await?;
        }
        self.state.open = Some(begin.mode);
        Ok(())
    }

    /// Stores what the transaction did.
    ///
    /// Fails with [`Error::Poisoned`] if a statement of it failed before, and with
    /// [`Error::CommitUnknown`] if the connection broke meanwhile and it may have written.
    pub async fn commit(&mut self) -> Result<()> {
        self.require_transaction()?;
        self.require_sound()?;
        match self.control("COMMIT").await {
            Ok(()) => {
                self.state.close();
                Ok(())
            }
            Err(error) => {
                self.state.poison(&error, false);
                Err(match error {
                    Error::Broken { message, .. } if self.state.open == Some(BeginMode::Write) => {
                        Error::CommitUnknown { message }
                    }
                    other => other,
                })
            }
        }
    }

    /// Undoes what the transaction did.
    pub async fn rollback(&mut self) -> Result<()> {
        self.require_transaction()?;
        self.require_idle()?;
        self.state.poison = None;
        self.control("ROLLBACK").await?;
        self.state.close();
        Ok(())
    }

    /// Closes the connection to a server instead of giving it back.
    #[cfg(feature = "migrate")]
    pub(crate) fn retire(mut self) {
        self.raw.discard();
    }

    /// Whether a savepoint is open.
    pub(super) fn in_savepoint(&self) -> bool {
        !self.state.savepoints.is_empty()
    }

    /// Sets a savepoint.
    pub async fn savepoint(&mut self, name: &str) -> Result<()> {
        self.require_transaction()?;
        let sql = format!("SAVEPOINT {}", self.savepoint_name(name)?);
        self.control(&sql).await?;
        self.state.savepoints.push(name.to_owned());
        Ok(())
    }

    /// Forgets a savepoint and those set after it; their work stays.
    pub async fn release(&mut self, name: &str) -> Result<()> {
        let depth = self.savepoint_depth(name)?;
        let sql = format!("RELEASE SAVEPOINT {}", self.savepoint_name(name)?);
        self.control(&sql).await?;
        self.state.savepoints.truncate(depth);
        Ok(())
    }

    /// Undoes what was done since a savepoint, which stays. A transaction that failed since then
    /// is well again, unless the engine gave it up as a whole.
    pub async fn rollback_to(&mut self, name: &str) -> Result<()> {
        let depth = self.savepoint_depth(name)?;
        let sql = format!("ROLLBACK TO SAVEPOINT {}", self.savepoint_name(name)?);
        self.state.poison.take_if(|poison| poison.curable);
        self.control(&sql)
            .await
            .inspect_err(|error| self.state.poison(error, false))?;
        self.state.savepoints.truncate(depth + 1);
        Ok(())
    }

    /// Checks foreign keys at COMMIT instead of after each statement, for the rest of the
    /// transaction. On PostgreSQL only keys declared `DEFERRABLE`; MySQL and MariaDB cannot.
    pub async fn defer_constraints(&mut self) -> Result<()> {
        self.require_transaction()?;
        match self.shared.dialect {
            Dialect::Sqlite => self.control("PRAGMA defer_foreign_keys = ON").await,
            Dialect::Postgres => self.control("SET CONSTRAINTS ALL DEFERRED").await,
            dialect @ (Dialect::Mysql | Dialect::Mariadb) => Err(Error::Unsupported {
                feature: "deferred constraints",
                dialect,
            }),
        }
    }

    fn savepoint_name(&self, name: &str) -> Result<String> {
        if name.is_empty() || name.len() > 63 || name.contains('\0') {
            return Err(Error::Invalid(
                "a savepoint's name has 1 to 63 bytes and no NUL".into(),
            ));
        }
        Ok(match self.shared.dialect {
            Dialect::Mysql | Dialect::Mariadb => format!("`{}`", name.replace('`', "``")),
            Dialect::Sqlite | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        })
    }

    fn savepoint_depth(&self, name: &str) -> Result<usize> {
        self.state
            .savepoints
            .iter()
            .rposition(|open| open == name)
            .ok_or_else(|| Error::Invalid(format!("no savepoint `{name}` is open")))
    }

    fn require_transaction(&self) -> Result<()> {
        if self.in_transaction() {
            return Ok(());
        }
        Err(Error::Invalid("no transaction is open".into()))
    }

    fn require_idle(&self) -> Result<()> {
        if self.state.busy {
            return Err(Error::Broken {
                message: "a statement on this connection was cancelled half-way".into(),
                retry: Retry::Transaction,
            });
        }
        if self.state.broken {
            return Err(Error::Broken {
                message: "an earlier statement lost the connection".into(),
                retry: Retry::Reconnect,
            });
        }
        Ok(())
    }

    fn require_sound(&self) -> Result<()> {
        if let Some(poison) = &self.state.poison {
            return Err(Error::Poisoned {
                first: poison.first.clone(),
                retry: poison.retry,
            });
        }
        self.require_idle()
    }

    async fn control(&mut self, sql: &str) -> Result<()> {
        self.require_sound()?;
        self.state.busy = true;
        let outcome = self.raw.command(sql).await;
        self.settle(outcome)?;
        tracing::debug!(target: "ormolu::sql", sql);
        self.shared.recorders.control(sql);
        Ok(())
    }

    fn start(&mut self, statement: &Statement) -> Result<Option<Instant>> {
        self.require_sound()?;
        refuse_nul(statement.sql.as_str())?;
        if let Some(budget) = &self.budget {
            budget.spend(statement.sql.as_str())?;
        }
        self.state.busy = true;
        let timed = tracing::enabled!(target: "ormolu::sql", tracing::Level::DEBUG);
        Ok(timed.then(Instant::now))
    }

    /// Gives a statement its own limit where the text can't: on PostgreSQL.
    async fn limit(&mut self, statement: &Statement) -> Result<()> {
        let (Dialect::Postgres, Some(longest)) = (self.shared.dialect, statement.timeout) else {
            return Ok(());
        };
        self.set_limit(Some(longest)).await?;
        self.state.busy = true;
        Ok(())
    }

    /// Takes the limit back. A transaction that failed does so by itself.
    async fn unlimit<T>(&mut self, statement: &Statement, outcome: Result<T>) -> Result<T> {
        let limited = self.shared.dialect == Dialect::Postgres && statement.timeout.is_some();
        if limited && self.require_sound().is_ok() {
            self.set_limit(self.shared.statement_timeout).await?;
        }
        outcome
    }

    async fn set_limit(&mut self, longest: Option<Duration>) -> Result<()> {
        let sql = match longest {
            Some(longest) => format!("SET statement_timeout = {}", longest.as_millis().max(1)),
            None => "RESET statement_timeout".to_owned(),
        };
        self.state.busy = true;
        let outcome = self.raw.command(&sql).await;
        self.settle(outcome)?;
        self.shared.recorders.control(&sql);
        Ok(())
    }

    /// As `settle`. A statement that writes and has no transaction around it commits by itself,
    /// so with its answer the knowledge of that is lost.
    fn settle_statement<T>(&mut self, outcome: Outcome<T>) -> Result<T> {
        let alone = self.access == Access::Write && !self.in_transaction();
        let outcome = self.settle(outcome);
        let lost = alone && self.state.broken;
        outcome.map_err(|error| match error {
            Error::Broken { message, .. } if alone => Error::Broken {
                message,
                retry: Retry::Unknown,
            },
            // It was we who did not wait any longer.
            Error::StatementTimeout {
                limit, statement, ..
            } if lost => Error::StatementTimeout {
                limit,
                statement,
                retry: Retry::Unknown,
            },
            other => other,
        })
    }

    /// Notes what an outcome means for the transaction and the connection.
    fn settle<T>(&mut self, outcome: Outcome<T>) -> Result<T> {
        self.state.busy = false;
        let Failure { error, damage } = match outcome {
            Ok(value) => return Ok(value),
            Err(failure) => failure,
        };
        match damage {
            Damage::Statement => {}
            Damage::Savepoint => self.state.poison(&error, true),
            Damage::Transaction => self.state.poison(&error, false),
            Damage::Connection => {
                self.state.broken = true;
                self.state.poison(&error, false);
            }
        }
        Err(error)
    }

    fn finish(&mut self, statement: &Statement, rows: u64, timer: Option<Instant>) {
        self.shared.counters.note(self.raw.prepared());
        let sql = statement.sql.as_str();
        if let Some(started) = timer {
            let elapsed = started.elapsed();
            tracing::debug!(target: "ormolu::sql", sql, rows, ?elapsed);
        }
        if self.shared.recorders.is_active() {
            self.shared
                .recorders
                .statement(sql, statement.params.len(), rows);
        }
    }
}

impl State {
    fn close(&mut self) {
        self.open = None;
        self.savepoints.clear();
        self.poison = None;
    }

    fn poison(&mut self, error: &Error, curable: bool) {
        if self.open.is_none() {
            return;
        }
        match &mut self.poison {
            Some(poison) => poison.curable &= curable,
            None => {
                self.poison = Some(Poison {
                    first: error.to_string(),
                    retry: error.retry(),
                    curable,
                });
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        if self.state.busy || self.state.broken {
            self.raw.discard();
        } else if self.in_transaction() {
            self.raw.abandon();
        }
    }
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("dialect", &self.shared.dialect)
            .field("in_transaction", &self.in_transaction())
            .finish_non_exhaustive()
    }
}
