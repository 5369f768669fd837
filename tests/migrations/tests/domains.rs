//! Domains: objects on PostgreSQL, and the same of each column elsewhere. Made, changed, made anew,
//! renamed, dropped, taken back and pulled, with rows in the tables, and the database says after each
//! step what the schema says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use migrations::{apply, create, dialect, pulled, same, schema};
use ormolu::Database;
use ormolu_live::{Options, drift, read_as};
use ormolu_migrate::diff;
use ormolu_schema::ir::{Dialect, Domain, Schema};
use testkit::{Engine, TestDatabase};

const BEFORE: &str = "
domains:
  email: { type: string(80), checks: [{ name: has_at, sql: \"VALUE LIKE '%@%'\" }, { name: short, sql: length(VALUE) < 70 }] }
  amount: { type: int, default: 0, comment: In cents. }
  price: { type: domain(amount), check: VALUE < 1000 }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: domain(email), unique: true }
      spent: domain(amount)
      price: domain(price)?
      name: string(50)?
";

const AFTER: &str = "
domains:
  mail: { type: string(80), default: a@b, checks: [{ name: with_at, sql: \"VALUE LIKE '%@%'\" }, { name: longer, sql: length(VALUE) > 2 }], renamed_from: email, comment: Where letters go. }
  amount: { type: bigint, default: 0 }
  price: { type: domain(amount), check: VALUE < 2000 }
  label: { type: string(50), not_null: true, default: none, check: length(VALUE) > 1 }
models:
  User:
    columns:
      id: { type: bigint, primary_key: true }
      email: { type: domain(mail), unique: true }
      spent: { type: domain(amount), default: 5 }
      price: domain(price)?
      name: domain(label)
      second: domain(label)
";

fn there_and_back(engine: Engine, name: &str) {
    let of = |rest: &str| schema(&format!("ormolu: 1\ndialects: [{name}]\n{rest}"));
    let (before, after) = (of(BEFORE), of(AFTER));
    testkit::run(engine, async |test: TestDatabase| {
        let dialect = dialect(engine);
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &before, dialect).await.unwrap();
        same(&test, &before, "created").await;
        let one =
            |values: &str| format!("INSERT INTO users (id, email, price, name) VALUES ({values})");
        let rows = [one("1, 'a@b', 999, 'a name'"), one("2, 'c@d', NULL, NULL")];
        db.execute_script(&[&rows[0], &rows[1]]).await.unwrap();
        for broken in ["3, 'nowhere', 1, 'x'", "3, 'e@f', 1000, 'x'"] {
            assert!(
                db.execute_script(&[&one(broken)]).await.is_err(),
                "{broken}"
            );
        }

        let plan = diff(&before, &after, dialect).unwrap();
        assert_eq!(plan.irreversible, None);
        apply(&db, &plan.up, dialect).await.unwrap();
        same(&test, &after, "up").await;
        db.execute_script(&[&one("3, 'e@f', 1000, 'third'")])
            .await
            .unwrap();
        for broken in ["4, '@', 1, 'xx'", "4, 'e@g', 1, 'x'", "4, 'e@g', 1, NULL"] {
            assert!(
                db.execute_script(&[&one(broken)]).await.is_err(),
                "{broken}"
            );
        }
        let delete = "DELETE FROM users WHERE id = 3";
        db.execute_script(&[delete]).await.unwrap();

        apply(&db, &plan.down, dialect).await.unwrap();
        same(&test, &before, "down").await;
        assert!(
            db.execute_script(&[&one("3, 'e@f', 1000, 'x'")])
                .await
                .is_err()
        );
    });
}

#[test]
fn domains_on_sqlite() {
    there_and_back(Engine::Sqlite, "sqlite");
}

#[test]
fn domains_on_postgres() {
    there_and_back(Engine::Postgres, "postgres");
}

#[test]
fn domains_on_mariadb() {
    there_and_back(Engine::Mariadb, "mysql");
}

fn by_name(schema: &Schema) -> Vec<(String, usize)> {
    let of = |of: &Domain| (of.name.dotted(), of.checks.len());
    let mut all: Vec<_> = schema.domains.iter().map(of).collect();
    all.sort();
    all
}

/// PostgreSQL refuses a new condition of a domain that lists hold; the plan makes the domain anew.
#[test]
fn lists_of_a_domain_are_held_against_a_new_condition() {
    let of = |check: &str| {
        schema(&format!(
            "ormolu: 1\ndialects: [postgres]\ndomains:\n  small: {{ type: int{check} }}\nmodels:\n  Box:
    columns: {{ id: {{ type: bigint, primary_key: true }}, sizes: array<domain(small)>, size: domain(small) }}\n"
        ))
    };
    let (before, after) = (of(""), of(", check: VALUE < 10"));
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &before, Dialect::Postgres).await.unwrap();
        let row = "INSERT INTO boxes (id, sizes, size) VALUES (1, '{1,9}', 2)";
        db.execute_script(&[row]).await.unwrap();
        let plan = diff(&before, &after, Dialect::Postgres).unwrap();
        apply(&db, &plan.up, Dialect::Postgres).await.unwrap();
        same(&test, &after, "up").await;
        let broken = "UPDATE boxes SET sizes = '{10}'";
        assert!(db.execute_script(&[broken]).await.is_err());
        apply(&db, &plan.down, Dialect::Postgres).await.unwrap();
        same(&test, &before, "down").await;
        db.execute_script(&[broken]).await.unwrap();
        assert!(apply(&db, &plan.up, Dialect::Postgres).await.is_err());
    });
}

/// A domain that is made anew with NOT NULL is so before its columns are.
#[test]
fn a_domain_made_anew_may_ask_for_values() {
    let of = |ty: &str, null: bool| {
        schema(&format!(
            "ormolu: 1\ndialects: [postgres]\ndomains:\n  size: {{ type: {ty}, not_null: {} }}\nmodels:\n  Box:
    columns: {{ id: {{ type: bigint, primary_key: true }}, size: {{ type: domain(size), nullable: {null} }} }}\n",
            !null
        ))
    };
    let (before, after) = (of("int", true), of("bigint", false));
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &before, Dialect::Postgres).await.unwrap();
        let row = "INSERT INTO boxes (id, size) VALUES (1, 5), (2, NULL)";
        db.execute_script(&[row]).await.unwrap();
        let plan = diff(&before, &after, Dialect::Postgres).unwrap();
        let lost = plan.up.iter().flat_map(|step| &step.lossy);
        assert!(
            lost.clone()
                .any(|lost| lost.contains("NULL in `boxes.size`"))
        );
        apply(&db, &plan.up, Dialect::Postgres).await.unwrap();
        same(&test, &after, "up").await;
        apply(&db, &plan.down, Dialect::Postgres).await.unwrap();
        same(&test, &before, "down").await;
    });
}

