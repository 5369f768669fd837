use std::fmt;
use std::sync::Arc;

use super::address::Address;
use super::begin::{Begin, BeginMode};
use super::budget::Budget;
use super::connection::{Connection, Shared};
use super::executor::{Access, Lease};
use super::options::DatabaseOptions;
use super::raw::Raw;
use super::recorder::{Recorder, Recorders};
use super::statement_hooks::StatementHooks;
use super::statistics::{Counters, Statistics};
use super::transaction::Transaction;
use crate::dialect::Dialect;
#[allow(unused_imports)] // with every engine compiled in, none is missing
use crate::error::{Error, Result};
use crate::hooks::{AnySessionHooks, HookList, SessionHooks};
use crate::rules::{Parameter, Parameters};
use crate::value::SqlType;

/// A database: a pool of connections to it. Clones share the pool.
#[derive(Clone)]
pub struct Database {
    pool: Arc<Pool>,
    shared: Arc<Shared>,
    parameters: Parameters,
    budget: Option<Arc<Budget>>,
    session_hooks: HookList<dyn AnySessionHooks>,
    statement_hooks: HookList<dyn StatementHooks>,
}

enum Pool {
    #[cfg(feature = "sqlite")]
    Sqlite(super::sqlite::Pool),
    #[cfg(feature = "postgres")]
    Postgres(super::server::pool::ServerPool<super::postgres::PostgresServer>),
    #[cfg(feature = "mysql")]
    Mysql(super::server::pool::ServerPool<super::mysql::MysqlServer>),
}

impl Database {
    /// Connects with the default options. [`DatabaseOptions::connect`] says what URLs there are.
    pub async fn connect(url: &str) -> Result<Database> {
        DatabaseOptions::new().connect(url).await
    }

    /// Options to connect with.
    pub fn builder() -> DatabaseOptions {
        DatabaseOptions::new()
    }

    pub(super) async fn open(address: Address, options: DatabaseOptions) -> Result<Database> {
        let (pool, dialect) = match address {
            #[cfg(feature = "sqlite")]
            Address::Sqlite(address) => {
                let pool = super::sqlite::Pool::open(address, &options)?;
                (Pool::Sqlite(pool), Dialect::Sqlite)
            }
            #[cfg(feature = "postgres")]
            Address::Postgres(address) => {
                let pool = super::postgres::open(&address, &options).await?;
                (Pool::Postgres(pool), Dialect::Postgres)
            }
            #[cfg(feature = "mysql")]
            Address::Mysql(address) => {
                let (pool, dialect) = super::mysql::open(&address, &options).await?;
                (Pool::Mysql(pool), dialect)
            }
            #[allow(unreachable_patterns)]
            other => {
                return Err(Error::Url(format!(
                    "this program was built without {}: turn on ormolu's feature `{}`",
                    other.engine(),
                    other.feature(),
                )));
            }
        };
        Ok(Database {
            pool: Arc::new(pool),
            shared: Arc::new(Shared {
                dialect,
                recorders: Recorders::default(),
                counters: Counters::default(),
                statement_timeout: options.statement_timeout,
            }),
            parameters: Parameters::default(),
            budget: None,
            session_hooks: HookList::default(),
            statement_hooks: HookList::default(),
        })
    }

    /// The dialect of its engine.
    pub fn dialect(&self) -> Dialect {
        self.shared.dialect
    }

    /// A handle of the same database whose statements know a parameter of the schema: for which
    /// tenant they are, who is at work. It shares the pool.
    ///
    /// Sessions and transactions of the handle have it, too.
    pub fn with<T: SqlType>(&self, parameter: Parameter<T>, value: impl Into<T>) -> Database {
        Database {
            parameters: self.parameters.with(parameter, value.into()),
            ..self.clone()
        }
    }

    /// The parameters that the handle was given.
    pub(crate) fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// A handle of the same database whose sessions run hooks around their flushes and
    /// transactions, behind those that this one has already. It shares the pool.
    pub fn with_session_hooks(&self, hooks: impl SessionHooks) -> Database {
        Database {
            session_hooks: self.session_hooks.with(Arc::new(hooks)),
            ..self.clone()
        }
    }

    /// The hooks that the handle was given for its sessions.
    pub(crate) fn session_hooks(&self) -> &HookList<dyn AnySessionHooks> {
        &self.session_hooks
    }

    /// A handle of the same database that runs hooks around each statement of its own, of its
    /// sessions and of its transactions, behind those that this one has already. It shares the
    /// pool.
    pub fn with_statement_hooks(&self, hooks: impl StatementHooks) -> Database {
        Database {
            statement_hooks: self.statement_hooks.with(Arc::new(hooks)),
            ..self.clone()
        }
    }

    /// A handle whose statements are counted, those of its sessions and transactions as well.
    pub(crate) fn with_budget(&self, budget: Arc<Budget>) -> Database {
        Database {
            budget: Some(budget),
            ..self.clone()
        }
    }

    /// Takes a connection out of the pool.
    pub async fn connection(&self, access: Access) -> Result<Connection> {
        let raw = match *self.pool {
            #[cfg(feature = "sqlite")]
            Pool::Sqlite(ref pool) => Raw::Sqlite(pool.acquire(access).await?),
            #[cfg(feature = "postgres")]
            Pool::Postgres(ref pool) => Raw::Postgres(pool.acquire().await?),
            #[cfg(feature = "mysql")]
            Pool::Mysql(ref pool) => Raw::Mysql(pool.acquire().await?),
        };
        let parameters = self.parameters.clone();
        let mut connection = Connection::new(raw, self.shared.clone(), access, parameters);
        connection.set_budget(self.budget.clone());
        connection.set_hooks(self.statement_hooks.clone());
        Ok(connection)
    }

    /// Takes a connection as a lease.
    pub async fn lease(&self, access: Access) -> Result<Lease<'static>> {
        self.connection(access).await.map(Lease::own)
    }

    /// Opens a transaction that may write.
    pub async fn begin(&self) -> Result<Transaction> {
        self.begin_with(BeginMode::Write).await
    }

    /// Opens a transaction.
    pub async fn begin_with(&self, begin: impl Into<Begin>) -> Result<Transaction> {
        let begin = begin.into();
        let access = match begin.mode {
            BeginMode::Read => Access::Read,
            BeginMode::Write => Access::Write,
        };
        let mut connection = self.connection(access).await?;
        connection.begin(begin).await?;
        Ok(Transaction::new(connection))
    }

    /// Runs statements without parameters, such as DDL, one after the other on one connection.
    /// Not in a transaction: those before a failing one stay.
    pub async fn execute_script(&self, statements: &[&str]) -> Result<()> {
        self.connection(Access::Write)
            .await?
            .execute_script(statements)
            .await
    }

    /// Starts to record the statements that run on this database, on all connections.
    pub fn record(&self) -> Recorder {
        self.shared.recorders.start()
    }

    /// What all its connections did since it was opened.
    pub fn statistics(&self) -> Statistics {
        self.shared.counters.read()
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("dialect", &self.shared.dialect)
            .finish_non_exhaustive()
    }
}
