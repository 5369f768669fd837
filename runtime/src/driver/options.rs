use std::time::Duration;

use super::address::Address;
use super::database::Database;
use crate::error::{Error, Result};

/// How a [`Database`] connects.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// use std::time::Duration;
/// use ormolu::DatabaseOptions;
///
/// let db = DatabaseOptions::new()
///     .max_connections(4)
///     .statement_timeout(Duration::from_secs(30))
///     .connect("sqlite::memory:")
///     .await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct DatabaseOptions {
    pub(super) max_connections: u32,
    pub(super) acquire_timeout: Duration,
    pub(super) statement_timeout: Option<Duration>,
    pub(super) busy_timeout: Duration,
    pub(super) idle_check: Duration,
    pub(super) statement_cache: usize,
    pub(super) block_in_place: bool,
    pub(super) show_values: bool,
}

impl Default for DatabaseOptions {
    fn default() -> Self {
        DatabaseOptions {
            max_connections: 10,
            acquire_timeout: Duration::from_secs(30),
            statement_timeout: None,
            busy_timeout: Duration::from_secs(5),
            idle_check: Duration::from_secs(30),
            statement_cache: 512,
            block_in_place: true,
            show_values: false,
        }
    }
}

impl DatabaseOptions {
    /// The defaults.
    pub fn new() -> Self {
        DatabaseOptions::default()
    }

    /// How many connections at most, 10 unless said. On SQLite: how many readers beside the one
    /// writer.
    pub fn max_connections(mut self, connections: u32) -> Self {
        self.max_connections = connections;
        self
    }

    /// How long to wait for a free connection, 30 s unless said. Not less than a second:
    /// connecting is part of the wait, and a shorter limit starves the pool.
    pub fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.acquire_timeout = timeout;
        self
    }

    /// Stops statements that run longer. The server stops them, too.
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = Some(timeout);
        self
    }

    /// SQLite: how long to wait while another process writes, 5 s unless said.
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// A connection idle for longer is checked before it is used, 30 s unless said.
    pub fn idle_check(mut self, age: Duration) -> Self {
        self.idle_check = age;
        self
    }

    /// How many prepared statements a connection keeps, 512 unless said; at least one.
    pub fn statement_cache(mut self, statements: usize) -> Self {
        self.statement_cache = statements;
        self
    }

    /// SQLite on a multi-thread runtime: whether to tell the runtime that the thread is busy
    /// (the default). Tasks on a `LocalSet` of such a runtime must turn it off.
    pub fn block_in_place(mut self, tell: bool) -> Self {
        self.block_in_place = tell;
        self
    }

    /// Leaves values in the engine's error messages. For development only.
    pub fn show_values(mut self, show: bool) -> Self {
        self.show_values = show;
        self
    }

    /// Whether a URL is one that [`connect`](Self::connect) understands. Nothing is opened.
    ///
    /// ```
    /// use ormolu::DatabaseOptions;
    ///
    /// assert!(DatabaseOptions::check("postgres://ann@db.example.org/shop").is_ok());
    /// assert!(DatabaseOptions::check("postgres://db.example.org/shop?sslmod=require").is_err());
    /// ```
    ///
    /// # Errors
    /// What is wrong with it, without the password.
    pub fn check(url: &str) -> Result<()> {
        Address::parse(url).map(|_| ())
    }

    /// Connects.
    ///
    /// - `sqlite:app.db`, `sqlite:///var/lib/app.db`, `sqlite::memory:`. Parameter: `mode` (`ro`,
    ///   `rw`, or `rwc`, which creates the file and is the default).
    /// - `postgres://user:password@host:5432/database`. Parameters: `sslmode`, `sslrootcert`,
    ///   `sslcert`, `sslkey`, `application_name`, `host` (the folder of a socket).
    /// - `mysql://` or `mariadb://`, likewise. Parameters: `ssl-mode`, `ssl-ca`, `ssl-cert`,
    ///   `ssl-key`, `socket`.
    ///
    /// Any other parameter is refused.
    ///
    /// # TLS
    ///
    /// Unless the URL says otherwise, the server's certificate is verified, but for a socket and
    /// a loopback address. `sslmode=require` and `ssl-mode=required` encrypt without verifying;
    /// `sslrootcert` and `ssl-ca` name the certificate of a private authority to trust besides the
    /// public ones. What the operating system trusts is not asked.
    ///
    /// # Poolers
    ///
    /// A pooler that keeps a server connection for as long as the client's (PgBouncer's
    /// `pool_mode = session`) needs nothing. One that gives it away after each transaction must
    /// follow prepared statements: PgBouncer from 1.21 on, with `max_prepared_statements` above
    /// 0. Behind an older one a statement can return the rows of somebody else's, and no option
    /// here prevents that. `statement_timeout` is a setting of the server connection, which such a
    /// pooler passes on to others: set it for the database role instead. `pool_mode = statement`
    /// has no transactions and cannot be used.
    pub async fn connect(self, url: &str) -> Result<Database> {
        if self.acquire_timeout < Duration::from_secs(1) {
            return Err(Error::Invalid(
                "acquire_timeout is below one second; connecting is part of it, so a shorter \
                 limit would starve the pool"
                    .into(),
            ));
        }
        if self.statement_cache == 0 {
            return Err(Error::Invalid(
                "statement_cache is 0; every statement is prepared, and one that is not kept would \
                 never be closed on PostgreSQL, so the least is 1"
                    .into(),
            ));
        }
        if self.max_connections == 0 {
            return Err(Error::Invalid("max_connections is 0".into()));
        }
        Database::open(Address::parse(url)?, self).await
    }
}
