//! One of several schemas (PostgreSQL) or databases (MySQL, MariaDB) of a server.

use ormolu::{Database, DatabaseOptions, Dialect};
use ormolu_schema::ir::Schema;

use crate::Failure;
use crate::database::undone;

/// A database, in which that schema is the one that needs no name.
pub(super) async fn open(url: &str, schema: &str, dialect: Dialect) -> Result<Database, Failure> {
    let options = DatabaseOptions::new();
    if dialect != Dialect::Postgres {
        return options
            .connect(&within_url(url, schema))
            .await
            .map_err(undone);
    }
    // What is set for a connection stays, and there is no other.
    let db = options.max_connections(1).connect(url).await;
    let db = db.map_err(undone)?;
    let path = format!("SET search_path TO \"{}\"", schema.replace('"', "\"\""));
    db.execute_script(&[&path]).await.map_err(undone)?;
    Ok(db)
}

/// The URL of another database of a server.
fn within_url(url: &str, database: &str) -> String {
    let (path, query) = url.split_at(url.find('?').unwrap_or(url.len()));
    let server = path.find("://").map_or(0, |at| at + 3);
    let end = path[server..]
        .find('/')
        .map_or(path.len(), |at| server + at);
    let mut out = format!("{}/", &path[..end]);
    for byte in database.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => out.push(byte.into()),
            other => out += &format!("%{other:02X}"),
        }
    }
    out + query
}

/// What a schema of PostgreSQL holds where a snapshot is applied in it: its catalog names it with
/// each table and type.
pub(super) fn within(snapshot: &Schema, schema: &str) -> Schema {
    let mut snapshot = snapshot.clone();
    let tables = snapshot.models.iter_mut();
    let tables = tables.map(|model| &mut model.table.namespace);
    let enums = snapshot.enums.iter_mut();
    for namespace in tables.chain(enums.map(|of| &mut of.namespace)) {
        namespace.get_or_insert_with(|| schema.to_owned());
    }
    snapshot
}

#[cfg(test)]
mod tests {
    use super::within_url;

    #[test]
    fn urls() {
        let url = |of: &str| within_url(of, "b c");
        assert_eq!(url("mysql://u:p@h:1/a?x=y"), "mysql://u:p@h:1/b%20c?x=y");
        assert_eq!(url("mysql://h"), "mysql://h/b%20c");
    }
}
