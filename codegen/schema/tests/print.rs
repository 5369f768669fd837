//! What is printed is read as the same schema.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile, fingerprint, print};

#[path = "print/repository.rs"]
mod repository;
#[path = "print/sources.rs"]
mod sources;

/// The first line in which two texts differ.
fn first_difference(a: &str, b: &str) -> String {
    let mut lines = a.lines().zip(b.lines()).enumerate();
    match lines.find(|(_, (a, b))| a != b) {
        Some((at, (a, b))) => format!("line {}:\n  {}\n  {}", at + 1, a.trim(), b.trim()),
        None => "one has more lines".to_owned(),
    }
}

/// Compiles a printed schema and holds it against the one it was printed from.
fn is_same(name: &str, schema: &Schema, text: &str) -> Result<(), String> {
    let outcome = compile(&Input::text("printed.yaml", text));
    let said = outcome.render(false);
    let Ok((again, _)) = outcome.result else {
        let shown: String = said.lines().take(24).collect::<Vec<_>>().join("\n");
        return Err(format!("{name} is refused:\n{shown}"));
    };
    if again == *schema && fingerprint(&again) == fingerprint(schema) {
        return Ok(());
    }
    let difference = first_difference(&format!("{schema:#?}"), &format!("{again:#?}"));
    Err(format!("{name} differs in {difference}"))
}

fn all_canonical(cases: impl Iterator<Item = (String, Schema)>) {
    let mut count = 0;
    let mut wrong = vec![];
    for (name, schema) in cases {
        count += 1;
        let text = print::canonical(&schema);
        if let Err(why) = is_same(&name, &schema, &text) {
            wrong.push(why);
        }
        assert_eq!(print::canonical(&schema), text);
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn canonical_text_of_every_schema_of_the_repository_is_the_schema() {
    all_canonical(repository::repository());
}

#[test]
fn canonical_text_of_every_sql_schema_is_the_schema() {
    all_canonical(sources::corpus(&["original.sql", "dump.sql"]));
}

fn all_pretty(cases: impl Iterator<Item = (String, Schema)>) {
    let (mut exact, mut wrong) = (vec![], vec![]);
    for (name, schema) in cases {
        let text = print::pretty(&schema);
        let outcome = compile(&Input::text("printed.yaml", text.as_str()));
        let said = outcome.render(false);
        let Ok((again, _)) = outcome.result else {
            wrong.push(format!("{name} is refused:\n{said}"));
            continue;
        };
        if !print::same(&again, &schema) {
            wrong.push(format!("{name} differs"));
        }
        if print::pretty(&again) != text {
            wrong.push(format!("{name} is not stable"));
        }
        exact.extend(
            text.lines()
                .enumerate()
                .filter(|(_, line)| line.trim() == "exact: true")
                .map(|(at, _)| format!("{name}:{}", at + 1)),
        );
    }
    println!(
        "{} schemas and models say `exact: true`: {exact:#?}",
        exact.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn pretty_text_of_every_schema_of_the_repository_is_the_schema() {
    all_pretty(repository::repository());
}

#[test]
fn pretty_text_of_every_sql_schema_is_the_schema() {
    all_pretty(sources::corpus(&["dump.sql"]));
}

#[test]
fn pretty_text_is_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/print");
    for (engine, dialect) in [
        ("sqlite", Dialect::Sqlite),
        ("postgres", Dialect::Postgres),
        ("mysql", Dialect::Mysql),
    ] {
        let input = Input::new([format!("{engine}.sql")]).root(&root);
        let outcome = compile(&input.sql_dialect(dialect));
        let said = outcome.render(false);
        let schema = outcome.result.unwrap_or_else(|_| panic!("{said}")).0;
        insta::assert_snapshot!(format!("pretty_{engine}"), print::pretty(&schema));
    }
}

#[test]
fn canonical_text_is_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/print");
    let outcome = compile(&Input::new(["every.yaml"]).root(root));
    let said = outcome.render(false);
    let schema = outcome.result.unwrap_or_else(|_| panic!("{said}")).0;
    insta::assert_snapshot!(print::canonical(&schema));
}
