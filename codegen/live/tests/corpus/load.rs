//! Runs a file of SQL, statement by statement.

use std::path::Path;

use ormolu::Database;
use ormolu::driver::Access;
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;

/// Runs what makes the schema; the data stays where it is. Answers what the engine refused.
pub(crate) async fn load(db: &Database, file: &Path, dialect: Dialect) -> Vec<String> {
    run(db, file, dialect, |_| true).await
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
        "CREATE SEQUENCE",
    ];
    run(db, file, dialect, |sql| {
        others.iter().any(|head| sql.starts_with(head))
    })
    .await;
}

async fn run(
    db: &Database,
    file: &Path,
    dialect: Dialect,
    wanted: impl Fn(&str) -> bool,
) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut connection = db.connection(Access::Write).await.unwrap();
    let mut refused = vec![];
    let split = split(&text, dialect);
    for range in split.statements {
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
