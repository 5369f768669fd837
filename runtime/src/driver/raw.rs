use std::future::Future;

use tokio::sync::mpsc::Sender;

use super::connection::Executed;
use super::failure::{Failure, Outcome};
use super::sink::{FromRow, RowSink};
use super::source::RowSource;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::statement::Statement;

/// A connection of an engine.
pub(super) trait Driver: Send {
    /// Runs a statement and hands its rows to the sink. The number of rows.
    fn fetch<S: RowSink>(
        &mut self,
        statement: &Statement,
        sink: &mut S,
    ) -> impl Future<Output = Outcome<u64>> + Send;

    /// Runs a statement without rows.
    fn execute(&mut self, statement: &Statement) -> impl Future<Output = Outcome<Executed>> + Send;

    /// Runs an INSERT as often as it says. The key that each run counted up.
    fn insert_each(&mut self, _: &Statement) -> impl Future<Output = Outcome<Vec<i64>>> + Send {
        let refusal = "statements are repeated on SQLite only";
        async { Err(Failure::ours(Error::Invalid(refusal.into()))) }
    }

    /// Runs a statement and sends its rows in chunks, as fast as they are taken.
    fn stream<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &Sender<Vec<T>>,
    ) -> impl Future<Output = Outcome<u64>> + Send;

    /// Runs commands without parameters: BEGIN and the like, and DDL.
    fn command(&mut self, sql: &str) -> impl Future<Output = Outcome<()>> + Send;

    /// Whether the text of the last statement had to be prepared.
    fn prepared(&mut self) -> bool;

    /// Rolls the open transaction back before anybody else gets the connection.
    fn abandon(&mut self);

    /// Closes the connection instead of giving it back.
    fn discard(&mut self);
}

/// How many rows a stream decodes ahead.
pub(super) const CHUNK: usize = 64;

/// Collects the rows of a stream into chunks.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) struct Chunks<'s, T> {
    chunk: Vec<T>,
    sent: u64,
    sender: &'s Sender<Vec<T>>,
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
impl<'s, T> Chunks<'s, T> {
    pub(super) fn new(sender: &'s Sender<Vec<T>>) -> Self {
        Chunks {
            chunk: Vec::with_capacity(CHUNK),
            sent: 0,
            sender,
        }
    }

    pub(super) async fn push(&mut self, row: T) -> Outcome<()> {
        self.chunk.push(row);
        if self.chunk.len() == CHUNK {
            self.send().await?;
        }
        Ok(())
    }

    /// Sends the rest. The number of rows in all.
    pub(super) async fn finish(mut self) -> Outcome<u64> {
        self.send().await?;
        Ok(self.sent)
    }

    async fn send(&mut self) -> Outcome<()> {
        self.sent += u64::try_from(self.chunk.len()).unwrap_or(u64::MAX);
        let full = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        let gone = |_| Failure::ours(Error::Invalid("the stream was dropped".into()));
        self.sender.send(full).await.map_err(gone)
    }
}

/// The connection of the engine that the URL chose.
pub(super) enum Raw {
    #[cfg(feature = "sqlite")]
    Sqlite(super::sqlite::Sqlite),
    #[cfg(feature = "postgres")]
    Postgres(super::server::ServerConnection<super::postgres::PostgresServer>),
    #[cfg(feature = "mysql")]
    Mysql(super::server::ServerConnection<super::mysql::MysqlServer>),
}

macro_rules! each {
    ($raw:expr, $driver:ident => $call:expr) => {
        match *$raw {
            #[cfg(feature = "sqlite")]
            Raw::Sqlite(ref mut $driver) => $call,
            #[cfg(feature = "postgres")]
            Raw::Postgres(ref mut $driver) => $call,
            #[cfg(feature = "mysql")]
            Raw::Mysql(ref mut $driver) => $call,
        }
    };
}

impl Raw {
    /// Runs a COPY of a source's rows. Their number.
    pub(super) async fn copy_in<S: RowSource>(
        &mut self,
        sql: &str,
        source: &mut S,
    ) -> Outcome<u64> {
        let dialect = match *self {
            #[cfg(feature = "postgres")]
            Raw::Postgres(ref mut driver) => return driver.copy_in(sql, source).await,
            #[cfg(feature = "sqlite")]
            Raw::Sqlite(_) => Dialect::Sqlite,
            #[cfg(feature = "mysql")]
            Raw::Mysql(_) => Dialect::Mysql,
        };
        let _ = (sql, source);
        let feature = "COPY";
        Err(Failure::ours(Error::Unsupported { feature, dialect }))
    }
}

impl Driver for Raw {
    async fn fetch<S: RowSink>(&mut self, statement: &Statement, sink: &mut S) -> Outcome<u64> {
        each!(self, driver => driver.fetch(statement, sink).await)
    }

    async fn execute(&mut self, statement: &Statement) -> Outcome<Executed> {
        each!(self, driver => driver.execute(statement).await)
    }

    async fn insert_each(&mut self, statement: &Statement) -> Outcome<Vec<i64>> {
        each!(self, driver => driver.insert_each(statement).await)
    }

    async fn stream<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &Sender<Vec<T>>,
    ) -> Outcome<u64> {
        each!(self, driver => driver.stream(statement, chunks).await)
    }

    async fn command(&mut self, sql: &str) -> Outcome<()> {
        each!(self, driver => driver.command(sql).await)
    }

    fn prepared(&mut self) -> bool {
        each!(self, driver => driver.prepared())
    }

    fn abandon(&mut self) {
        each!(self, driver => driver.abandon());
    }

    fn discard(&mut self) {
        each!(self, driver => driver.discard());
    }
}

/// A NUL would cut the text short in one engine and hang another.
pub(super) fn refuse_nul(sql: &str) -> Result<(), Error> {
    if sql.as_bytes().contains(&0) {
        return Err(Error::Invalid(
            "the statement's text contains a NUL character".into(),
        ));
    }
    Ok(())
}
