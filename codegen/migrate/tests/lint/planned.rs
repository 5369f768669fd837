//! What the planner writes is free of errors.

use std::fs;
use std::path::Path;

use ormolu_migrate::lint::{File, Severity, lint};
use ormolu_migrate::{Options, Step, diff, diff_with, script};
use ormolu_schema::ir::{Dialect, Schema};

use super::schema;

const BEFORE: &str = "
enums:
  State: [open, paid]
models:
  Shop:
    columns: { id: { type: bigint, primary_key: true }, city: text, note: text?, level: int }
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      at: timestamptz
      state: State
      shop: { references: Shop, on_delete: cascade }
";

const AFTER: &str = "
enums:
  State: [open, sent, paid]
models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      city: string(80)
      level: bigint
      phone: { type: string(20), default: '' }
    indexes: [[city]]
  Sale:
    columns:
      id: { type: bigint, primary_key: true }
      at: timestamptz
      state: State
      shop: { references: Shop, on_delete: cascade }
      total: numeric(10, 2)
    indexes: [[at]]
  Person:
    columns: { id: { type: bigint, primary_key: true }, name: string(20) }
    uniques: [[name]]
";

/// As `ormolu migrate diff` writes a file.
fn text(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        out += "-- ormolu:step";
        if !step.in_transaction {
            out += " transaction=false";
        }
        if step.foreign_keys_off {
            out += " foreign_keys=off";
        }
        if step.repeat {
            out += " repeat";
        }
        out += "\n";
        out += &script(&step.statements);
    }
    out
}

fn assert_no_errors(sql: &str, dialect: Dialect, down: bool, before: &Schema) {
    let file = File {
        sql,
        dialect,
        down,
        way_back: true,
        before: Some(before),
    };
    for finding in lint(&file) {
        assert_ne!(
            finding.rule.severity,
            Severity::Error,
            "{dialect}: {} {}\n{sql}",
            finding.rule.id,
            finding.message
        );
    }
}

#[test]
fn a_planned_migration_has_no_errors() {
    let (before, after) = (schema(BEFORE), schema(AFTER));
    for dialect in Dialect::ALL {
        for (from, to) in [(&before, &after), (&after, &before)] {
            let plan = diff(from, to, dialect).unwrap();
            assert!(!plan.is_empty());
            assert_no_errors(&text(&plan.up), dialect, false, from);
            assert_no_errors(&text(&plan.down), dialect, true, to);
        }
    }
}

#[test]
fn a_plan_for_a_database_in_use_locks_nothing_for_long() {
    let (before, after) = (schema(BEFORE), schema(AFTER));
    let options = Options {
        online: true,
        ..Options::default()
    };
    let plan = diff_with(&before, &after, Dialect::Postgres, &options).unwrap();
    let sql = text(&plan.up);
    assert_no_errors(&sql, Dialect::Postgres, false, &before);
    let rules: Vec<&str> = super::ids(&super::found(&sql, Dialect::Postgres, Some(&before)));
    for rule in [
        "index-not-concurrent",
        "foreign-key-validates",
        "check-validates",
        "unique-without-index",
        "missing-lock-timeout",
        "set-not-null-scan",
        "unbatched-update",
    ] {
        assert!(!rules.contains(&rule), "{rule}\n{sql}");
    }
}

/// The snapshots of plans, whose steps do not show their options: what those would settle is left
/// out.
#[test]
fn no_plan_under_snapshot_has_errors() {
    let settled = [
        "concurrent-in-transaction",
        "sqlite-foreign-keys-on-in-rebuild",
        "alter-type-add-value-in-transaction",
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/snapshots");
    let mut count = 0;
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let dialects = Dialect::ALL.into_iter();
        let Some(dialect) = dialects.into_iter().find(|d| name.ends_with(d.name())) else {
            continue;
        };
        let snapshot = fs::read_to_string(&path).unwrap();
        let Some((_, plan)) = snapshot.split_once("-- up\n") else {
            continue;
        };
        let plan = plan.split("no way back:").next().unwrap_or_default();
        for (down, sql) in plan.split("-- down\n").enumerate() {
            count += 1;
            let file = File {
                sql,
                dialect,
                down: down == 1,
                way_back: true,
                before: None,
            };
            let errors: Vec<String> = lint(&file)
                .into_iter()
                .filter(|f| f.rule.severity == Severity::Error && !settled.contains(&f.rule.id))
                .map(|f| format!("{} {}", f.rule.id, f.message))
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:?}\n{sql}");
        }
    }
    assert!(count > 50, "{count}");
}
