//! PostgreSQL through sqlx.

mod array;
mod bind;
mod connect;
mod error;
mod row;
mod signature;

pub(super) use connect::{PostgresServer, open};

use futures_util::TryStreamExt;
use sqlx::postgres::{PgArguments, PgConnection, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{Column, Row};
use tokio::sync::mpsc::Sender;

use self::bind::arguments;
use self::row::PostgresRow;
use self::signature::Signatures;
use super::audited;
use super::connection::Executed;
use super::failure::{Failure, Outcome};
use super::raw::{Chunks, Driver};
use super::server::{Held, Settings, within};
use super::sink::{FromRow, RowSink, name_column};
use crate::error::Error;
use crate::statement::Statement;

/// A connection, and what was prepared on it.
pub(super) struct Link {
    raw: PgConnection,
    signatures: Signatures,
}

impl Link {
    /// The statement as sqlx wants it, and the connection to run it on.
    async fn query(
        &mut self,
        statement: &Statement,
    ) -> Outcome<(&mut PgConnection, Query<'static, Postgres, PgArguments>)> {
        let arguments = arguments(&statement.params).map_err(Failure::ours)?;
        if self.signatures.is_full() {
            let cleared = sqlx::Connection::clear_cached_statements(&mut self.raw).await;
            cleared.map_err(|error| super::server::client_failure(&error, "DEALLOCATE"))?;
            self.signatures.clear();
        }
        let sql = audited::statement(&self.signatures.text(statement));
        Ok((&mut self.raw, sqlx::query_with(sql, arguments)))
    }
}

/// A connection on loan.
pub(super) struct PostgresConnection {
    held: Held<PostgresServer>,
}

impl PostgresConnection {
    pub(super) fn new(held: Held<PostgresServer>) -> Self {
        PostgresConnection { held }
    }
}

impl Driver for PostgresConnection {
    async fn fetch<S: RowSink>(&mut self, statement: &Statement, sink: &mut S) -> Outcome<u64> {
        let (settings, sql) = (self.held.settings, statement.sql.as_str());
        let link = self.held.raw()?;
        within(settings, sql, async {
            let (raw, query) = link.query(statement).await?;
            let mut rows = query.fetch(raw);
            let mut count = 0;
            while let Some(row) = next(rows.try_next().await, sql, settings)? {
                let taken = sink.row(&PostgresRow(&row));
                taken.map_err(|error| unread(error, &row))?;
                count += 1;
            }
            Ok(count)
        })
        .await
    }

    async fn execute(&mut self, statement: &Statement) -> Outcome<Executed> {
        let (settings, sql) = (self.held.settings, statement.sql.as_str());
        let link = self.held.raw()?;
        within(settings, sql, async {
            let (raw, query) = link.query(statement).await?;
            let done = next(query.execute(raw).await, sql, settings)?;
            Ok(Executed {
                rows: done.rows_affected(),
                last_insert_id: None,
            })
        })
        .await
    }

    async fn stream<T: FromRow>(
        &mut self,
        statement: &Statement,
        chunks: &Sender<Vec<T>>,
    ) -> Outcome<u64> {
        let (settings, sql) = (self.held.settings, statement.sql.as_str());
        let (raw, query) = self.held.raw()?.query(statement).await?;
        let mut rows = query.fetch(raw);
        let mut sending = Chunks::new(chunks);
        let end = loop {
            match next(rows.try_next().await, sql, settings) {
                Ok(Some(row)) => match T::from_row(&PostgresRow(&row)) {
                    Ok(value) => sending.push(value).await?,
                    Err(error) => break Err(unread(T::name_error(error), &row)),
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
        let link = self.held.raw()?;
        within(settings, sql, async {
            let command = sqlx::raw_sql(audited::shared(sql.into()));
            next(command.execute(&mut link.raw).await, sql, settings).map(drop)
        })
        .await
    }

    fn abandon(&mut self) {
        self.held.abandon();
    }

    fn discard(&mut self) {
        self.held.discard();
    }
}

fn next<T>(result: sqlx::Result<T>, sql: &str, settings: Settings) -> Outcome<T> {
    result.map_err(|error| error::failure(&error, sql, settings))
}

fn unread(error: Error, row: &PgRow) -> Failure {
    let name = |at| row.try_column(at).ok().map(Column::name);
    Failure::ours(name_column(error, name))
}
