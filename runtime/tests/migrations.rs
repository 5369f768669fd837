//! What the history of migrations and its runner promise; the runner on every engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "migrations/embedded.rs"]
mod embedded;
#[path = "migrations/gate.rs"]
mod gate;
#[path = "migrations/graph.rs"]
mod graph;
#[path = "migrations/interrupted.rs"]
mod interrupted;
#[path = "migrations/lock.rs"]
mod lock;
#[path = "migrations/lost.rs"]
mod lost;
#[path = "migrations/rebuilds.rs"]
mod rebuilds;
#[path = "migrations/record.rs"]
mod record;
#[path = "migrations/runner.rs"]
mod runner;
#[path = "migrations/settings.rs"]
mod settings;
#[path = "migrations/tenants.rs"]
mod tenants;

use ormolu::migrate::{Migration, Migrations, Standing, Status};
use ormolu::{Database, Dialect, FromRow, Result, Rows, Statement};

type Done = Result<(), Box<dyn std::error::Error>>;

const ENGINES: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb];

/// A migration with the same SQL on every engine.
fn migration(
    id: &'static str,
    after: &[&'static str],
    up: &'static str,
    down: &'static str,
) -> Migration {
    let mut migration = Migration::new(id);
    for parent in after {
        migration = migration.after(*parent);
    }
    for dialect in ENGINES {
        migration = migration.up(dialect, up).down(dialect, down);
    }
    migration
}

/// Notes, then tags, then a column.
fn three() -> Migrations {
    Migrations::new([
        migration(
            "20260101T120000_notes",
            &[],
            "CREATE TABLE notes (id integer PRIMARY KEY);\nINSERT INTO notes VALUES (1);",
            "DROP TABLE notes;",
        ),
        migration(
            "20260201T120000_tags",
            &["20260101T120000_notes"],
            "CREATE TABLE tags (id integer PRIMARY KEY);",
            "DROP TABLE tags;",
        ),
        migration(
            "20260301T120000_color",
            &["20260201T120000_tags"],
            "ALTER TABLE tags ADD COLUMN color varchar(20);\nINSERT INTO tags VALUES (7, 'red');",
            "DELETE FROM tags;\nALTER TABLE tags DROP COLUMN color;",
        ),
    ])
}

async fn rows<T: FromRow>(db: &Database, sql: &str) -> Result<Vec<T>> {
    let mut lease = db.lease(ormolu::Access::Write).await?;
    let mut rows = Rows::new();
    lease
        .fetch(&Statement::new(sql.to_owned(), vec![]), &mut rows)
        .await?;
    Ok(rows.into_vec())
}

async fn count(db: &Database, sql: &str) -> Result<i64> {
    let counts: Vec<(i64,)> = rows(db, sql).await?;
    Ok(counts[0].0)
}

async fn tables(db: &Database) -> Result<Vec<String>> {
    let sql = match db.dialect() {
        Dialect::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Dialect::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'",
        _ => "SELECT table_name FROM information_schema.tables WHERE table_schema = database()",
    };
    let mut tables: Vec<String> = rows::<(String,)>(db, sql)
        .await?
        .into_iter()
        .map(|row| row.0)
        .collect();
    tables.retain(|table| !table.starts_with("_ormolu"));
    tables.sort();
    Ok(tables)
}

fn standings(status: &Status) -> Vec<Standing> {
    status
        .migrations
        .iter()
        .map(|migration| migration.standing)
        .collect()
}
