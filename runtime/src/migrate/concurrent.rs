//! PostgreSQL's indexes that are built while others write. One that was interrupted stays behind,
//! invalid, takes part in every write and serves no query.

use super::literal::{literal, quoted};
use super::script::Sql;
use super::subject::Subject;
use super::table::fetch;
use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;

/// Drops what an earlier attempt at the statement left behind.
pub(crate) async fn drop_leftover(connection: &mut Connection, sql: &Sql) -> Result<()> {
    let Some(index) = index(connection, sql).filter(|_| is_built_by(sql)) else {
        return Ok(());
    };
    if let Some((schema, false)) = find(connection, &index).await? {
        let schema = quoted(&schema, Dialect::Postgres);
        let index = quoted(&index.name, Dialect::Postgres);
        let drop = format!("DROP INDEX CONCURRENTLY {schema}.{index}");
        connection.execute_script(&[&drop]).await?;
    }
    Ok(())
}

/// Whether the index of a statement is there and valid, or gone if that is what it asks for;
/// nothing for other statements.
pub(crate) async fn is_done(connection: &mut Connection, sql: &Sql) -> Result<Option<bool>> {
    let Some(index) = index(connection, sql) else {
        return Ok(None);
    };
    let found = find(connection, &index).await?;
    Ok(Some(match is_built_by(sql) {
        true => found.is_some_and(|(_, is_valid)| is_valid),
        false => found.is_none(),
    }))
}

/// The index that a statement builds or drops while others write.
fn index(connection: &Connection, sql: &Sql) -> Option<Subject> {
    let dialect = connection.dialect();
    let subject = Subject::of(&sql.text, dialect).filter(|_| dialect == Dialect::Postgres);
    subject.filter(|subject| subject.concurrently)
}

/// Whether it builds it.
fn is_built_by(sql: &Sql) -> bool {
    sql.words().next().is_some_and(|word| word == "CREATE")
}

/// The schema of an index, and whether it is valid.
async fn find(connection: &mut Connection, index: &Subject) -> Result<Option<(String, bool)>> {
    let name = literal(&index.name, Dialect::Postgres);
    let schemas = match &index.schema {
        Some(schema) => format!("ARRAY[{}]::name[]", literal(schema, Dialect::Postgres)),
        None => "current_schemas(false)".to_owned(),
    };
    let sql = format!(
        "SELECT n.nspname::text, i.indisvalid FROM pg_index i \
         JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relname = {name} AND n.nspname = ANY ({schemas})"
    );
    Ok(fetch(connection, sql).await?.pop())
}
