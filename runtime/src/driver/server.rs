//! What PostgreSQL, MySQL and MariaDB have in common: connections through sqlx, in a pool.
//!
//! An engine says by [`Server`] how it connects, what it is sent and what its errors mean, and
//! reads its types from [`cells::Cells`].

pub(super) mod cells;
mod connection;
mod failure;
mod kept;
pub(super) mod pool;

pub(super) use connection::ServerConnection;
pub(super) use failure::{TlsParameters, client_failure, connect_error, redact, timeout};

use std::future::Future;
use std::time::Duration;

use futures_core::stream::BoxStream;
use sqlx::query::Query;
use sqlx::{Database, IntoArguments, SqlStr};

use super::connection::Executed;
use super::failure::Failure;
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::Value;

/// A server, and how to speak to it.
///
/// What runs on a connection of sqlx is here and not generic: sqlx's `Executor` is implemented
/// for references of each lifetime, which bounds of a generic future cannot say.
pub(super) trait Server: Send + Sync + 'static {
    type Database: Database<Arguments: IntoArguments<Self::Database>>;

    /// A connection, and what is remembered about it.
    type Connection: Send;

    fn connect(&self) -> impl Future<Output = sqlx::Result<Self::Connection>> + Send;

    /// What every new connection runs first.
    fn setup(&self) -> Option<&str>;

    /// Why no connection could be made.
    fn refused(&self, error: &sqlx::Error) -> Error;

    fn ping(connection: &mut Self::Connection) -> impl Future<Output = sqlx::Result<()>> + Send;

    /// The text that a statement is prepared as.
    fn text(
        connection: &mut Self::Connection,
        statement: &Statement,
    ) -> impl Future<Output = sqlx::Result<SqlStr>> + Send;

    fn arguments(values: &[Value]) -> Result<Arguments<Self>>;

    fn fetch<'c>(
        connection: &'c mut Self::Connection,
        query: Query<'static, Self::Database, Arguments<Self>>,
    ) -> BoxStream<'c, sqlx::Result<Row<Self>>>;

    fn execute(
        connection: &mut Self::Connection,
        query: Query<'static, Self::Database, Arguments<Self>>,
    ) -> impl Future<Output = sqlx::Result<Executed>> + Send;

    /// Runs a text without parameters, not prepared.
    fn command(
        connection: &mut Self::Connection,
        sql: &str,
    ) -> impl Future<Output = sqlx::Result<()>> + Send;

    /// What the error of a statement means.
    fn failure(error: &sqlx::Error, sql: &str, settings: Settings) -> Failure;
}

pub(super) type Arguments<S> = <<S as Server>::Database as Database>::Arguments;
pub(super) type Row<S> = <<S as Server>::Database as Database>::Row;

/// What a connection needs to know of the options.
#[derive(Clone, Copy)]
pub(super) struct Settings {
    pub(super) statement_timeout: Option<Duration>,
    pub(super) show_values: bool,
}

impl Settings {
    /// Those that go for a statement.
    fn of(self, statement: &Statement) -> Self {
        Settings {
            statement_timeout: statement.timeout.or(self.statement_timeout),
            ..self
        }
    }
}
