//! Puts the tables and rows of a schema's file into a database.

use ormolu::{Database, Result};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;

use crate::rental_shop;

/// Runs the statements of a file, but for those that choose the database or only show rows.
pub(crate) async fn load(db: &Database, file: &str, dialect: Dialect) -> Result<()> {
    let mut statements = statements(file, dialect);
    statements.retain(|sql| !is_about_the_database(sql));
    // Some rows come before the tables that they refer to, others before the rows.
    statements.sort_by_key(|sql| sql.starts_with("INSERT"));
    if dialect == Dialect::Sqlite {
        statements.insert(0, "PRAGMA defer_foreign_keys = on".to_owned());
    }
    run(db, &statements).await
}

/// Makes the tables of a file that has no rows, and fills them as a shop that rents films.
pub(crate) async fn fill(db: &Database, file: &str, dialect: Dialect) -> Result<()> {
    let mut all = statements(file, dialect);
    all.retain(|sql| is_about_tables(sql));
    all.extend(rental_shop::rows(dialect));
    if dialect == Dialect::Mysql {
        all.insert(0, "SET FOREIGN_KEY_CHECKS = 0".to_owned());
        all.push("SET FOREIGN_KEY_CHECKS = 1".to_owned());
    }
    run(db, &all).await
}

async fn run(db: &Database, statements: &[String]) -> Result<()> {
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    let mut tx = db.begin().await?;
    tx.connection().execute_script(&statements).await?;
    tx.commit().await
}

#[allow(clippy::expect_used)] // a missing file fails the test
fn statements(file: &str, dialect: Dialect) -> Vec<String> {
    let corpus = env!("ORMOLU_CORPUS");
    let text = std::fs::read_to_string(format!("{corpus}/{file}/original.sql")).expect("the file");
    let split = split(&text, dialect);
    let statements = split.statements.iter();
    statements
        .map(|range| split.text[range.clone()].trim())
        .filter(|sql| !sql.is_empty())
        .map(in_older_words)
        .collect()
}

/// What PostgreSQL says since its 18th version, in words that older ones know.
fn in_older_words(sql: &str) -> String {
    sql.replace("uuidv7()", "gen_random_uuid()")
        .replace(") VIRTUAL", ") STORED")
}

fn is_about_the_database(sql: &str) -> bool {
    let start: Vec<&str> = sql.split_whitespace().take(2).collect();
    let start = start.join(" ").to_uppercase();
    start.starts_with("USE ") || start.starts_with("SELECT ") || start.ends_with(" DATABASE")
}

/// Tables and what they are made of. The type `vector` is an extension's.
fn is_about_tables(sql: &str) -> bool {
    let makes = [
        "CREATE TYPE",
        "CREATE DOMAIN",
        "CREATE SEQUENCE",
        "CREATE TABLE",
    ];
    let makes = makes.iter().any(|start| sql.starts_with(start));
    (makes || sql.contains("ATTACH PARTITION")) && !sql.contains("vector(")
}
