//! PostgreSQL prints what the file says, and what it has.

use ormolu::driver::Connection;
use ormolu_migrate::object::{Object, ObjectKind};

use super::{Found, Other};
use crate::error::Error;
use crate::query::{column, rows};

/// The name of what is made for a moment.
const TEMPORARY: &str = "ormolu_check";

/// The function of the file behind the one of the database with the same arguments, from their names
/// on, and whether the result is the same.
const FUNCTIONS: &str = "WITH made AS (
  SELECT * FROM pg_proc WHERE pronamespace = pg_my_temp_schema() AND proname = $1
)
SELECT substr(m.text, strpos(m.text, '.' || quote_ident(p.proname)) + 1),
  substr(r.text, strpos(r.text, '.' || quote_ident(p.proname)) + 1), r.text,
  p.prorettype = made.prorettype AND p.proretset = made.proretset
FROM made
JOIN pg_proc p ON p.proname = made.proname AND p.proargtypes = made.proargtypes
JOIN pg_namespace n ON n.oid = p.pronamespace
CROSS JOIN LATERAL (SELECT pg_get_functiondef(made.oid) AS text) m
CROSS JOIN LATERAL (SELECT pg_get_functiondef(p.oid) AS text) r
WHERE n.nspname = CASE $2 WHEN '' THEN current_schema() ELSE $2 END";

/// Those of that name, whatever their arguments.
const NAMED: &str = "SELECT pg_get_functiondef(p.oid) FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.proname = $1 AND p.prokind IN ('f', 'p')
  AND n.nspname = CASE $2 WHEN '' THEN current_schema() ELSE $2 END";

/// What stands in for a table or a view.
const STAND_IN: &str = "SELECT CASE WHEN relkind IN ('v', 'm')
  THEN format('CREATE TEMPORARY VIEW ormolu_check AS SELECT * FROM %s', oid::regclass)
  ELSE format('CREATE TEMPORARY TABLE ormolu_check (LIKE %s)', oid::regclass) END
FROM pg_class WHERE oid = to_regclass($1)";

/// A trigger with its table, and whether it is turned off.
const TRIGGER: &str = "SELECT pg_get_triggerdef(t.oid), format('%I.%I', n.nspname, c.relname),
  t.tgenabled = 'D'
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.tgname = $1 AND t.tgrelid = to_regclass($2) AND NOT t.tgisinternal";

pub(super) async fn found(connection: &mut Connection, object: &Object) -> Result<Found, Error> {
    connection.savepoint(TEMPORARY).await?;
    let found = match object.kind {
        ObjectKind::Trigger => trigger(connection, object).await,
        _ => function(connection, object).await,
    };
    connection.rollback_to(TEMPORARY).await?;
    Ok(found?)
}

async fn function(connection: &mut Connection, object: &Object) -> ormolu::Result<Found> {
    let namespace = object.namespace.clone().unwrap_or_default();
    let of = [object.name.clone(), namespace];
    let create = object.create_at(&format!("pg_temp.{}", quoted(&object.name)));
    let named = column(connection, NAMED, &of).await?;
    let Some(named) = named.into_iter().next() else {
        return Ok(Found::Missing);
    };
    // What a body calls need not be there.
    let make = ["SET LOCAL check_function_bodies = off", &create];
    if let Err(error) = connection.execute_script(&make).await {
        return Ok(refused(&error, named));
    }
    let both: Vec<(String, String, String, bool)> = rows(connection, FUNCTIONS, &of).await?;
    Ok(match both.into_iter().next() {
        None => Found::Missing,
        Some((expected, found, ..)) if expected == found => Found::Same,
        Some((expected, found, create, in_place)) => Other::of(&expected, &found, create, in_place),
    })
}

async fn trigger(connection: &mut Connection, object: &Object) -> ormolu::Result<Found> {
    let table = object.table.clone().unwrap_or_default();
    let stand_in = column(connection, STAND_IN, std::slice::from_ref(&table)).await?;
    let real = [object.name.clone(), table];
    let real: Vec<(String, String, bool)> = rows(connection, TRIGGER, &real).await?;
    let (Some(stand_in), Some((create, table, is_off))) =
        (stand_in.into_iter().next(), real.into_iter().next())
    else {
        return Ok(Found::Missing);
    };
    let temporary = format!("pg_temp.{TEMPORARY}");
    let make = [stand_in, object.create_at(&temporary)];
    let make: Vec<&str> = make.iter().map(String::as_str).collect();
    if let Err(error) = connection.execute_script(&make).await {
        return Ok(refused(&error, create));
    }
    let made = [object.name.clone(), temporary];
    let made: Vec<(String, String, bool)> = rows(connection, TRIGGER, &made).await?;
    let Some((expected, stand_in, _)) = made.into_iter().next() else {
        return Ok(Found::Missing);
    };
    // The engine may call the schema of temporary tables by its number, or not.
    let on = |table: &str| format!(" ON {table} ");
    let expected = expected.replacen(&on(&stand_in), &on(&table), 1).replacen(
        &on(&format!("pg_temp.{TEMPORARY}")),
        &on(&table),
        1,
    );
    Ok(match (expected == create, is_off) {
        (true, false) => Found::Same,
        (true, true) => Found::Other(Other {
            expected: "it turned on".to_owned(),
            found: "turned off".to_owned(),
            create,
            in_place: false,
        }),
        (false, _) => Other::of(&expected, &create.clone(), create, false),
    })
}

/// The file's cannot be made here, so nobody knows whether it is what is there.
fn refused(error: &ormolu::Error, create: String) -> Found {
    Found::Other(Other {
        expected: format!("what the engine refuses ({error})"),
        found: "something".to_owned(),
        create,
        in_place: false,
    })
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
