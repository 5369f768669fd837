//! Migrations of data that are written in Rust.

use std::future::Future;

use futures_util::future::{BoxFuture, FutureExt};

use crate::dialect::Dialect;
use crate::driver::{Access, Connection, Executor, Lease};
use crate::error::{Error, Result};

/// A migration of data, in batches. Each call of [`up`](DataMigration::up) is one batch, in a
/// transaction of its own that also stores how far it came; so it goes on after a crash where it
/// was, and holds no lock for long.
///
/// It sees the tables as they are at its place in the history, which today's models may not
/// fit any more. Either write SQL ([`raw_rows`](crate::raw_rows) and
/// [`Statement`](crate::Statement)), or generate models of that time:
/// `ormolu generate --schema migrations/<id>/schema.yaml --out src/migrations/<id>`.
///
/// ```
/// use ormolu::migrate::{Batch, DataMigration, MigrationContext};
/// use ormolu::{Result, Statement};
///
/// struct LowerEmails;
///
/// impl DataMigration for LowerEmails {
///     async fn up(&self, cx: &mut MigrationContext<'_>) -> Result<Batch> {
///         let after: i64 = cx.progress().and_then(|text| text.parse().ok()).unwrap_or(0);
///         let sql = format!(
///             "UPDATE users SET email = lower(email) WHERE id > {after} AND id <= {after} + 5000"
///         );
///         let rows = cx.connection().execute(&Statement::new(sql, vec![])).await?.rows;
///         Ok(if rows == 0 { Batch::Done } else { Batch::More((after + 5000).to_string()) })
///     }
/// }
/// ```
pub trait DataMigration: Send + Sync + 'static {
    /// Does one batch.
    fn up(&self, cx: &mut MigrationContext<'_>) -> impl Future<Output = Result<Batch>> + Send;

    /// Takes one batch back. Unless it is written, there is no way back.
    fn down(&self, cx: &mut MigrationContext<'_>) -> impl Future<Output = Result<Batch>> + Send {
        let _ = cx;
        async { Err(Error::Invalid("the migration has no `down`".into())) }
    }
}

/// What a batch left to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// More; the next batch is given this text.
    More(String),
    /// Nothing.
    Done,
}

/// What a batch works with. `&mut` of it runs queries.
#[derive(Debug)]
pub struct MigrationContext<'c> {
    connection: &'c mut Connection,
    progress: Option<String>,
}

impl<'c> MigrationContext<'c> {
    pub(super) fn new(connection: &'c mut Connection, progress: Option<String>) -> Self {
        MigrationContext {
            connection,
            progress,
        }
    }

    /// What the batch before returned with [`Batch::More`]; nothing for the first.
    pub fn progress(&self) -> Option<&str> {
        self.progress.as_deref()
    }

    /// The connection, within the transaction of this batch.
    pub fn connection(&mut self) -> &mut Connection {
        self.connection
    }

    /// The engine's dialect.
    pub fn dialect(&self) -> Dialect {
        self.connection.dialect()
    }
}

impl Executor for &mut MigrationContext<'_> {
    async fn lease(&mut self, _: Access) -> Result<Lease<'_>> {
        Ok(Lease::borrowed(self.connection))
    }
}

/// [`DataMigration`], without knowing whose.
pub(crate) trait Work: Send + Sync {
    fn up<'a>(&'a self, cx: &'a mut MigrationContext<'_>) -> BoxFuture<'a, Result<Batch>>;
    fn down<'a>(&'a self, cx: &'a mut MigrationContext<'_>) -> BoxFuture<'a, Result<Batch>>;
}

impl<M: DataMigration> Work for M {
    fn up<'a>(&'a self, cx: &'a mut MigrationContext<'_>) -> BoxFuture<'a, Result<Batch>> {
        DataMigration::up(self, cx).boxed()
    }

    fn down<'a>(&'a self, cx: &'a mut MigrationContext<'_>) -> BoxFuture<'a, Result<Batch>> {
        DataMigration::down(self, cx).boxed()
    }
}
