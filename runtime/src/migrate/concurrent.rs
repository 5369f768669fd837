//! PostgreSQL's indexes that are built while others write. One that was interrupted stays behind,
//! invalid, takes part in every write and serves no query.

use super::literal::{literal, quoted};
use super::script::{Sql, without_comments};
use super::table::fetch;
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;

/// Drops what an earlier attempt at the statement left behind.
pub(crate) async fn drop_leftover(connection: &mut Connection, sql: &Sql) -> Result<()> {
    if connection.dialect() != Dialect::Postgres {
        return Ok(());
    }
    let Some(name) = index_name(&sql.text) else {
        return Ok(());
    };
    if let Some((schema, false)) = find(connection, &name).await? {
        let schema = quoted(&schema, Dialect::Postgres);
        let index = quoted(&name, Dialect::Postgres);
        let drop = format!("DROP INDEX CONCURRENTLY {schema}.{index}");
        connection.execute_script(&[&drop]).await?;
    }
    Ok(())
}

/// Whether the index of a statement is there and valid; nothing for other statements.
pub(crate) async fn is_built(connection: &mut Connection, sql: &Sql) -> Result<Option<bool>> {
    if connection.dialect() != Dialect::Postgres {
        return Ok(None);
    }
    let Some(name) = index_name(&sql.text) else {
        return Ok(None);
    };
    let found = find(connection, &name).await?;
    Ok(Some(found.is_some_and(|(_, is_valid)| is_valid)))
}

/// The schema of an index, and whether it is valid.
async fn find(connection: &mut Connection, name: &str) -> Result<Option<(String, bool)>> {
    let name = literal(name, Dialect::Postgres);
    let sql = format!(
        "SELECT n.nspname::text, i.indisvalid FROM pg_index i \
         JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relname = {name} AND n.nspname = ANY (current_schemas(false))"
    );
    Ok(fetch(connection, sql).await?.pop())
}

/// The name in `CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "name" ON ..`.
fn index_name(text: &str) -> Option<String> {
    let mut rest = without_comments(text);
    let mut is_concurrent = false;
    let mut first = true;
    loop {
        rest = without_comments(rest);
        if let Some(quoted) = rest.strip_prefix('"') {
            // A quote within a name is written twice.
            let mut end = 0;
            loop {
                end += quoted[end..].find('"')?;
                if quoted[end + 1..].starts_with('"') {
                    end += 2;
                } else {
                    break;
                }
            }
            return is_concurrent.then(|| quoted[..end].replace("\"\"", "\""));
        }
        let end = rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let upper = word.to_ascii_uppercase();
        match upper.as_str() {
            "CREATE" if first => {}
            _ if first => return None,
            "UNIQUE" | "INDEX" | "IF" | "NOT" | "EXISTS" => {}
            "CONCURRENTLY" => is_concurrent = true,
            "" | "ON" => return None,
            _ => return is_concurrent.then(|| word.to_lowercase()),
        }
        first = false;
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_indexes() {
        let name = |text| index_name(text).unwrap_or_default();
        assert_eq!(
            name("CREATE INDEX CONCURRENTLY \"a \"\"b\" ON c (d)"),
            "a \"b"
        );
        assert_eq!(
            name("-- why\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS Ab ON c (d)"),
            "ab"
        );
        assert_eq!(name("CREATE INDEX \"a\" ON c (d)"), "");
        assert_eq!(name("CREATE INDEX CONCURRENTLY ON c (d)"), "");
        assert_eq!(name("CREATE TABLE a (b int)"), "");
    }
}