/// What somebody made by hand is pulled, what somebody changed is told, and a plan from the database
/// changes the domain, not its columns.
#[test]
fn domains_of_a_database_are_read_and_told() {
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        let make = [
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "CREATE DOMAIN zip AS varchar(9) COLLATE \"C\" DEFAULT '0' || '1' CHECK (VALUE LIKE '0%')",
            "CREATE DOMAIN a_zip AS zip NOT NULL CHECK (length(VALUE) > 1)",
            "CREATE DOMAIN free AS text",
            "CREATE SCHEMA other",
            "CREATE DOMAIN other.good AS mood[] CHECK (VALUE[1] <> 'sad')",
            "CREATE TABLE places (id int PRIMARY KEY, code zip NOT NULL, next a_zip, codes free[], \
             moods other.good)",
            "COMMENT ON DOMAIN zip IS 'A code.'",
        ];
        db.execute_script(&make).await.unwrap();
        let found = pulled(test.url()).await.unwrap();
        let names = by_name(&found);
        let expected = [("a_zip", 1), ("free", 0), ("other.good", 1), ("zip", 1)];
        assert_eq!(names, expected.map(|(name, n)| (name.to_owned(), n)));
        same(&test, &found, "pulled").await;

        let changed = [
            "ALTER DOMAIN zip SET DEFAULT '02'",
            "ALTER DOMAIN zip DROP CONSTRAINT zip_check",
            "ALTER DOMAIN zip ADD CONSTRAINT zip_other CHECK (VALUE LIKE '0%')",
            "ALTER DOMAIN a_zip DROP NOT NULL",
            "ALTER DOMAIN a_zip DROP CONSTRAINT a_zip_check",
            "ALTER DOMAIN a_zip ADD CONSTRAINT a_zip_check CHECK (length(VALUE) > 2)",
            "COMMENT ON DOMAIN zip IS NULL",
            "CREATE DOMAIN strange AS int",
        ];
        db.execute_script(&changed).await.unwrap();
        let told = drift(&db, &found, &Options::default()).await.unwrap();
        let told: Vec<String> = told.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "missing: null a_zip: not null",
                "differs: check a_zip.a_zip_check: the schema has length((VALUE)::text) > 1, the \
                 database length((VALUE)::text) > 2",
                "differs: null places.next: the schema has not null, the database null",
                "extra: domain strange: int",
                "differs: default zip: the schema has '0'::text || '1'::text, the database '02'",
                "missing: comment zip: 'A code.'",
                "missing: check zip.zip_check: (VALUE)::text ~~ '0%'::text",
                "extra: check zip.zip_other: (VALUE)::text ~~ '0%'::text",
            ]
        );

        let there = read_as(&db, &found, &Options::default()).await.unwrap();
        let plan = diff(&there, &found, Dialect::Postgres).unwrap();
        let steps = plan.up.iter().flat_map(|step| &step.statements);
        assert!(
            steps
                .clone()
                .all(|sql| !sql.contains("CONSTRAINT \"zip_check\" CHECK")
                    || sql.starts_with("ALTER DOMAIN"))
        );
        apply(&db, &plan.up, Dialect::Postgres).await.unwrap();
        same(&test, &found, "put right").await;
        let there = read_as(&db, &found, &Options::default()).await.unwrap();
        assert!(
            diff(&there, &found, Dialect::Postgres)
                .unwrap()
                .up
                .is_empty()
        );
    });
}

