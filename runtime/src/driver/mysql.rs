//! MySQL and MariaDB through sqlx.

mod bind;
mod connect;
mod error;
mod row;

pub(super) use connect::{MysqlServer, open};

use futures_util::TryStreamExt;
use sqlx::mysql::{MySql, MySqlArguments, MySqlRow};
use sqlx::query::Query;
use sqlx::{Column, Row};
use tokio::sync::mpsc::Sender;

use self::bind::arguments;
use self::row::MysqlRow;
use super::audited;
use super::connection::Executed;
use super::failure::{Failure, Outcome};
use super::raw::{Chunks, Driver};
use super::server::{Held, Settings, within};
use super::sink::{FromRow, RowSink, name_column};
use crate::error::Error;
use crate::statement::Statement;

/// The statement as sqlx wants it.
fn query(statement: &Statement) -> Outcome<Query<'static, MySql, MySqlArguments>> {
    let arguments = arguments(&statement.params).map_err(Failure::ours)?;
    Ok(sqlx::query_with(
        audited::statement(&statement.sql),
        arguments,
    ))
}

/// A connection on loan.
pub(super) struct MysqlConnection {
    held: Held<MysqlServer>,
}

impl MysqlConnection {
    pub(super) fn new(held: Held<MysqlServer>) -> Self {
        MysqlConnection { held }
    }
}

impl Driver for MysqlConnection {
    async fn fetch<S: RowSink>(&mut self, statement: &Statement, sink: &mut S) -> Outcome<u64> {
        let (settings, sql) = (self.held.settings, statement.sql.as_str());
        let raw = self.held.raw()?;
        within(settings, sql, async {
            let mut rows = query(statement)?.fetch(raw);
            let mut count = 0;
            while let Some(row) = next(rows.try_next().await, sql, settings)? {
                let taken = sink.row(&MysqlRow(&row));
                taken.map_err(|error| unread(error, &row))?;
                count += 1;
            }
            Ok(count)
        })
        .await
    }

    async fn execute(&mut self, statement: &Statement) -> Outcome<Executed> {
        let (settings, sql) = (self.held.settings, statement.sql.as_str());
        let raw = self.held.raw()?;
        within(settings, sql, async {
            let done = next(query(statement)?.execute(raw).await, sql, settings)?;
            Ok(Executed {
                rows: done.rows_affected(),
                // 0 when nothing was counted up.
                last_insert_id: Some(done.last_insert_id()).filter(|id| *id != 0),
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
        let raw = self.held.raw()?;
        let mut rows = query(statement)?.fetch(raw);
        let mut sending = Chunks::new(chunks);
        let end = loop {
            match next(rows.try_next().await, sql, settings) {
                Ok(Some(row)) => match T::from_row(&MysqlRow(&row)) {
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
        let raw = self.held.raw()?;
        within(settings, sql, async {
            let command = sqlx::raw_sql(audited::shared(sql.into()));
            next(command.execute(&mut *raw).await, sql, settings).map(drop)
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

fn unread(error: Error, row: &MySqlRow) -> Failure {
    let name = |at| row.try_column(at).ok().map(Column::name);
    Failure::ours(name_column(error, name))
}
