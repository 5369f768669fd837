//! What the planner writes is free of errors.

use std::fs;
use std::path::Path;

use ormolu_migrate::lint::{File, Severity, lint};
use ormolu_migrate::{Options, Step, diff, diff_with, expand_contract, script};
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
        for allowed in &step.allows {
            out += &format!("-- ormolu:allow {allowed}\n");
        }
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

/// What a plan for a database in use is told about, on any engine and either way: nothing but what
/// the schema asks for and no other SQL would avoid.
#[test]
fn a_plan_for_a_database_in_use_is_not_complained_about() {
    let (before, after) = (schema(BEFORE), schema(AFTER));
    let options = Options {
        online: true,
        ..Options::default()
    };
    let asked_for = [
        // A column goes, or a table on the way back.
        "drop-column-data-loss",
        "drop-table-data-loss",
        "down-loses-data",
        // `text` to `string(80)`, `int` to `bigint`, and a value in the midst of an enumeration:
        // two migrations would be the way.
        "type-narrowing",
        "type-change-rewrites",
        "mysql-type-change-copies",
        "mysql-enum-rewrites",
        // A new unique key.
        "unique-scans-existing-data",
    ];
    let mut complaints = Vec::new();
    for dialect in Dialect::ALL {
        let plan = diff_with(&before, &after, dialect, &options).unwrap();
        for (down, steps, from) in [(false, &plan.up, &before), (true, &plan.down, &after)] {
            let sql = text(steps);
            let found = lint(&File {
                sql: &sql,
                dialect,
                down,
                way_back: true,
                before: Some(from),
            });
            for finding in found {
                if !asked_for.contains(&finding.rule.id) {
                    let (id, message) = (finding.rule.id, finding.message);
                    complaints.push(format!("{dialect} {down}: {id}: {message}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// A new name in two migrations: neither is complained about, on any engine, but for what no
/// other SQL would avoid.
#[test]
fn a_new_name_in_two_migrations_is_not_complained_about() {
    let before = "models:
  Shop:
    columns:
      id: { type: bigint, primary_key: true }
      city: { type: string(80), unique: true }
      level: { type: int, index: true }
";
    let after = before
        .replace("city: { ", "town: { renamed_from: city, ")
        .replace("level: { ", "grade: { renamed_from: level, ");
    let (before, after) = (schema(before), schema(&after));
    let mut complaints = Vec::new();
    for dialect in Dialect::ALL {
        let options = Options::default();
        let plans = expand_contract(&before, &after, dialect, &options, &[]).unwrap();
        let contract = format!("-- ormolu:wait\n{}", text(&plans.contract.up));
        let files = [
            (false, text(&plans.expand.up), &before),
            (true, text(&plans.expand.down), &plans.between),
            (false, contract, &plans.between),
            (true, text(&plans.contract.down), &after),
        ];
        for (down, sql, from) in &files {
            let found = lint(&File {
                sql,
                dialect,
                down: *down,
                way_back: true,
                before: Some(from),
            });
            for finding in found {
                let no_other_sql = [
                    "unique-scans-existing-data",
                    "down-loses-data",
                    "mysql-ddl-commits",
                ];
                if !no_other_sql.contains(&finding.rule.id) {
                    let (id, message) = (finding.rule.id, finding.message);
                    complaints.push(format!("{dialect} {down}: {id}: {message}\n{sql}"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
