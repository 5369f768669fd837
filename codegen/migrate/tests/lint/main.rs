//! What the linter finds, and what it lets pass.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test says what it expected"
)]

mod allow;
mod cases;
mod planned;
mod rules;

use ormolu_migrate::lint::{File, Finding, lint};
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};

fn schema(text: &str) -> Schema {
    let head = "ormolu: 1\ndialects: [sqlite, postgres, mysql]\n";
    let outcome = compile(&Input::text("schema.yaml", format!("{head}{text}")));
    match &outcome.result {
        Ok((schema, _)) => schema.clone(),
        Err(_) => panic!("{}", outcome.render(false)),
    }
}

fn found(sql: &str, dialect: Dialect, before: Option<&Schema>) -> Vec<Finding> {
    lint(&File {
        sql,
        dialect,
        down: false,
        way_back: true,
        before,
    })
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.id).collect()
}
