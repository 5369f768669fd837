use chrono::Utc;

use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::error::MigrateError;
use crate::migrate::literal::literal;
use crate::migrate::process::{self, Process};
use crate::migrate::table::fetch;

/// The table's name.
pub(crate) const TABLE: &str = "_ormolu_lock";

/// What tells this holder apart from any other.
#[derive(Debug)]
pub(crate) struct Token(String);

/// Who holds the lock: its token, name, process, server process.
type Held = (String, String, String, i64);

/// Takes the lock, away from a holder that is gone, or from any. Otherwise: who has it.
pub(super) async fn try_take(
    connection: &mut Connection,
    steal: bool,
) -> Result<std::result::Result<Token, String>, MigrateError> {
    match connection
        .execute_script(&[&create(connection.dialect())])
        .await
    {
        // PostgreSQL says so of a table that another makes at the same time.
        Err(error) if error.is_unique_violation() => return Ok(Err("another runner".to_owned())),
        other => other?,
    }
    if let Some((token, name, mark, server)) = held(connection).await? {
        let gone =
            steal || process::is_gone(&mark) || is_server_process_gone(connection, server).await?;
        if !gone {
            return Ok(Err(name));
        }
        let token = literal(&token, connection.dialect());
        let sql = format!("DELETE FROM {TABLE} WHERE token = {token}");
        connection.execute_script(&[&sql]).await?;
    }
    insert(connection).await
}

async fn insert(
    connection: &mut Connection,
) -> Result<std::result::Result<Token, String>, MigrateError> {
    let dialect = connection.dialect();
    let own = Process::current();
    let token = crate::value::uuid_v7().to_string();
    let text = |text: &str| literal(text, dialect);
    let name = format!(
        "{} (since {})",
        own.name(),
        Utc::now().format("%Y-%m-%d %H:%M:%S UTC")
    );
    let sql = format!(
        "INSERT INTO {TABLE} (one, token, holder, process, server_process) VALUES (1, {}, {}, {}, {})",
        text(&token),
        text(&name),
        text(&own.mark()),
        server_process(connection).await?
    );
    match connection.execute_script(&[&sql]).await {
        Ok(()) => Ok(Ok(Token(token))),
        // Somebody was faster.
        Err(error) if error.is_unique_violation() => {
            let holder = held(connection).await?.map(|(_, name, ..)| name);
            Ok(Err(holder.unwrap_or_else(|| "another runner".to_owned())))
        }
        Err(error) => Err(error.into()),
    }
}

fn create(dialect: Dialect) -> String {
    let (text, number) = match dialect {
        Dialect::Sqlite => ("TEXT", "INTEGER"),
        Dialect::Postgres => ("text", "bigint"),
        Dialect::Mysql | Dialect::Mariadb => ("varchar(200)", "bigint"),
    };
    format!(
        "CREATE TABLE IF NOT EXISTS {TABLE} (\n    \
         one {number} NOT NULL PRIMARY KEY,\n    \
         token {text} NOT NULL,\n    \
         holder {text} NOT NULL,\n    \
         process {text} NOT NULL,\n    \
         server_process {number} NOT NULL\n)"
    )
}

async fn held(connection: &mut Connection) -> Result<Option<Held>> {
    let sql = format!("SELECT token, holder, process, server_process FROM {TABLE}");
    Ok(fetch(connection, sql).await?.pop())
}

/// The number of the server's process for this connection, on PostgreSQL, where everybody may see
/// which there are.
async fn server_process(connection: &mut Connection) -> Result<i64> {
    if connection.dialect() != Dialect::Postgres {
        return Ok(0);
    }
    let own: Vec<(i64,)> = fetch(connection, "SELECT pg_backend_pid()::bigint".into()).await?;
    Ok(own.first().map_or(0, |(process,)| *process))
}

async fn is_server_process_gone(connection: &mut Connection, process: i64) -> Result<bool> {
    if connection.dialect() != Dialect::Postgres || process == 0 {
        return Ok(false);
    }
    let sql = format!("SELECT count(*) FROM pg_stat_activity WHERE pid = {process}");
    let count: Vec<(i64,)> = fetch(connection, sql).await?;
    Ok(count.first().is_some_and(|(count,)| *count == 0))
}

impl Token {
    pub(super) async fn check(&self, connection: &mut Connection) -> Result<(), MigrateError> {
        let holder = match held(connection).await? {
            Some((token, ..)) if token == self.0 => return Ok(()),
            Some((_, name, ..)) => name,
            None => "somebody who is done already".to_owned(),
        };
        Err(MigrateError::LockLost { holder })
    }

    pub(super) async fn release(self, connection: &mut Connection) -> Result<(), MigrateError> {
        let sql = format!("DELETE FROM {TABLE} WHERE token = '{}'", self.0);
        Ok(connection.execute_script(&[&sql]).await?)
    }
}
