use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use sqlx::{ConnectOptions, Connection};

use crate::dialect::Dialect;
use crate::driver::address::{ServerAddress, Tls};
use crate::driver::options::DatabaseOptions;
use crate::driver::server::Server;
use crate::driver::server::pool::{ServerPool, ready};
use crate::error::Result;

/// How to connect to a MySQL or MariaDB server.
pub(in crate::driver) struct MysqlServer {
    pub(super) options: MySqlConnectOptions,
    pub(super) target: String,
    pub(super) setup: Option<String>,
}

/// Opens a pool, and asks the server which of the two it is.
pub(in crate::driver) async fn open(
    address: &ServerAddress,
    options: &DatabaseOptions,
) -> Result<(ServerPool<MysqlServer>, Dialect)> {
    let mut server = MysqlServer {
        options: connect_options(address, options),
        target: address.target(),
        setup: None,
    };
    let mut first = ready(&server).await?;
    let version: sqlx::Result<String> = sqlx::query_scalar("SELECT version()")
        .fetch_one(&mut first)
        .await;
    let version = version.map_err(|error| server.refused(&error))?;
    let dialect = dialect_of(&version);
    server.setup = Some(setup(dialect, options));
    // Saying goodbye is a courtesy.
    let _ = first.close().await;
    Ok((ServerPool::new(server, options)?, dialect))
}

/// A `group_concat` that is cut off would be a wrong result, so its limit goes away; what remains
/// is that of a packet, and exceeding it is an error.
fn setup(dialect: Dialect, options: &DatabaseOptions) -> String {
    let mut setup = "SET SESSION group_concat_max_len = 4294967295".to_owned();
    if let Some(limit) = options.statement_timeout {
        setup += &match dialect {
            Dialect::Mariadb => format!(", max_statement_time = {}", limit.as_secs_f64()),
            // MySQL limits SELECTs only.
            _ => format!(", max_execution_time = {}", limit.as_millis().max(1)),
        };
    }
    setup
}

fn dialect_of(version: &str) -> Dialect {
    if version.to_ascii_lowercase().contains("mariadb") {
        Dialect::Mariadb
    } else {
        Dialect::Mysql
    }
}

fn connect_options(address: &ServerAddress, options: &DatabaseOptions) -> MySqlConnectOptions {
    let mut out = MySqlConnectOptions::new()
        .host(&address.host)
        .port(address.port)
        .statement_cache_capacity(options.statement_cache)
        .ssl_mode(match address.tls {
            Tls::Disable => MySqlSslMode::Disabled,
            Tls::Prefer => MySqlSslMode::Preferred,
            Tls::Require => MySqlSslMode::Required,
            Tls::VerifyCa => MySqlSslMode::VerifyCa,
            Tls::VerifyFull => MySqlSslMode::VerifyIdentity,
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
        out = out.ssl_ca(ca);
    }
    if let Some(certificate) = &address.certificate {
        out = out.ssl_client_cert(certificate);
    }
    if let Some(key) = &address.key {
        out = out.ssl_client_key(key);
    }
    out
}