/// What domains, enumerations and columns do to each other in one plan, there and back.
const TOGETHER: &[(&str, &str, &str)] = &[
    (
        "a new domain is made of one that is made anew",
        "domains: { a: text }\nmodels:\n  T: { columns: { id: bigint!, x: domain(a)? } }",
        "domains: { a: int, b: { type: domain(a), check: VALUE > 0 } }\nmodels:\n  T: { columns: { id: bigint!, x: domain(a)?, y: domain(b)? } }",
    ),
    (
        "an enumeration gets a value, and a domain over it",
        "enums: { Status: [open, done] }\nmodels:\n  T: { columns: { id: bigint!, x: Status } }",
        "enums: { Status: [open, held, done] }\ndomains: { state: { type: Status } }\nmodels:\n  T: { columns: { id: bigint!, x: Status, y: domain(state)? } }",
    ),
    (
        "an enumeration loses a value and gets a domain",
        "enums: { Status: [open, held, done] }\nmodels:\n  T: { columns: { id: bigint!, x: Status } }",
        "enums: { Status: [open, done] }\ndomains: { state: Status }\nmodels:\n  T: { columns: { id: bigint!, x: Status, y: domain(state)? } }",
    ),
    (
        "computed columns follow a domain that is made anew",
        "domains: { code: text, other: text }\nmodels:\n  T:\n    columns: { id: bigint!, x: domain(code), g: { type: text, generated: { postgres: \"x || 'a'\" } }, h: { type: domain(other), generated: { postgres: \"upper(x)\" } } }",
        "domains: { code: string(20), other: string(30) }\nmodels:\n  T:\n    columns: { id: bigint!, x: domain(code), g: { type: text, generated: { postgres: \"x || 'a'\" } }, h: { type: domain(other), generated: { postgres: \"upper(x)\" } } }",
    ),
    (
        "lists of a domain over a domain that gets a condition",
        "domains: { a: int, b: domain(a) }\nmodels:\n  T: { columns: { id: bigint!, x: array<domain(b)>, y: domain(a)? } }",
        "domains: { a: { type: int, check: VALUE > 0 }, b: domain(a) }\nmodels:\n  T: { columns: { id: bigint!, x: array<domain(b)>, y: domain(a)? } }",
    ),
    (
        "a column keeps its own collation, and a domain its long name",
        "domains: { a_domain_whose_name_is_nearly_as_long_as_postgresql_takes: text }\nmodels:\n  T: { columns: { id: bigint!, x: { type: domain(a_domain_whose_name_is_nearly_as_long_as_postgresql_takes), collate: { postgres: C } } } }",
        "domains: { a_domain_whose_name_is_nearly_as_long_as_postgresql_takes: string(90) }\nmodels:\n  T: { columns: { id: bigint!, x: { type: domain(a_domain_whose_name_is_nearly_as_long_as_postgresql_takes), collate: { postgres: C } } } }",
    ),
    (
        "NULLs are filled while text becomes numbers",
        "domains: { n: text }\nmodels:\n  T: { columns: { id: bigint!, x: domain(n)? } }",
        "domains: { n: { type: int, not_null: true, default: 7 } }\nmodels:\n  T: { columns: { id: bigint!, x: domain(n) } }",
    ),
];

#[test]
fn domains_change_together_with_what_they_are_made_of() {
    for (what, before, after) in TOGETHER {
        let of = |text: &str| {
            let text = text.replace("bigint!", "{ type: bigint, primary_key: true }");
            schema(&format!("ormolu: 1\ndialects: [postgres]\n{text}\n"))
        };
        let (before, after) = (of(before), of(after));
        testkit::run(Engine::Postgres, async |test: TestDatabase| {
            let db = Database::connect(test.url()).await.unwrap();
            create(&db, &before, Dialect::Postgres).await.unwrap();
            let plan = diff(&before, &after, Dialect::Postgres).unwrap();
            assert_eq!(plan.irreversible, None, "{what}");
            let rows = "INSERT INTO ts (id) VALUES (1)";
            // Where no column asks for more.
            let _ = db.execute_script(&[rows]).await;
            for (steps, schema) in [(&plan.up, &after), (&plan.down, &before)] {
                let done = apply(&db, steps, Dialect::Postgres).await;
                assert!(done.is_ok(), "{what}: {}", done.unwrap_err().0);
                same(&test, schema, what).await;
            }
        });
    }
}
