//! Runs a file of SQL, statement by statement.

use std::path::Path;

use ormolu::Database;
use ormolu::driver::Access;
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;

/// Runs what makes the schema; the data stays where it is. Answers what the engine refused.
pub(crate) async fn load(db: &Database, file: &Path, dialect: Dialect) -> Vec<String> {
    run(db, file, dialect, None, |_| true).await
}

/// As [`load`], within the database that is there, whatever the file calls its own; `path` is said
/// before each of the files that were joined into it, which had connections of their own.
pub(crate) async fn load_here(
    db: &Database,
    file: &Path,
    dialect: Dialect,
    path: Option<&str>,
) -> Vec<String> {
    let elsewhere = ["CREATE DATABASE", "DROP DATABASE", "USE "];
    let elsewhere_too = match dialect {
        Dialect::Mysql => &["CREATE SCHEMA", "DROP SCHEMA"][..],
        _ => &[],
    };
    let here = |sql: &str| {
        let head = sql.get(..20).unwrap_or(sql).to_ascii_uppercase();
        let mut all = elsewhere.iter().chain(elsewhere_too);
        !all.any(|words| head.starts_with(words))
    };
    run(db, file, dialect, path, here).await
}

/// Runs only what a schema says nothing of and its tables may need.
pub(crate) async fn load_others(db: &Database, file: &Path, dialect: Dialect) {
    let others = [
        "SET",
        "SELECT",
        "CREATE EXTENSION",
        "CREATE SCHEMA",
        "CREATE FUNCTION",
        "CREATE AGGREGATE",
        "CREATE COLLATION",
    ];
    run(db, file, dialect, None, |sql| {
        others.iter().any(|head| sql.starts_with(head))
    })
    .await;
}

async fn run(
    db: &Database,
    file: &Path,
    dialect: Dialect,
    path: Option<&str>,
    wanted: impl Fn(&str) -> bool,
) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut connection = db.connection(Access::Write).await.unwrap();
    let mut refused = vec![];
    let split = split(&text, dialect);
    let mut files = text.match_indices("-- @file ").map(|(at, _)| at).peekable();
    for range in split.statements {
        let mut begins = false;
        while files.next_if(|at| *at < range.start).is_some() {
            begins = true;
        }
        if let (Some(path), true) = (path, begins) {
            connection.execute_script(&[path]).await.unwrap();
        }
        let statement = &split.text[range];
        let first = statement.split_whitespace().next().unwrap_or_default();
        if !wanted(statement) {
            continue;
        }
        let is_data = ["INSERT", "COPY", "BEGIN", "COMMIT"];
        if is_data
            .iter()
            .any(|word| first.trim_end_matches(';').eq_ignore_ascii_case(word))
        {
            continue;
        }
        if let Err(error) = connection.execute_script(&[statement]).await {
            refused.push(
                format!("{error}")
                    .lines()
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
    refused
}

/// Runs statements. Answers those that the engine refused.
pub(crate) async fn create(db: &Database, statements: Vec<String>) -> Vec<String> {
    let mut connection = db.connection(Access::Write).await.unwrap();
    let mut refused = vec![];
    for statement in statements {
        if connection.execute_script(&[&statement]).await.is_err() {
            refused.push(statement);
        }
    }
    refused
}
