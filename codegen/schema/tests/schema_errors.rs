//! What is wrong with a schema is said with its place and a way out.
//!
//! Each file of `schema_errors/` is wrong in the way its name says; the snapshot beside it in
//! `snapshots/` is what a user reads.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;

use ormolu_schema::diagnostic::Severity;
use ormolu_schema::{Input, compile};

#[test]
fn every_bad_schema_is_explained() {
    insta::glob!("schema_errors/*.yaml", |path| {
        let (folder, name) = (path.parent().unwrap(), path.file_name().unwrap());
        let outcome = compile(&Input::new([name.to_str().unwrap()]).root(folder));
        let Err(errors) = &outcome.result else {
            panic!("{}: nothing was found wrong", name.display());
        };
        assert!(errors.iter().any(|d| d.severity == Severity::Error));
        for error in errors {
            assert!(error.help.is_some(), "{}: no way out", error.message);
            let source = outcome.sources.file(error.primary.span.file);
            assert!(error.primary.span.end as usize <= source.text.len());
        }
        insta::assert_snapshot!(outcome.render(false));
    });
}

#[test]
fn errors_come_in_the_order_of_their_places() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema_errors");
    let outcome = compile(&Input::new(["several_errors_at_once.yaml"]).root(folder));
    let places: Vec<_> = outcome
        .diagnostics()
        .iter()
        .map(|d| d.primary.span)
        .collect();
    assert!(places.len() >= 6, "{}", outcome.render(false));
    assert!(places.is_sorted());
}

#[test]
fn colour_is_only_colour() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema_errors");
    let outcome = compile(&Input::new(["type_unknown.yaml"]).root(folder));
    let (plain, colored) = (outcome.render(false), outcome.render(true));
    assert!(!plain.contains('\u{1b}') && colored.contains('\u{1b}'));
    let mut stripped = String::new();
    let mut rest = colored.as_str();
    while let Some((text, code)) = rest.split_once('\u{1b}') {
        stripped.push_str(text);
        rest = code.split_once('m').map_or("", |(_, rest)| rest);
    }
    assert_eq!(stripped + rest, plain);
}
