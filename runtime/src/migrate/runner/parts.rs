//! SQLite drops the indexes and triggers of a table with the table, also where it is only made anew.
//!
//! The statements that make a table anew remember those that the schema does not know in a
//! temporary table and then ask whether all of them are there again. Before they ask, the runner
//! makes those that are not.

use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::script::{Sql, without_comments};
use crate::migrate::table::fetch;

/// How the statement that asks begins.
const ASKS: &str = "UPDATE \"ormolu_parts\"";

/// Makes again what the statement is about to ask for.
pub(super) async fn make_again(connection: &mut Connection, sql: &Sql) -> Result<()> {
    if !without_comments(&sql.text).starts_with(ASKS) {
        return Ok(());
    }
    let lost = "SELECT \"sql\" FROM \"ormolu_parts\" WHERE (\"type\", \"name\") NOT IN \
                (SELECT \"type\", \"name\" FROM sqlite_schema)";
    let lost: Vec<(String,)> = fetch(connection, lost.to_owned()).await?;
    for (part,) in lost {
        connection.execute_script(&[&part]).await?;
    }
    Ok(())
}
