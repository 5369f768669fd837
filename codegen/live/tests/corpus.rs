//! Real schemas, loaded into their engines and read back.
//!
//! The schemas are not part of the repository: `ORMOLU_CORPUS` names their folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use std::path::PathBuf;

use ormolu::Database;
use ormolu_live::{Options, drift, read, read_as};
use ormolu_migrate::{create_all, diff};
use ormolu_schema::ir::{Dialect, Schema};
use testkit::{Engine, TestDatabase};

#[path = "../../schema/tests/ddl_corpus/catalog.rs"]
mod catalog;
#[path = "../../schema/tests/ddl_corpus/default.rs"]
mod default;
#[path = "../../schema/tests/ddl_corpus/facts.rs"]
mod facts;
#[path = "corpus/load.rs"]
mod load;
#[path = "corpus/written.rs"]
mod written;

/// The folders of an engine's schemas; none where the tests may be skipped.
fn folders(engine: &str) -> Vec<PathBuf> {
    let Some(corpus) = std::env::var_os("ORMOLU_CORPUS").filter(|value| !value.is_empty()) else {
        println!("SKIPPED: ORMOLU_CORPUS is not set");
        return vec![];
    };
    let folders = std::fs::read_dir(PathBuf::from(corpus).join(engine)).unwrap();
    let mut folders: Vec<PathBuf> = folders.map(|f| f.unwrap().path()).collect();
    let only = std::env::var("ORMOLU_CASE").unwrap_or_default();
    folders.retain(|folder| folder.to_string_lossy().contains(&only));
    folders.sort();
    folders
}

fn schema(outcome: &ormolu_schema::Outcome) -> &Schema {
    match &outcome.result {
        Ok((schema, _)) => schema,
        Err(_) => panic!("{}", outcome.render(false)),
    }
}

async fn compare(engine: Engine, name: &str, dialect: Dialect) {
    for folder in folders(name) {
        let database: TestDatabase = engine.database().await;
        let db = Database::connect(database.url()).await.unwrap();
        let mut refused = load::load(&db, &folder.join("dump.sql"), dialect).await;
        // MariaDB's dump sets a mode that MySQL has no more.
        refused.retain(|line| !(database.is_mysql() && line.contains("NO_AUTO_CREATE_USER")));
        let db = Database::connect(database.url()).await.unwrap();
        let begun = std::time::Instant::now();
        let outcome = read(&db, &Options::default()).await.unwrap();
        let took = begun.elapsed();
        let found = schema(&outcome);
        let json = std::fs::read_to_string(folder.join("catalog.json")).unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let (mut expected, implied) = catalog::of_catalog(&json, dialect);
        let facts = facts::of_schema(found);
        expected.extend(
            implied
                .into_iter()
                .filter(|(about, _)| facts.contains_key(about)),
        );
        let differences = facts::differences(&expected, &facts);
        let case = folder.file_name().unwrap().to_string_lossy();
        println!(
            "{case}: {} models, {} facts, read in {took:?}",
            found.models.len(),
            facts.len()
        );
        assert_eq!(refused, Vec::<String>::new(), "{case}");
        assert_eq!(differences, Vec::<String>::new(), "{case}");
    }
}

/// What is read of a database, created in another, is the same in both.
async fn recreate(engine: Engine, name: &str, dialect: Dialect) {
    for folder in folders(name) {
        let case = folder.file_name().unwrap().to_string_lossy().into_owned();
        let database = engine.database().await;
        let db = Database::connect(database.url()).await.unwrap();
        load::load(&db, &folder.join("dump.sql"), dialect).await;
        let db = Database::connect(database.url()).await.unwrap();
        let outcome = read(&db, &Options::default()).await.unwrap();
        let found = schema(&outcome);
        let other = engine.database().await;
        let copy = Database::connect(other.url()).await.unwrap();
        // A table may need a function, and a function a table.
        let mut refused: Vec<String> = create_all(found, dialect).unwrap();
        for _ in 0..3 {
            load::load_others(&copy, &folder.join("dump.sql"), dialect).await;
            let copy = Database::connect(other.url()).await.unwrap();
            refused = load::create(&copy, refused).await;
        }
        for (what, db) in [("itself", &db), ("its copy", &copy)] {
            let drift = drift(db, found, &Options::default()).await.unwrap();
            let lines: Vec<String> = drift.iter().map(ToString::to_string).collect();
            println!(
                "{case}: {} tables refused, {} differ in {what}",
                refused.len(),
                lines.len()
            );
            assert_eq!(lines, Vec::<String>::new(), "{case}, {what}");
            // Nor is there anything to plan.
            let aligned = read_as(db, found, &Options::default()).await.unwrap();
            let plan = diff(&aligned, found, dialect).unwrap();
            let steps: Vec<&str> = plan.up.iter().map(|step| step.title.as_str()).collect();
            assert_eq!(steps, Vec::<&str>::new(), "{case}, {what}");
        }
        assert_eq!(refused, Vec::<String>::new(), "{case}");
    }
}

#[test]
fn sqlite_as_written() {
    testkit::run(Engine::Sqlite, |_| {
        written::compare(Engine::Sqlite, "sqlite", Dialect::Sqlite)
    });
}

#[test]
fn postgres_as_written() {
    testkit::run(Engine::Postgres, |_| {
        written::compare(Engine::Postgres, "postgres", Dialect::Postgres)
    });
}

#[test]
fn mariadb_as_written() {
    testkit::run(Engine::Mariadb, |_| {
        written::compare(Engine::Mariadb, "mysql", Dialect::Mysql)
    });
}

#[test]
fn sqlite_again() {
    testkit::run(Engine::Sqlite, |_| {
        recreate(Engine::Sqlite, "sqlite", Dialect::Sqlite)
    });
}

#[test]
fn postgres_again() {
    testkit::run(Engine::Postgres, |_| {
        recreate(Engine::Postgres, "postgres", Dialect::Postgres)
    });
}

#[test]
fn mariadb_again() {
    testkit::run(Engine::Mariadb, |_| {
        recreate(Engine::Mariadb, "mysql", Dialect::Mysql)
    });
}

#[test]
fn sqlite() {
    testkit::run(Engine::Sqlite, |_| {
        compare(Engine::Sqlite, "sqlite", Dialect::Sqlite)
    });
}

#[test]
fn postgres() {
    testkit::run(Engine::Postgres, |_| {
        compare(Engine::Postgres, "postgres", Dialect::Postgres)
    });
}

#[test]
fn mariadb() {
    testkit::run(Engine::Mariadb, |_| {
        compare(Engine::Mariadb, "mysql", Dialect::Mysql)
    });
}
