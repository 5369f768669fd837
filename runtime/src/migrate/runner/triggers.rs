//! SQLite drops the triggers of a table with the table, also where it is only made anew.
//!
//! The statements that make a table anew remember its triggers in a temporary table and then ask
//! whether all of them are there again. Before they ask, the runner makes those that are not.

use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::script::{Sql, without_comments};
use crate::migrate::table::fetch;

/// How the statement that asks begins.
const ASKS: &str = "UPDATE \"ormolu_triggers\"";

/// Makes the triggers again that the statement is about to ask for.
pub(super) async fn make_again(connection: &mut Connection, sql: &Sql) -> Result<()> {
    if !without_comments(&sql.text).starts_with(ASKS) {
        return Ok(());
    }
    let lost = "SELECT \"sql\" FROM \"ormolu_triggers\" WHERE \"name\" NOT IN \
                (SELECT \"name\" FROM sqlite_schema WHERE \"type\" = 'trigger')";
    let lost: Vec<(String,)> = fetch(connection, lost.to_owned()).await?;
    for (trigger,) in lost {
        connection.execute_script(&[&trigger]).await?;
    }
    Ok(())
}
