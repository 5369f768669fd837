//! SQLite keeps the statements themselves.

use ormolu::driver::Connection;
use ormolu_schema::ir::Dialect;

use crate::error::Error;
use crate::listed::{Listed, left_out};
use crate::options::{Options, json};
use crate::query::{column, rows};

/// Tables before their indexes, before views and triggers. Tables that a virtual table keeps for
/// itself are none of the schema.
const STATEMENTS: &str = "SELECT s.type, s.name, s.sql FROM sqlite_schema s
WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!'
  AND s.tbl_name NOT IN (SELECT value FROM json_each(?))
  AND s.tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
ORDER BY CASE s.type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, s.rowid";

const TABLES: &str = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')";

/// Names are one whatever the case of their letters, and a key has them as they were written.
const KEYS: &str = "SELECT t.name, coalesce(o.name, k.\"table\") FROM sqlite_schema t
JOIN pragma_foreign_key_list(t.name) k
LEFT JOIN sqlite_schema o ON o.type = 'table' AND lower(o.name) = lower(k.\"table\")
WHERE t.type = 'table' AND k.seq = 0";

const COLUMNS: &str = "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid";

pub(crate) async fn statements(
    connection: &mut Connection,
    options: &Options,
    every_view: bool,
) -> Result<Vec<String>, Error> {
    if let Some(name) = options.namespaces.first() {
        return Err(Error::Namespaces {
            engine: ormolu::Dialect::Sqlite,
            name: name.clone(),
        });
    }
    let tables = column(connection, TABLES, &[]).await?;
    let tables: Vec<Listed> = tables.into_iter().map(Listed::plain).collect();
    let keys: Vec<(String, String)> = rows(connection, KEYS, &[]).await?;
    let except = left_out(&options.ignored(), &tables, &keys);
    let except = [json(&Vec::from_iter(except))];
    let kept: Vec<(String, String, String)> = rows(connection, STATEMENTS, &except).await?;
    let mut statements = vec![];
    for (kind, name, sql) in kept {
        if kind == "view" {
            statements.extend(stand_in(connection, &name, every_view).await);
        }
        statements.push(sql);
    }
    Ok(statements)
}

/// A table with the columns of a view, as far as they come from tables and have their types. A view
/// over what is gone has none.
async fn stand_in(connection: &mut Connection, view: &str, every_view: bool) -> Option<String> {
    let columns = rows(connection, COLUMNS, &[view.to_owned()]).await;
    let columns: Vec<(String, String)> = columns.ok()?;
    let known = columns.iter().all(|(_, ty)| !ty.is_empty());
    let quoted = |name: &str| Dialect::Sqlite.quoted(name);
    let columns = columns
        .iter()
        .map(|(name, ty)| format!("{} {ty}", quoted(name)));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let some = !columns.is_empty() && (known || every_view);
    some.then(|| format!("CREATE TABLE {} ({columns})", quoted(view)))
}
