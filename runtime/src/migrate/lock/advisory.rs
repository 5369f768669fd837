use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::checksum::Checksum;
use crate::migrate::error::MigrateError;
use crate::migrate::literal::literal;
use crate::migrate::table::fetch;

/// Takes the lock of the current schema. Otherwise: who has it.
pub(super) async fn try_take(
    connection: &mut Connection,
) -> Result<std::result::Result<String, String>, MigrateError> {
    let dialect = connection.dialect();
    let name = name(connection).await?;
    let sql = match dialect {
        Dialect::Postgres => format!("SELECT pg_try_advisory_lock({name})::int::bigint"),
        _ => format!("SELECT CAST(GET_LOCK({name}, 0) AS SIGNED)"),
    };
    let taken: Vec<(Option<i64>,)> = fetch(connection, sql).await?;
    if taken.first().is_some_and(|(taken,)| *taken == Some(1)) {
        return Ok(Ok(name));
    }
    Ok(Err(holder(connection, &name).await?))
}

pub(super) async fn release(connection: &mut Connection, name: &str) -> Result<(), MigrateError> {
    let sql = match connection.dialect() {
        Dialect::Postgres => format!("SELECT pg_advisory_unlock({name})::int::bigint"),
        _ => format!("SELECT CAST(RELEASE_LOCK({name}) AS SIGNED)"),
    };
    fetch::<(Option<i64>,)>(connection, sql).await?;
    Ok(())
}

/// A number on PostgreSQL, whose locks are those of a database; a text on MySQL, whose locks are
/// the server's.
async fn name(connection: &mut Connection) -> Result<String> {
    let dialect = connection.dialect();
    let schema = match dialect {
        Dialect::Postgres => "SELECT current_schema()::text",
        _ => "SELECT database()",
    };
    let schema: Vec<(Option<String>,)> = fetch(connection, schema.to_owned()).await?;
    let schema = schema
        .into_iter()
        .find_map(|(schema,)| schema)
        .unwrap_or_default();
    let hash = Checksum::of(&format!("ormolu migrations of {schema}")).to_string();
    Ok(match dialect {
        // 60 bits: positive, so that the two halves that the catalog shows are easy to say.
        Dialect::Postgres => i64::from_str_radix(&hash[..15], 16)
            .unwrap_or_default()
            .to_string(),
        _ => literal(&format!("ormolu_{}", &hash[..24]), dialect),
    })
}

async fn holder(connection: &mut Connection, name: &str) -> Result<String> {
    let sql = match connection.dialect() {
        Dialect::Postgres => format!(
            "SELECT concat(coalesce(nullif(a.application_name, ''), 'somebody'), ' (', a.usename, \
             ', from ', coalesce(host(a.client_addr), 'this machine'), ', server process ', \
             a.pid, ')') FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid \
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
             AND l.classid = ({name}::bigint >> 32)::int::oid \
             AND l.objid = (({name}::bigint & 4294967295)::bigint)::oid \
             AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        _ => format!(
            "SELECT CONCAT(USER, ' from ', HOST, ' (connection ', ID, ')') \
             FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK({name})"
        ),
    };
    let holders: Vec<(Option<String>,)> = fetch(connection, sql).await?;
    let holder = holders.into_iter().find_map(|(holder,)| holder);
    Ok(holder.unwrap_or_else(|| "another runner".to_owned()))
}
