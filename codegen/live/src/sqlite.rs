//! SQLite keeps the statements themselves.

use ormolu::driver::Connection;

use crate::error::Error;
use crate::options::Options;
use crate::query::column;

/// Tables before their indexes, before views and triggers. Tables that a virtual table keeps for
/// itself are none of the schema.
const STATEMENTS: &str = "SELECT s.sql FROM sqlite_schema s
WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!'
  AND s.tbl_name NOT IN (SELECT value FROM json_each(?))
  AND s.tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
ORDER BY CASE s.type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, s.rowid";

pub(crate) async fn statements(
    connection: &mut Connection,
    options: &Options,
) -> Result<Vec<String>, Error> {
    if let Some(name) = options.namespaces.first() {
        return Err(Error::Namespaces {
            engine: ormolu::Dialect::Sqlite,
            name: name.clone(),
        });
    }
    Ok(column(connection, STATEMENTS, &[options.except_json()]).await?)
}
