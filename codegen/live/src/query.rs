//! Statements whose text stands in this crate, and their rows.

use ormolu::driver::{Connection, FromRow, Rows};
use ormolu::{Result, Statement, Value};

/// Runs a query with texts as parameters.
pub(crate) async fn rows<R: FromRow>(
    connection: &mut Connection,
    sql: impl Into<String>,
    texts: &[String],
) -> Result<Vec<R>> {
    let values = texts.iter().cloned().map(Value::Text).collect();
    let mut rows = Rows::<R>::new();
    let statement = Statement::new(sql.into(), values);
    connection.fetch(&statement, &mut rows).await?;
    Ok(rows.into_vec())
}

/// Runs a query of one column.
pub(crate) async fn column(
    connection: &mut Connection,
    sql: impl Into<String>,
    texts: &[String],
) -> Result<Vec<String>> {
    let found: Vec<(String,)> = rows(connection, sql, texts).await?;
    Ok(found.into_iter().map(|(text,)| text).collect())
}
