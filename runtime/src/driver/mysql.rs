//! MySQL and MariaDB through sqlx.

mod bind;
mod connect;
mod error;
mod row;

pub(super) use connect::{MysqlServer, open};

use futures_core::stream::BoxStream;
use sqlx::mysql::{MySql, MySqlArguments, MySqlConnection, MySqlRow};
use sqlx::query::Query;
use sqlx::{Connection, SqlStr};

use super::audited;
use super::connection::Executed;
use super::failure::Failure;
use super::server::{Server, Settings, TlsParameters, connect_error};
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::Value;

const TLS: TlsParameters = TlsParameters {
    authority: "ssl-ca",
    unverified: "ssl-mode=required",
    without: "ssl-mode=disabled",
};

type MySqlQuery = Query<'static, MySql, MySqlArguments>;

impl Server for MysqlServer {
    type Database = MySql;
    type Connection = MySqlConnection;

    async fn connect(&self) -> sqlx::Result<MySqlConnection> {
        MySqlConnection::connect_with(&self.options).await
    }

    fn setup(&self) -> Option<&str> {
        self.setup.as_deref()
    }

    fn refused(&self, error: &sqlx::Error) -> Error {
        connect_error(&self.target, error, &TLS)
    }

    async fn ping(raw: &mut MySqlConnection) -> sqlx::Result<()> {
        raw.ping().await
    }

    async fn text(_: &mut MySqlConnection, statement: &Statement) -> sqlx::Result<SqlStr> {
        Ok(audited::statement(&statement.sql))
    }

    fn arguments(values: &[Value]) -> Result<MySqlArguments> {
        bind::arguments(values)
    }

    fn fetch<'c>(
        raw: &'c mut MySqlConnection,
        query: MySqlQuery,
    ) -> BoxStream<'c, sqlx::Result<MySqlRow>> {
        query.fetch(raw)
    }

    async fn execute(raw: &mut MySqlConnection, query: MySqlQuery) -> sqlx::Result<Executed> {
        let done = query.execute(raw).await?;
        Ok(Executed {
            rows: done.rows_affected(),
            // 0 when nothing was counted up.
            last_insert_id: Some(done.last_insert_id()).filter(|id| *id != 0),
        })
    }

    async fn command(raw: &mut MySqlConnection, sql: &str) -> sqlx::Result<()> {
        let command = sqlx::raw_sql(audited::shared(sql.into()));
        command.execute(raw).await.map(drop)
    }

    fn failure(error: &sqlx::Error, sql: &str, settings: Settings) -> Failure {
        error::failure(error, sql, settings)
    }
}
