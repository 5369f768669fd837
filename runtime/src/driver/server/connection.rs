use std::future::Future;

use futures_util::TryStreamExt;
use sqlx::query::Query;
use sqlx::{Column, Row as _};
use tokio::sync::mpsc::Sender;

use super::cells::Cells;
use super::pool::Held;
use super::{Arguments, Row, Server, Settings, client_failure, timeout};
use crate::driver::connection::Executed;
use crate::driver::failure::{Damage, Failure, Outcome};
#[cfg(feature = "postgres")]
use crate::driver::postgres::{PostgresServer, copy};
use crate::driver::raw::{Chunks, Driver};
use crate::driver::sink::{FromRow, RowSink, name_column};
#[cfg(feature = "postgres")]
use crate::driver::source::RowSource;
use crate::error::Error;
use crate::statement::Statement;
use crate::value::Decoder;

/// A connection on loan.
pub(in crate::driver) struct ServerConnection<S: Server> {
    held: Held<S>,
}

impl<S: Server> ServerConnection<S> {
    pub(super) fn new(held: Held<S>) -> Self {
        ServerConnection { held }
    }
}

#[cfg(feature = "postgres")]
impl ServerConnection<PostgresServer> {
    /// Runs a COPY of a source's rows. Their number.
    pub(in crate::driver) async fn copy_in<R: RowSource>(
        &mut self,
        sql: &str,
        source: &mut R,
    ) -> Outcome<u64> {
        let settings = self.held.settings;
        let raw = self.held.raw()?;
        within(settings, sql, copy(raw, sql, source, settings)).await
    }
}

impl<S: Server> Driver for ServerConnection<S>
where
    for<'r> Cells<'r, S::Database>: Decoder,
{
    async fn fetch<K: RowSink>(&mut self, statement: &Statement, sink: &mut K) -> Outcome<u64> {
        let (settings, sql) = (self.held.settings.of(statement), statement.sql.as_str());
        let held = &mut self.held;
        within(settings, sql, async {
            let query = query(held, statement).await?;
            let mut rows = S::fetch(held.raw()?, query);
            let mut count = 0;
            while let Some(row) = heard::<S, _>(rows.try_next().await, sql, settings)? {
                let taken = sink.row(&Cells::<S::Database>(&row));
                taken.map_err(|error| unread::<S>(error, &row))?;
                count += 1;
            }
            Ok(count)
        })
        .await
    }

    async fn execute(&mut self, statement: &Statement) -> Outcome<Executed> {
        let (settings, sql) = (self.held.settings.of(statement), statement.sql.as_str());
        let held = &mut self.held;
        within(settings, sql, async {
            let query = query(held, statement).await?;
            heard::<S, _>(S::execute(held.raw()?, query).await, sql, settings)
        })
        .await
    }

    async fn stream<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &Sender<Vec<T>>,
    ) -> Outcome<u64> {
        let (settings, sql) = (self.held.settings.of(statement), statement.sql.as_str());
        let query = query(&mut self.held, statement).await?;
        let mut rows = S::fetch(self.held.raw()?, query);
        let mut sending = Chunks::new(chunks);
        let end = loop {
            match heard::<S, _>(rows.try_next().await, sql, settings) {
                Ok(Some(row)) => match T::from_row(&Cells::<S::Database>(&row)) {
                    Ok(value) => sending.push(value).await?,
                    Err(error) => break Err(unread::<S>(T::name_error(error), &row)),
                },
                Ok(None) => break Ok(()),
                Err(failure) => break Err(failure),
            }
        };
        let sent = sending.finish().await?;
        end.map(|()| sent)
    }

    async fn command(&mut self, sql: &str) -> Outcome<()> {
        let settings = self.held.settings;
        let raw = self.held.raw()?;
        within(settings, sql, async {
            heard::<S, _>(S::command(raw, sql).await, sql, settings)
        })
        .await
    }

    fn prepared(&mut self) -> bool {
        self.held.prepared()
    }

    fn abandon(&mut self) {
        self.held.abandon();
    }

    fn discard(&mut self) {
        self.held.discard();
    }
}

/// The statement as sqlx wants it.
async fn query<S: Server>(
    held: &mut Held<S>,
    statement: &Statement,
) -> Outcome<Query<'static, S::Database, Arguments<S>>> {
    let arguments = S::arguments(&statement.params).map_err(Failure::ours)?;
    let text = S::text(held.raw()?, statement).await;
    let text = text.map_err(|error| client_failure(&error, statement.sql.as_str()))?;
    held.note(text.as_str());
    Ok(sqlx::query_with(text, arguments))
}

fn heard<S: Server, T>(answer: sqlx::Result<T>, sql: &str, settings: Settings) -> Outcome<T> {
    answer.map_err(|error| S::failure(&error, sql, settings))
}

fn unread<S: Server>(error: Error, row: &Row<S>) -> Failure {
    let name = |at| row.columns().get(at).map(Column::name);
    Failure::ours(name_column(error, name))
}

/// The server stops a statement at its limit; if it does not answer at all, we do, a little
/// later.
async fn within<T>(
    settings: Settings,
    sql: &str,
    work: impl Future<Output = Outcome<T>> + Send,
) -> Outcome<T> {
    let Some(limit) = settings.statement_timeout else {
        return work.await;
    };
    match tokio::time::timeout(limit + std::time::Duration::from_secs(2), work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Failure {
            error: timeout(limit, sql),
            damage: Damage::Connection,
        }),
    }
}
