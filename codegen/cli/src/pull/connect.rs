//! The database that is read.

use std::borrow::Cow;

use ormolu::Database;

use crate::Failure;
use crate::database::undone;

/// As many tables as a database is thought to have: MySQL has a statement for each.
const STATEMENTS: usize = 10_000;

/// Connects to a database, to read it.
pub(super) async fn open(url: &str) -> Result<Database, Failure> {
    let options = Database::builder().statement_cache(STATEMENTS);
    let connected = options.connect(&read_only(url)).await;
    connected.map_err(undone)
}

/// A file of SQLite is not made by looking for it, nor changed.
fn read_only(url: &str) -> Cow<'_, str> {
    match url.strip_prefix("sqlite:") {
        Some(rest) if !rest.contains(":memory:") && !rest.contains("mode=") => {
            let join = if rest.contains('?') { '&' } else { '?' };
            format!("{url}{join}mode=ro").into()
        }
        _ => url.into(),
    }
}
