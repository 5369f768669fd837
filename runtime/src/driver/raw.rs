use std::future::Future;

use tokio::sync::mpsc::Sender;

use super::connection::Executed;
use super::failure::Outcome;
use super::sink::{FromRow, RowSink};
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

    /// Runs a statement and sends its rows in chunks, as fast as they are taken.
    fn stream<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &Sender<Vec<T>>,
    ) -> impl Future<Output = Outcome<u64>> + Send;

    /// Runs commands without parameters: BEGIN and the like, and DDL.
    fn command(&mut self, sql: &str) -> impl Future<Output = Outcome<()>> + Send;

    /// Rolls the open transaction back before anybody else gets the connection.
    fn abandon(&mut self);

    /// Closes the connection instead of giving it back.
    fn discard(&mut self);
}

/// How many rows a stream decodes ahead.
pub(super) const CHUNK: usize = 64;

/// The connection of the engine that the URL chose.
pub(super) enum Raw {
    #[cfg(feature = "sqlite")]
    Sqlite(super::sqlite::Sqlite),
}

macro_rules! each {
    ($raw:expr, $driver:ident => $call:expr) => {
        match $raw {
            #[cfg(feature = "sqlite")]
            Raw::Sqlite($driver) => $call,
        }
    };
}

impl Driver for Raw {
    async fn fetch<S: RowSink>(&mut self, statement: &Statement, sink: &mut S) -> Outcome<u64> {
        each!(self, driver => driver.fetch(statement, sink).await)
    }

    async fn execute(&mut self, statement: &Statement) -> Outcome<Executed> {
        each!(self, driver => driver.execute(statement).await)
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
