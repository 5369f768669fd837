//! PostgreSQL through sqlx.

mod array;
mod bind;
mod connect;
mod copy;
mod error;
mod row;
mod signature;

pub(super) use connect::{PostgresServer, open};
pub(super) use copy::copy;

use futures_core::stream::BoxStream;
use sqlx::postgres::{PgArguments, PgConnection, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{Connection, SqlStr};

use self::signature::Signatures;
use super::audited;
use super::connection::Executed;
use super::failure::Failure;
use super::server::{Server, Settings, TlsParameters, connect_error};
use crate::error::{Error, Result};
use crate::statement::Statement;
use crate::value::Value;

/// A connection, and what was prepared on it.
pub(super) struct Link {
    raw: PgConnection,
    signatures: Signatures,
}

const TLS: TlsParameters = TlsParameters {
    authority: "sslrootcert",
    unverified: "sslmode=require",
    without: "sslmode=disable",
};

type PgQuery = Query<'static, Postgres, PgArguments>;

impl Server for PostgresServer {
    type Database = Postgres;
    type Connection = Link;

    async fn connect(&self) -> sqlx::Result<Link> {
        Ok(Link {
            raw: PgConnection::connect_with(&self.options).await?,
            signatures: Signatures::default(),
        })
    }

    fn setup(&self) -> Option<&str> {
        self.setup.as_deref()
    }

    fn refused(&self, error: &sqlx::Error) -> Error {
        connect_error(&self.target, error, &TLS)
    }

    async fn ping(link: &mut Link) -> sqlx::Result<()> {
        link.raw.ping().await
    }

    async fn text(link: &mut Link, statement: &Statement) -> sqlx::Result<SqlStr> {
        if link.signatures.is_full() {
            link.raw.clear_cached_statements().await?;
            link.signatures.clear();
        }
        Ok(audited::statement(&link.signatures.text(statement)))
    }

    fn arguments(values: &[Value]) -> Result<PgArguments> {
        bind::arguments(values)
    }

    fn fetch<'c>(link: &'c mut Link, query: PgQuery) -> BoxStream<'c, sqlx::Result<PgRow>> {
        query.fetch(&mut link.raw)
    }

    async fn execute(link: &mut Link, query: PgQuery) -> sqlx::Result<Executed> {
        let done = query.execute(&mut link.raw).await?;
        Ok(Executed {
            rows: done.rows_affected(),
            last_insert_id: None,
        })
    }

    async fn command(link: &mut Link, sql: &str) -> sqlx::Result<()> {
        let command = sqlx::raw_sql(audited::shared(sql.into()));
        command.execute(&mut link.raw).await.map(drop)
    }

    fn failure(error: &sqlx::Error, sql: &str, settings: Settings) -> Failure {
        error::failure(error, sql, settings)
    }
}
