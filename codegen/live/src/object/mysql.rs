//! MySQL and MariaDB keep what a trigger does, and the arguments and body of a function, as they
//! were written.

use std::sync::atomic::{AtomicU64, Ordering};

use ormolu::driver::Connection;
use ormolu_migrate::object::{Object, ObjectKind, Routine};

use super::{Found, Other};
use crate::error::Error;
use crate::query::{column, rows};

const TRIGGER: &str = "SELECT CAST(TRIGGER_NAME AS CHAR), CAST(ACTION_TIMING AS CHAR),
  CAST(EVENT_MANIPULATION AS CHAR), CAST(EVENT_OBJECT_TABLE AS CHAR), CAST(ACTION_STATEMENT AS CHAR)
FROM information_schema.TRIGGERS
WHERE LOWER(TRIGGER_NAME) = LOWER(?) AND TRIGGER_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE())";

const ROUTINE: &str = "SELECT CAST(CONCAT('`', REPLACE(ROUTINE_SCHEMA, '`', '``'), '`.`',
  REPLACE(ROUTINE_NAME, '`', '``'), '`') AS CHAR)
FROM information_schema.ROUTINES
WHERE LOWER(ROUTINE_NAME) = LOWER(?) AND ROUTINE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE())
  AND ROUTINE_TYPE = ?";

/// A connection of MariaDB that has prepared a statement that shows may go on answering as it did
/// then: so it is another one each time.
static SHOWN: AtomicU64 = AtomicU64::new(0);

pub(super) async fn found(connection: &mut Connection, object: &Object) -> Result<Found, Error> {
    let kept = match object.kind {
        ObjectKind::Trigger => trigger(connection, object).await?,
        ObjectKind::Function => routine(connection, object, "FUNCTION").await?,
        ObjectKind::Procedure => routine(connection, object, "PROCEDURE").await?,
    };
    let Some(kept) = kept else {
        return Ok(Found::Missing);
    };
    let is_same = match Object::read(&kept, object.dialect) {
        Ok(kept) => says(connection, object, &kept).await?,
        Err(_) => false,
    };
    Ok(match is_same {
        true => Found::Same,
        false => Other::of(&object.create, &kept, kept.clone(), false),
    })
}

/// The text of a trigger.
async fn trigger(connection: &mut Connection, object: &Object) -> ormolu::Result<Option<String>> {
    let namespace = object.namespace.clone().unwrap_or_default();
    let of = [object.name.clone(), namespace];
    let kept: Vec<(String, String, String, String, String)> =
        rows(connection, TRIGGER, &of).await?;
    let text = |(name, timing, event, table, body): &(String, _, _, String, _)| {
        let (name, table) = (quoted(name), quoted(table));
        format!("CREATE TRIGGER {name} {timing} {event} ON {table} FOR EACH ROW {body}")
    };
    Ok(kept.first().map(text))
}

/// The text of a function or procedure, which is empty to those without the right to see it.
async fn routine(
    connection: &mut Connection,
    object: &Object,
    kind: &str,
) -> ormolu::Result<Option<String>> {
    let namespace = object.namespace.clone().unwrap_or_default();
    let of = [object.name.clone(), namespace, kind.to_owned()];
    let Some(name) = column(connection, ROUTINE, &of).await?.into_iter().next() else {
        return Ok(None);
    };
    let nth = SHOWN.fetch_add(1, Ordering::Relaxed);
    let show = format!("SHOW CREATE {kind} {name} /* {nth} */");
    let shown: Vec<(String, String, Option<String>)> = rows(connection, show, &[]).await?;
    let text = shown.into_iter().next().and_then(|(.., text)| text);
    Ok(Some(text.unwrap_or_default()))
}

/// Whether both make the same; the engine is asked about the type of a result.
async fn says(connection: &mut Connection, file: &Object, kept: &Object) -> ormolu::Result<bool> {
    if file.kind == ObjectKind::Trigger {
        return Ok(file.says(kept));
    }
    let (Some(file), Some(kept)) = (Routine::of(file), Routine::of(kept)) else {
        return Ok(false);
    };
    let is_same = file.does_as(&kept);
    match (file.returns, kept.returns) {
        (Some(a), Some(b)) if is_same && !a.eq_ignore_ascii_case(&b) => {
            same_type(connection, &a, &b).await
        }
        _ => Ok(is_same),
    }
}

/// Whether columns of both types are alike. What the engine refuses is not.
async fn same_type(connection: &mut Connection, a: &str, b: &str) -> ormolu::Result<bool> {
    let make = format!("CREATE TEMPORARY TABLE ormolu_check (a {a}, b {b})");
    if connection.execute_script(&[&make]).await.is_err() {
        return Ok(false);
    }
    let nth = SHOWN.fetch_add(1, Ordering::Relaxed);
    let show = format!("SHOW CREATE TABLE ormolu_check /* {nth} */");
    let shown: ormolu::Result<Vec<(String, String)>> = rows(connection, show, &[]).await;
    let drop = "DROP TEMPORARY TABLE ormolu_check";
    connection.execute_script(&[drop]).await?;
    let shown = shown?;
    let text = shown.first().map_or("", |(_, text)| text.as_str());
    let ty = |name: &str| {
        let mut lines = text.lines().map(|line| line.trim().trim_end_matches(','));
        lines.find_map(|line| line.strip_prefix(&format!("`{name}` ")))
    };
    Ok(ty("a").is_some() && ty("a") == ty("b"))
}

fn quoted(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}
