//! Puts the tables and rows of a schema's file into a database.

use ormolu::{Database, Result};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;

/// Runs the statements of a file, but for those that choose the database or only show rows.
pub(crate) async fn load(db: &Database, file: &str, dialect: Dialect) -> Result<()> {
    let text = text(file);
    let split = split(&text, dialect);
    let mut statements: Vec<&str> = split
        .statements
        .iter()
        .map(|range| split.text[range.clone()].trim())
        .filter(|sql| !sql.is_empty() && !is_about_the_database(sql))
        .collect();
    // Some rows come before the tables that they refer to, others before the rows.
    statements.sort_by_key(|sql| sql.starts_with("INSERT"));
    let mut tx = db.begin().await?;
    if dialect == Dialect::Sqlite {
        let deferred = ["PRAGMA defer_foreign_keys = on"];
        tx.connection().execute_script(&deferred).await?;
    }
    tx.connection().execute_script(&statements).await?;
    tx.commit().await
}

#[allow(clippy::expect_used)] // a missing file fails the test
fn text(file: &str) -> String {
    let corpus = env!("ORMOLU_CORPUS");
    std::fs::read_to_string(format!("{corpus}/{file}/original.sql")).expect("the file")
}

fn is_about_the_database(sql: &str) -> bool {
    let start: Vec<&str> = sql.split_whitespace().take(2).collect();
    let start = start.join(" ").to_uppercase();
    start.starts_with("USE ") || start.starts_with("SELECT ") || start.ends_with(" DATABASE")
}
