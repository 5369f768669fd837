//! How long a plan takes: `cargo test -p ormolu-migrate --release --test diff -- --ignored
//! --nocapture figure`.

use std::fmt::Write as _;
use std::time::Instant;

use ormolu_migrate::diff;

use crate::{ENGINES, schema};

/// A thousand tables of ten columns, each with a key to the one before.
fn thousand(ty: &str) -> String {
    let mut out = String::from("models:\n");
    for at in 0..1000 {
        let _ = writeln!(
            out,
            "  Table{at}:\n    columns:\n      id: {{ type: bigint, primary_key: true }}"
        );
        for column in 0..8 {
            // One table in ten differs.
            let ty = if at % 10 == 0 && column == 3 {
                ty
            } else {
                "string(50)"
            };
            let _ = writeln!(
                out,
                "      column{column}: {{ type: {ty}, nullable: true }}"
            );
        }
        if at > 0 {
            let _ = writeln!(out, "      before: {{ references: Table{} }}", at - 1);
        }
    }
    out
}

#[test]
#[ignore = "prints times; asserts that they stay below the goal"]
fn figure_of_a_thousand_tables() {
    let (before, after) = (
        schema(&thousand("string(50)")),
        schema(&thousand("string(80)")),
    );
    for dialect in ENGINES {
        for (what, other) in [("equal", &before), ("a tenth differs", &after)] {
            let start = Instant::now();
            let plan = diff(&before, other, dialect).unwrap();
            let took = start.elapsed();
            println!("{dialect}, {what}: {} steps in {took:?}", plan.up.len());
            assert!(took.as_millis() < 300 || cfg!(debug_assertions), "{took:?}");
        }
    }
}
