//! SQL files against the engines: a text of our own is loaded by its engine, and what the engine
//! prints of it is the same schema as the text.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use std::path::{Path, PathBuf};

use ormolu_schema::diagnostic::Severity;
use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, compile};
use testkit::{Engine, TestDatabase};

#[path = "engine/create.rs"]
mod create;
#[path = "../../../codegen/schema/tests/ddl_corpus/default.rs"]
#[allow(dead_code, reason = "its other half reads catalogs")]
mod default;
#[path = "../../../codegen/schema/tests/ddl_corpus/facts.rs"]
mod facts;
#[path = "engine/print.rs"]
mod print;

/// The schema of a file as facts; its errors where it has any.
fn facts_of(file: &Path, dialect: Dialect) -> Result<facts::Facts, Vec<String>> {
    let name = file.file_name().unwrap().to_str().unwrap();
    let outcome = compile(
        &Input::new([name])
            .root(file.parent().unwrap())
            .sql_dialect(dialect),
    );
    let errors = outcome.diagnostics().iter();
    let errors = errors.filter(|d| d.severity != Severity::Note);
    let lines = errors.map(|d| {
        let (line, column) = outcome.sources.line_column(d.primary.span);
        format!(
            "{name}:{line}:{column}: {:?} [{}] {}",
            d.severity, d.code, d.message
        )
    });
    let lines: Vec<String> = lines.collect();
    match &outcome.result {
        Ok((schema, _)) => {
            if std::env::var_os("ORMOLU_VERBOSE").is_some() {
                lines.iter().for_each(|line| println!("    {line}"));
            }
            Ok(facts::of_schema(schema))
        }
        Err(_) => Err(lines),
    }
}

/// MySQL makes the index that a foreign key needs, and prints it; nobody has to write it.
fn is_implied(about: &str, index: &str, written: &facts::Facts) -> bool {
    let Some((table, _)) = about.split_once(" index ") else {
        return false;
    };
    let key = format!("{table} foreign key ");
    written
        .keys()
        .any(|about| about.starts_with(&key) && about.ends_with(index))
}

/// Creates the tables of every third-party schema of the engine.
fn third_party(engine: Engine, dialect: Dialect) {
    let Some(corpus) = std::env::var_os("ORMOLU_CORPUS").filter(|v| !v.is_empty()) else {
        println!("SKIPPED: ORMOLU_CORPUS is not set");
        return;
    };
    let only = std::env::var("ORMOLU_ONLY").unwrap_or_default();
    let folders = std::fs::read_dir(Path::new(&corpus).join(dialect.name())).unwrap();
    let mut folders: Vec<PathBuf> = folders.map(|f| f.unwrap().path()).collect();
    folders.retain(|f| f.to_string_lossy().contains(&only));
    folders.sort();
    let mut wrong = vec![];
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy();
        if name == "pagila" {
            println!("SKIPPED: pagila needs an extension and functions of a newer PostgreSQL");
            continue;
        }
        let differences = create::differences(&folder.join("original.sql"), engine, dialect);
        println!("{name}: {} differences", differences.len());
        // A unique key over the columns of the primary key is made once.
        let same = "lost: workers unique (name): ";
        let differences = differences.into_iter().filter(|line| line != same);
        wrong.extend(differences.map(|line| format!("{name}: {line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Loads every text of the engine, each into a database of its own.
fn texts(engine: Engine, dialect: Dialect) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("texts");
    let files = std::fs::read_dir(folder.join(dialect.name())).unwrap();
    let only = std::env::var("ORMOLU_ONLY").unwrap_or_default();
    let mut files: Vec<PathBuf> = files.map(|f| f.unwrap().path()).collect();
    files.retain(|f| f.to_string_lossy().contains(&only));
    files.sort();
    let mut wrong = vec![];
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy();
        let created = create::differences(&file, engine, dialect);
        wrong.extend(
            created
                .into_iter()
                .map(|line| format!("{name} created: {line}")),
        );
        let wrong = &mut wrong;
        testkit::run(engine, async |test: TestDatabase| {
            let name = file.file_name().unwrap().to_string_lossy();
            let refused = print::load(&test, &file).await;
            if !refused.is_empty() {
                wrong.push(format!("{name} is refused: {refused}"));
                return;
            }
            let printed = tempfile::Builder::new().suffix(".sql").tempfile().unwrap();
            std::fs::write(printed.path(), print::print(&test).await).unwrap();
            if std::env::var_os("ORMOLU_VERBOSE").is_some() {
                println!("== {name}");
            }
            let differences = match (facts_of(&file, dialect), facts_of(printed.path(), dialect)) {
                (Ok(written), Ok(mut printed)) => {
                    printed.retain(|about, fact| {
                        written.contains_key(about) || !is_implied(about, fact, &written)
                    });
                    facts::differences(&printed, &written)
                }
                (written, printed) => [written.err(), printed.err()]
                    .into_iter()
                    .flatten()
                    .flatten()
                    .collect(),
            };
            wrong.extend(
                differences
                    .into_iter()
                    .map(|line| format!("{name}: {line}")),
            );
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_of_sqlite() {
    texts(Engine::Sqlite, Dialect::Sqlite);
}

#[test]
fn texts_of_postgres() {
    texts(Engine::Postgres, Dialect::Postgres);
}

#[test]
fn texts_of_mariadb() {
    texts(Engine::Mariadb, Dialect::Mysql);
}

#[test]
fn schemas_are_created_by_sqlite() {
    third_party(Engine::Sqlite, Dialect::Sqlite);
}

#[test]
fn schemas_are_created_by_postgres() {
    third_party(Engine::Postgres, Dialect::Postgres);
}

#[test]
fn schemas_are_created_by_mariadb() {
    third_party(Engine::Mariadb, Dialect::Mysql);
}
