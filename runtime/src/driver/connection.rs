mod transaction;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use super::begin::BeginMode;
use super::budget::Budget;
use super::executor::Access;
use super::failure::{Damage, Failure, Outcome};
use super::raw::{Driver, Raw, refuse_nul};
use super::recorder::Recorders;
use super::sink::{FromRow, RowSink};
use super::source::RowSource;
use super::statement_hooks::{RanStatement, StatementHooks, UpcomingStatement};
use super::statistics::Counters;
use super::stream::RowStream;
use crate::dialect::Dialect;
use crate::error::{Error, Result, Retry};
use crate::hooks::HookList;
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
    hooks: HookList<dyn StatementHooks>,
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
            hooks: HookList::default(),
        }
    }

    pub(super) fn set_hooks(&mut self, hooks: HookList<dyn StatementHooks>) {
        self.hooks = hooks;
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
        let statement = &*self.outgoing(statement)?;
        let timer = self.start(statement)?;
        self.limit(statement).await?;
        let outcome = self.raw.fetch(statement, sink).await;
        let rows = self.settle_statement(outcome);
        let rows = self.unlimit(statement, rows).await;
        self.finish(statement, timer, rows, |rows| *rows).map(drop)
    }

    /// Runs a statement without rows.
    pub async fn execute(&mut self, statement: &Statement) -> Result<Executed> {
        let statement = &*self.outgoing(statement)?;
        let timer = self.start(statement)?;
        self.limit(statement).await?;
        let outcome = self.raw.execute(statement).await;
        let executed = self.settle_statement(outcome);
        let executed = self.unlimit(statement, executed).await;
        self.finish(statement, timer, executed, |executed| executed.rows)
    }

    /// Runs an INSERT as often as it says. The key that each run counted up.
    pub(crate) async fn insert_each(&mut self, statement: &Statement) -> Result<Vec<i64>> {
        let statement = &*self.outgoing(statement)?;
        let timer = self.start(statement)?;
        let outcome = self.raw.insert_each(statement).await;
        let keys = self.settle_statement(outcome);
        self.finish(statement, timer, keys, |keys| keys.len() as u64)
    }

    /// Runs a COPY of a source's rows. Their number. PostgreSQL only.
    pub(crate) async fn copy_in<S: RowSource>(
        &mut self,
        statement: &Statement,
        source: &mut S,
    ) -> Result<u64> {
        let statement = &*self.outgoing(statement)?;
        let timer = self.start(statement)?;
        let outcome = self.raw.copy_in(statement.sql.as_str(), source).await;
        let rows = self.settle_statement(outcome);
        self.finish(statement, timer, rows, |rows| *rows)
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
        let statement = &*self.outgoing(statement)?;
        let timer = self.start(statement)?;
        self.limit(statement).await?;
        let outcome = self.raw.stream(statement, chunks).await;
        let rows = self.settle_statement(outcome);
        let rows = self.unlimit(statement, rows).await;
        self.finish(statement, timer, rows, |rows| *rows).map(drop)
    }

    /// Runs statements without parameters and rows, such as DDL, one after the other.
    pub async fn execute_script(&mut self, statements: &[&str]) -> Result<()> {
        for sql in statements {
            let statement = Statement::new((*sql).to_owned(), Vec::new());
            let statement = &*self.outgoing(&statement)?;
            let timer = self.start(statement)?;
            let outcome = self.raw.command(statement.sql.as_str()).await;
            let done = self.settle_statement(outcome);
            self.finish(statement, timer, done, |()| 0)?;
        }
        Ok(())
    }

    /// Closes the connection to a server instead of giving it back.
    #[cfg(feature = "migrate")]
    pub(crate) fn retire(mut self) {
        self.raw.discard();
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
        for hooks in self.hooks.iter() {
            hooks.after_command(sql);
        }
        Ok(())
    }

    /// A statement as it goes to the engine: with the values of its parameters, and what hooks
    /// add to it.
    fn outgoing<'s>(&self, statement: &'s Statement) -> Result<Cow<'s, Statement>> {
        let mut statement = self.parameters.fill(statement)?;
        if self.hooks.is_empty() {
            return Ok(statement);
        }
        self.require_sound()?;
        let mut upcoming = UpcomingStatement::new(&statement, self.in_transaction());
        for hooks in self.hooks.iter() {
            hooks.before_statement(&mut upcoming)?;
        }
        if let Some(sql) = upcoming.with_comments() {
            statement.to_mut().sql = sql.into();
        }
        Ok(statement)
    }

    fn start(&mut self, statement: &Statement) -> Result<Option<Instant>> {
        self.require_sound()?;
        refuse_nul(statement.sql.as_str())?;
        if let Some(budget) = &self.budget {
            budget.spend(statement.sql.as_str())?;
        }
        self.state.busy = true;
        let timed = tracing::enabled!(target: "ormolu::sql", tracing::Level::DEBUG)
            || !self.hooks.is_empty();
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

    /// Tells those who want to know how a statement went.
    fn finish<T>(
        &mut self,
        statement: &Statement,
        timer: Option<Instant>,
        outcome: Result<T>,
        rows: impl Fn(&T) -> u64,
    ) -> Result<T> {
        let sql = statement.sql.as_str();
        let elapsed = timer.map(|started| started.elapsed());
        let told = outcome.as_ref().map(rows);
        if let Ok(rows) = told {
            self.shared.counters.note(self.raw.prepared());
            if let Some(elapsed) = elapsed {
                tracing::debug!(target: "ormolu::sql", sql, rows, ?elapsed);
            }
            if self.shared.recorders.is_active() {
                let parameters = statement.params.len();
                self.shared.recorders.statement(sql, parameters, rows);
            }
        }
        let elapsed = elapsed.unwrap_or_default();
        for hooks in self.hooks.iter() {
            hooks.after_statement(&RanStatement::new(statement, elapsed, told));
        }
        outcome
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
