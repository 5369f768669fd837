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

/// Compiles a file and compares the schema; errors count as differences.
fn compare(folder: &Path, file: &str, dialect: Dialect) -> Case {
    let catalog = std::fs::read_to_string(folder.join("catalog.json")).unwrap();
    let catalog = serde_json::from_str(&catalog).unwrap();
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

#[test]
fn chinook_equals_the_catalog_of_each_engine() {
    let Some(corpus) = corpus() else { return };
    let cases = [
        ("sqlite/chinook_lite", Dialect::Sqlite),
        ("postgres/chinook_pg", Dialect::Postgres),
        ("mysql/chinook_my", Dialect::Mysql),
    ];
    for (folder, dialect) in cases {
        for file in ["original.sql", "dump.sql"] {
            let case = compare(&corpus.join(folder), file, dialect);
            assert!(case.facts > 80, "{folder} has only {} facts", case.facts);
            assert_eq!(case.differences, Vec::<String>::new(), "{folder}/{file}");
            assert_eq!(case.warnings, Vec::<String>::new(), "{folder}/{file}");
        }
    }
}

/// Prints how far every schema of the folder is from its catalog:
/// `cargo test -p ormolu-schema --test ddl_corpus -- --ignored --nocapture`.
#[test]
#[ignore = "prints a table; asserts nothing but that no schema stops the reader"]
fn whole_corpus() {
    let Some(corpus) = corpus() else { return };
    let verbose = std::env::var_os("ORMOLU_VERBOSE").is_some();
    println!(
        "{:<36} {:>6} {:>7} {:>8}",
        "schema", "facts", "differ", "warnings"
    );
    let dialects = [
        ("sqlite", Dialect::Sqlite),
        ("postgres", Dialect::Postgres),
        ("mysql", Dialect::Mysql),
    ];
    let (mut equal, mut all) = (0, 0);
    for (engine, dialect) in dialects {
        let folders = std::fs::read_dir(corpus.join(engine)).unwrap();
        let mut folders: Vec<PathBuf> = folders.map(|f| f.unwrap().path()).collect();
        folders.sort();
        for folder in folders {
            for file in ["original.sql", "dump.sql"] {
                let case = compare(&folder, file, dialect);
                let name = folder.file_name().unwrap().to_string_lossy().into_owned();
                let (differ, warnings) = (case.differences.len(), case.warnings.len());
                println!(
                    "{:<36} {:>6} {differ:>7} {warnings:>8}",
                    format!("{name}/{file}"),
                    case.facts
                );
                equal += usize::from(differ == 0);
                all += 1;
                if verbose {
                    case.differences
                        .iter()
                        .chain(&case.warnings)
                        .for_each(|l| println!("    {l}"));
                }
            }
        }
    }
    println!("{equal} of {all} equal");
}
