//! The SQL that leads from one schema to another, read as a reviewer reads it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test says what it expected"
)]

mod backends;
mod columns;
mod domains;
mod enums;
mod expand;
mod families;
mod figure;
mod histories;
mod keys;
mod kinds;
mod online;
mod passes;
mod renamed;
mod sequences;
mod tables;
mod views;

use ormolu_migrate::{Answer, Plan, Step, diff, diff_answered, script};
use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};

const ENGINES: [Dialect; 3] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mariadb];

/// A schema for the three engines, from the text behind `models:` or with its own head.
fn schema(text: &str) -> Schema {
    let head = "ormolu: 1\ndialects: [sqlite, postgres, mysql]\n";
    let outcome = compile(&Input::text("schema.yaml", format!("{head}{text}")));
    match &outcome.result {
        Ok((schema, _)) => schema.clone(),
        Err(_) => panic!("{}", outcome.render(false)),
    }
}

/// A plan as text: its steps with what they cost, then the SQL of each direction.
fn shown(plan: &Plan) -> String {
    let mut out = String::new();
    for question in &plan.questions {
        out += &format!("? {question}\n");
    }
    for stale in &plan.stale {
        out += &format!("stale: {stale}\n");
    }
    for (name, steps) in [("up", &plan.up), ("down", &plan.down)] {
        out += &format!("-- {name}\n");
        for step in steps {
            out += &format!("--   {}\n", step.title);
            let lines = |what: &'static str, all: &[String]| {
                all.iter()
                    .map(move |one| format!("--     {what}{one}\n"))
                    .collect::<String>()
            };
            out += &lines("", &step.changes);
            out += &lines("loses ", &step.lossy);
            out += &lines("note: ", &step.notes);
            if step.repeat {
                out += "--     until it changes no row\n";
            }
            if !step.in_transaction {
                out += "--     outside of a transaction\n";
            }
        }
        out += &sql(steps);
        out.push('\n');
    }
    if let Some(why) = &plan.irreversible {
        out += &format!("no way back: {why}\n");
    }
    out
}

fn sql(steps: &[Step]) -> String {
    let statements: Vec<&String> = steps.iter().flat_map(|step| &step.statements).collect();
    script(&statements)
}

/// A snapshot for each engine.
fn assert_plans(promise: &str, before: &str, after: &str) {
    assert_answered(promise, before, after, &[]);
}

fn assert_answered(promise: &str, before: &str, after: &str, answers: &[Answer]) {
    let (before, after) = (schema(before), schema(after));
    for dialect in ENGINES {
        assert!(
            diff(&after, &after, dialect).unwrap().is_empty(),
            "{promise}"
        );
        let plan = diff_answered(&before, &after, dialect, answers).unwrap();
        let sql = shown(&plan);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{promise}-{dialect}"), sql);
        });
    }
}
