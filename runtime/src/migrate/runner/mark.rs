//! What the journal keeps of the statement under way: what the catalog said before it, and which
//! statement that was, since its file may be mended before the next run.

use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::catalog;
use crate::migrate::checksum::Checksum;
use crate::migrate::script::Sql;

/// The mark of now; nothing where the catalog would not show whether the statement is done.
pub(super) async fn take(connection: &mut Connection, sql: &Sql) -> Result<Option<String>> {
    let seen = catalog::mark(connection, sql).await?;
    Ok(seen.map(|seen| format!("{seen}-{}", which(sql))))
}

/// The mark of a statement of which the catalog shows nothing.
pub(super) fn without_catalog(sql: &Sql) -> String {
    format!("begun-{}", which(sql))
}

/// Whether a mark is of this statement, and not of one that stood in its place before.
pub(super) fn is_of(mark: &str, sql: &Sql) -> bool {
    let statement = mark.split_once('-').map(|(_, statement)| statement);
    statement == Some(&which(sql))
}

fn which(sql: &Sql) -> String {
    let mut checksum = Checksum::of(&sql.text).to_string();
    checksum.truncate(40);
    checksum
}
