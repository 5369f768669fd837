//! MySQL and MariaDB print the statements themselves. Their `information_schema` says less: it
//! quotes defaults differently by engine, and keeps no partitions' or indexes' options.

mod order;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use ormolu::driver::Connection;
use ormolu_schema::ir::Dialect;

use crate::error::Error;
use crate::listed::{Listed, left_out};
use crate::options::Options;
use crate::query::{column, rows};
use order::ordered;

const TABLES: &str = "SELECT CAST(TABLE_NAME AS CHAR), CAST(TABLE_TYPE AS CHAR)
FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME";

const KEYS: &str = "SELECT CAST(TABLE_NAME AS CHAR), CAST(REFERENCED_TABLE_NAME AS CHAR)
FROM information_schema.REFERENTIAL_CONSTRAINTS
WHERE CONSTRAINT_SCHEMA = DATABASE() AND UNIQUE_CONSTRAINT_SCHEMA = DATABASE()";

const VIEWS: &str = "SELECT CAST(TABLE_NAME AS CHAR), CAST(VIEW_DEFINITION AS CHAR)
FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME";

/// Of one view: the engine opens each table that it is asked for.
const VIEW_COLUMNS: &str = "SELECT CAST(COLUMN_NAME AS CHAR), CAST(COLUMN_TYPE AS CHAR)
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? ORDER BY ORDINAL_POSITION";

/// How often views were read. A connection of MariaDB that has prepared `SHOW CREATE VIEW` goes on
/// answering with the view as it was then: so the statement is another one each time.
static READ: AtomicU64 = AtomicU64::new(0);

const TRIGGERS: &str = "SELECT CAST(TRIGGER_NAME AS CHAR), CAST(ACTION_TIMING AS CHAR),
  CAST(EVENT_MANIPULATION AS CHAR), CAST(EVENT_OBJECT_TABLE AS CHAR)
FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE() ORDER BY TRIGGER_NAME";

pub(crate) async fn statements(
    connection: &mut Connection,
    options: &Options,
) -> Result<Vec<String>, Error> {
    if let Some(name) = options.namespaces.first() {
        return Err(Error::Namespaces {
            engine: connection.dialect(),
            name: name.clone(),
        });
    }
    let current: Vec<(Option<String>,)> = rows(connection, "SELECT DATABASE()", &[]).await?;
    let Some((Some(database),)) = current.into_iter().next() else {
        return Err(Error::NoDatabase);
    };
    let mode = column(connection, "SELECT CAST(@@SESSION.sql_mode AS CHAR)", &[]).await?;
    let ansi = mode.iter().any(|mode| mode.contains("ANSI_QUOTES"));
    if ansi {
        // In this mode the engine prints names as if they were strings.
        let plain = "SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'ANSI_QUOTES', '')";
        connection.execute_script(&[plain]).await?;
    }
    let read = all(connection, &database, options).await;
    if ansi {
        let back = "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',ANSI_QUOTES')";
        connection.execute_script(&[back]).await?;
    }
    Ok(read?)
}

async fn all(
    connection: &mut Connection,
    database: &str,
    options: &Options,
) -> ormolu::Result<Vec<String>> {
    let mut statements = vec![];
    let tables: Vec<(String, String)> = rows(connection, TABLES, &[]).await?;
    let listed = tables.iter().map(|(name, _)| Listed::plain(name.clone()));
    let listed: Vec<Listed> = listed.collect();
    let keys: Vec<(String, String)> = rows(connection, KEYS, &[]).await?;
    let except = left_out(&options.ignored(), &listed, &keys);
    // Temporary tables of this connection are not listed, but hide others.
    let is_table = |kind: &str| matches!(kind, "BASE TABLE" | "SYSTEM VERSIONED");
    // A column names the sequence that it counts with.
    for (name, _) in tables.iter().filter(|(_, kind)| kind == "SEQUENCE") {
        if !except.contains(name) {
            let show = format!("SHOW CREATE SEQUENCE {}", quoted(name));
            let shown: Vec<(String, String)> = rows(connection, show, &[]).await?;
            statements.extend(shown.into_iter().map(|(_, statement)| statement));
        }
    }
    for (name, kind) in &tables {
        if is_table(kind) && !except.contains(name) {
            let show = format!("SHOW CREATE TABLE {}", quoted(name));
            let shown: Vec<(String, String)> = rows(connection, show, &[]).await?;
            statements.extend(shown.into_iter().map(|(_, statement)| statement));
        }
    }
    statements.extend(views(connection, database, &except).await?);
    let mut triggers: Vec<(String, String, String, String)> =
        rows(connection, TRIGGERS, &[]).await?;
    triggers.retain(|(.., table)| !except.contains(table));
    // What a trigger does is not read, that it is there is.
    statements.extend(triggers.into_iter().map(|(name, timing, event, table)| {
        let (name, table) = (quoted(&name), quoted(&table));
        format!("CREATE TRIGGER {name} {timing} {event} ON {table} FOR EACH ROW SET @body = 0")
    }));
    Ok(statements)
}

/// Each view after those that it reads, behind a table with its columns: the engine knows their
/// types.
async fn views(
    connection: &mut Connection,
    database: &str,
    except: &BTreeSet<String>,
) -> ormolu::Result<Vec<String>> {
    let mut views: Vec<(String, String)> = rows(connection, VIEWS, &[]).await?;
    views.retain(|(name, _)| !except.contains(name));
    let nth = READ.fetch_add(1, Ordering::Relaxed);
    let mut statements = vec![];
    for name in ordered(views, &quoted(database)) {
        let of = [database.to_owned(), name.clone()];
        let own: Vec<(String, String)> = rows(connection, VIEW_COLUMNS, &of).await?;
        let own = own
            .iter()
            .map(|(column, ty)| format!("{} {ty}", quoted(column)));
        let own: Vec<String> = own.collect();
        let (view, own) = (quoted(&name), own.join(", "));
        let show = format!("SHOW CREATE VIEW {view} /* {nth} */");
        let shown: Vec<(String, String)> = rows(connection, show, &[]).await?;
        statements.push(format!("CREATE TABLE {view} ({own})"));
        statements.extend(shown.into_iter().map(|(_, statement)| statement));
    }
    Ok(statements)
}

fn quoted(name: &str) -> String {
    Dialect::Mysql.quoted(name)
}
