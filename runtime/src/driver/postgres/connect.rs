use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::driver::address::{ServerAddress, Tls};
use crate::driver::options::DatabaseOptions;
use crate::driver::server::pool::ServerPool;
use crate::error::Result;

/// How to connect to a PostgreSQL server.
pub(in crate::driver) struct PostgresServer {
    pub(super) options: PgConnectOptions,
    pub(super) target: String,
    pub(super) setup: Option<String>,
}

/// Opens a pool, and one connection to see that it can.
pub(in crate::driver) async fn open(
    address: &ServerAddress,
    options: &DatabaseOptions,
) -> Result<ServerPool<PostgresServer>> {
    let server = PostgresServer {
        options: connect_options(address, options),
        target: address.target(),
        setup: options
            .statement_timeout
            .map(|limit| format!("SET statement_timeout = {}", limit.as_millis().max(1))),
    };
    let pool = ServerPool::new(server, options)?;
    pool.acquire().await?;
    Ok(pool)
}

fn connect_options(address: &ServerAddress, options: &DatabaseOptions) -> PgConnectOptions {
    let mut out = PgConnectOptions::new()
        .host(&address.host)
        .port(address.port)
        .statement_cache_capacity(options.statement_cache)
        .ssl_mode(match address.tls {
            Tls::Disable => PgSslMode::Disable,
            Tls::Prefer => PgSslMode::Prefer,
            Tls::Require => PgSslMode::Require,
            Tls::VerifyCa => PgSslMode::VerifyCa,
            Tls::VerifyFull => PgSslMode::VerifyFull,
        })
        .disable_statement_logging();
    if let Some(socket) = &address.socket {
        out = out.socket(socket);
    }
    if let Some(user) = &address.user {
        out = out.username(user);
    }
    if let Some(password) = &address.password {
        out = out.password(password);
    }
    if let Some(database) = &address.database {
        out = out.database(database);
    }
    if let Some(ca) = &address.ca {
        out = out.ssl_root_cert(ca);
    }
    if let Some(certificate) = &address.certificate {
        out = out.ssl_client_cert(certificate);
    }
    if let Some(key) = &address.key {
        out = out.ssl_client_key(key);
    }
    if let Some(application) = &address.application {
        out = out.application_name(application);
    }
    out
}
