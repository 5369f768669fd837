use chrono::Utc;

use super::held::{Token, is_left_behind};
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::error::MigrateError;
use crate::migrate::literal::literal;
use crate::migrate::process::{self, Process};
use crate::migrate::table::fetch;

/// The table's name.
pub(crate) const TABLE: &str = "_ormolu_lock";

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
        if !steal && !is_over(connection, (&token, &mark), server).await? {
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
    let token = Token::new();
    let text = |text: &str| literal(text, dialect);
    let name = format!(
        "{} (since {})",
        own.name(),
        Utc::now().format("%Y-%m-%d %H:%M:%S UTC")
    );
    let sql = format!(
        "INSERT INTO {TABLE} (one, token, holder, process, server_process) VALUES (1, {}, {}, {}, {})",
        text(token.as_str()),
        text(&name),
        text(&own.mark()),
        server_process(connection).await?
    );
    match connection.execute_script(&[&sql]).await {
        Ok(()) => Ok(Ok(token)),
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

/// The number that the server has for this connection; 0 where there is no server.
async fn server_process(connection: &mut Connection) -> Result<i64> {
    let sql = match connection.dialect() {
        Dialect::Sqlite => return Ok(0),
        Dialect::Postgres => "SELECT pg_backend_pid()::bigint",
        Dialect::Mysql | Dialect::Mariadb => "SELECT CAST(CONNECTION_ID() AS SIGNED)",
    };
    let own: Vec<(i64,)> = fetch(connection, sql.to_owned()).await?;
    Ok(own.first().map_or(0, |(process,)| *process))
}

/// Whether the holder surely does nothing more. A server may go on for long with the last
/// statement of a process that has ended.
async fn is_over(
    connection: &mut Connection,
    (token, mark): (&str, &str),
    process: i64,
) -> Result<bool> {
    Ok(match server_state(connection, process).await? {
        ServerState::Busy => false,
        // Behind a pooler a connection outlives its user, or its user goes on with another.
        ServerState::Idle | ServerState::Unknown => {
            process::is_gone(mark) || is_left_behind(token, mark)
        }
    })
}

/// What the server does for the holder.
enum ServerState {
    Idle,
    Busy,
    Unknown,
}

async fn server_state(connection: &mut Connection, process: i64) -> Result<ServerState> {
    let dialect = connection.dialect();
    let sql = match dialect {
        Dialect::Postgres if process != 0 => format!(
            "SELECT coalesce(state, 'not to be seen') FROM pg_stat_activity WHERE pid = {process}"
        ),
        Dialect::Mysql | Dialect::Mariadb if process != 0 => {
            format!("SELECT COMMAND FROM information_schema.PROCESSLIST WHERE ID = {process}")
        }
        _ => return Ok(ServerState::Unknown),
    };
    let states: Vec<(String,)> = fetch(connection, sql).await?;
    Ok(match states.first().map(|(state,)| state.as_str()) {
        Some("idle" | "Sleep") => ServerState::Idle,
        Some(_) => ServerState::Busy,
        // It is gone, or not to be seen by everybody.
        None => ServerState::Unknown,
    })
}

impl Token {
    pub(super) async fn check(&self, connection: &mut Connection) -> Result<(), MigrateError> {
        let holder = match held(connection).await? {
            Some((token, ..)) if token == self.as_str() => return Ok(()),
            Some((_, name, ..)) => name,
            None => "somebody who is done already".to_owned(),
        };
        Err(MigrateError::LockLost { holder })
    }

    pub(super) async fn release(self, connection: &mut Connection) -> Result<(), MigrateError> {
        let sql = format!("DELETE FROM {TABLE} WHERE token = '{}'", self.as_str());
        Ok(connection.execute_script(&[&sql]).await?)
    }
}
