//! Real schemas, held against what the engine's catalog says after loading them.
//!
//! The schemas are not part of the repository: `ORMOLU_CORPUS` names their folder.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use std::path::{Path, PathBuf};

use ormolu_schema::diagnostic::Severity;
use ormolu_schema::ir::Dialect;
use ormolu_schema::{Input, compile};

#[path = "ddl_corpus/catalog.rs"]
mod catalog;
#[path = "ddl_corpus/default.rs"]
mod default;
#[path = "ddl_corpus/facts.rs"]
mod facts;

/// The folder of the schemas; none where the tests may be skipped.
fn corpus() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let corpus = set("ORMOLU_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        let required = std::env::var("ORMOLU_REQUIRE_ENGINES").unwrap_or_default();
        let required = required
            .split(',')
            .any(|name| name == "all" || name == "corpus");
        assert!(!required, "ORMOLU_CORPUS is not set");
        println!("SKIPPED: ORMOLU_CORPUS is not set");
    }
    corpus
}

struct Case {
    differences: Vec<String>,
    facts: usize,
    warnings: Vec<String>,
}

impl Case {
    /// One line of the table. `all` counts the differences that are explained, too.
    fn print(&self, name: &str, all: usize) {
        let (differ, warnings) = (self.differences.len(), self.warnings.len());
        let (facts, explained) = (self.facts, all - differ);
        println!("{name:<36} {facts:>6} {differ:>7} {explained:>9} {warnings:>8}");
        if std::env::var_os("ORMOLU_VERBOSE").is_some() {
            let lines = self.differences.iter().chain(&self.warnings);
            lines.for_each(|line| println!("    {line}"));
        }
    }
}

/// Compiles a file and compares the schema; errors count as differences.
fn compare(folder: &Path, file: &str, dialect: Dialect) -> Case {
    let catalog = std::fs::read_to_string(folder.join("catalog.json")).unwrap();
    let catalog: serde_json::Value = serde_json::from_str(&catalog).unwrap();
    let (mut expected, implied) = catalog::of_catalog(&catalog, dialect);
    let outcome = compile(&Input::new([file]).root(folder).sql_dialect(dialect));
    let said = |severity: Severity| {
        let of = outcome
            .diagnostics()
            .iter()
            .filter(move |d| d.severity == severity);
        of.map(|d| {
            let (line, column) = outcome.sources.line_column(d.primary.span);
            format!("{file}:{line}:{column}: [{}] {}", d.code, d.message)
        })
    };
    let differences = match &outcome.result {
        Ok((schema, _)) => {
            let found = facts::of_schema(schema);
            expected.extend(
                implied
                    .into_iter()
                    .filter(|(about, _)| found.contains_key(about)),
            );
            facts::differences(&expected, &found)
        }
        Err(_) => said(Severity::Error).collect(),
    };
    Case {
        differences,
        facts: expected.len(),
        warnings: said(Severity::Warning).collect(),
    }
}

const UUID_V7: &str = "the engine had no such function, and the text was loaded with another";

/// Differences that are not the reader's, each with its reason: the text is in the file, and the
/// engine the catalog was taken from did not have what it needs. Nothing may be lost.
const EXPLAINED: &[(&str, &str, &str)] = &[
    (
        "pagila/original.sql",
        "invented: film_embedding",
        "the engine had no extension `vector`",
    ),
    (
        "adventureworks_pg/original.sql",
        "invented: production.productreview foreign key FK_ProductReview_Product_ProductID ",
        "rows were loaded out of order, and the key was refused for them",
    ),
    (
        "pagila/original.sql",
        "differs: customer.uuid default: expected uuid, found uuidv7",
        UUID_V7,
    ),
    (
        "pagila/original.sql",
        "differs: payment.uuid default: expected uuid, found uuidv7",
        UUID_V7,
    ),
    (
        "pagila/original.sql",
        "differs: rental.uuid default: expected uuid, found uuidv7",
        UUID_V7,
    ),
];

/// Every schema of the folder equals its catalog, as it was shipped and as its engine prints it.
/// The table that `--nocapture` shows has the figures, and `ORMOLU_VERBOSE` their lines.
#[test]
fn every_schema_equals_its_catalog() {
    let Some(corpus) = corpus() else { return };
    println!(
        "{:<36} {:>6} {:>7} {:>9} {:>8}",
        "schema", "facts", "differ", "explained", "warnings"
    );
    let engines = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql];
    let (mut cases, mut wrong, mut used) = (0, vec![], vec![false; EXPLAINED.len()]);
    for dialect in engines {
        let folders = std::fs::read_dir(corpus.join(dialect.name())).unwrap();
        let mut folders: Vec<PathBuf> = folders.map(|f| f.unwrap().path()).collect();
        folders.sort();
        for folder in folders {
            for file in ["original.sql", "dump.sql"] {
                let name = folder.file_name().unwrap().to_string_lossy();
                let name = format!("{name}/{file}");
                let mut case = compare(&folder, file, dialect);
                let all = case.differences.len();
                case.differences.retain(|line| {
                    let at = EXPLAINED
                        .iter()
                        .position(|(of, begin, _)| *of == name && line.starts_with(begin));
                    at.is_none_or(|at| {
                        used[at] = true;
                        false
                    })
                });
                case.print(&name, all);
                assert!(case.facts > 80, "{name} has only {} facts", case.facts);
                wrong.extend(
                    case.differences
                        .iter()
                        .map(|line| format!("{name}: {line}")),
                );
                cases += 1;
            }
        }
    }
    println!("{cases} files");
    assert!(cases >= 28, "only {cases} files");
    assert_eq!(wrong, Vec::<String>::new());
    let idle = EXPLAINED.iter().zip(used).filter(|(_, used)| !used);
    let idle: Vec<&str> = idle.map(|((of, ..), _)| *of).collect();
    assert_eq!(idle, Vec::<&str>::new(), "explained, but not there");
}
