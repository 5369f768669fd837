//! Sequences on the engines that have them: made, changed, renamed, dropped, taken back and pulled,
//! and the database says after each step what the schema says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use migrations::{apply, create, dialect, pulled, same, schema};
use ormolu::driver::{Access, Rows};
use ormolu::{Database, Statement};
use ormolu_migrate::diff;
use ormolu_schema::ir::{Dialect, Schema};
use testkit::{Engine, TestDatabase};

const BEFORE: &str = "
sequences:
  order_no: { start: 1000, increment: 5 }
  line_no:
  Down: { increment: -2, min: -9, max: 7, start: 5, cycle: true, cache: 2 }
models:
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      number: { type: bigint, default: { seq: order_no } }
      line: { type: int, default: { seq: line_no } }
      down: { type: int, default: { seq: Down } }
";

const AFTER: &str = "
sequences:
  ticket_no: { start: 1000, increment: 7, max: 9000, cycle: true, renamed_from: order_no }
  Down: { increment: -2, min: -9, max: 7, start: 5 }
  fresh: { start: 70 }
models:
  Order:
    columns:
      id: { type: bigint, primary_key: true }
      number: { type: bigint, default: { seq: ticket_no } }
      line: int
      down: { type: int, default: { seq: Down } }
      extra: { type: bigint, default: { seq: fresh } }
";

fn there_and_back(engine: Engine, name: &str) {
    let of = |rest: &str| schema(&format!("ormolu: 1\ndialects: [{name}]\n{rest}"));
    let (before, after) = (of(BEFORE), of(AFTER));
    testkit::run(engine, async |test: TestDatabase| {
        let dialect = dialect(engine);
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &before, dialect).await.unwrap();
        same(&test, &before, "created").await;
        assert_eq!(
            by_name(&pulled(test.url()).await.unwrap()),
            by_name(&before)
        );
        let one = |id: i32| format!("INSERT INTO orders (id) VALUES ({id})");
        db.execute_script(&[&one(1), &one(2)]).await.unwrap();
        let of = async |column: &str| numbers(&db, column, dialect).await;
        assert_eq!(of("number").await, [1000, 1005]);
        assert_eq!(of("down").await, [5, 3]);

        let plan = diff(&before, &after, dialect).unwrap();
        assert_eq!(plan.stale, Vec::<String>::new());
        let lost = plan.up.iter().flat_map(|step| &step.lossy);
        assert!(
            lost.clone()
                .any(|lost| lost == "how far `line_no` has counted")
        );
        apply(&db, &plan.up, dialect).await.unwrap();
        same(&test, &after, "up").await;
        assert_eq!(by_name(&pulled(test.url()).await.unwrap()), by_name(&after));
        let three = "INSERT INTO orders (id, line) VALUES (3, 1)";
        db.execute_script(&[three]).await.unwrap();
        let extra = of("extra").await;
        assert!(extra.iter().all(|n| *n >= 70), "{extra:?}");
        // It goes on from where it was.
        assert!(of("number").await[2] > 1005);

        apply(&db, &plan.down, dialect).await.unwrap();
        same(&test, &before, "down").await;
        db.execute_script(&[&one(4)]).await.unwrap();
        assert!(of("number").await[3] > 1005);
        assert!(diff(&after, &after, dialect).unwrap().up.is_empty());
    });
}

fn by_name(schema: &Schema) -> Vec<ormolu_schema::ir::Sequence> {
    let mut all = schema.sequences.clone();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

async fn numbers(db: &Database, column: &str, dialect: Dialect) -> Vec<i64> {
    let whole = match dialect.family() {
        Dialect::Mysql => "SIGNED",
        _ => "BIGINT",
    };
    let column = dialect.quoted(column);
    let sql = format!("SELECT CAST({column} AS {whole}), id FROM orders ORDER BY id");
    let mut found = Rows::<(i64, i64)>::new();
    let mut connection = db.connection(Access::Read).await.unwrap();
    let statement = Statement::new(sql, Vec::new());
    connection.fetch(&statement, &mut found).await.unwrap();
    found
        .into_vec()
        .into_iter()
        .map(|(number, _)| number)
        .collect()
}

#[test]
fn sequences_on_postgres() {
    there_and_back(Engine::Postgres, "postgres");
}

#[test]
fn sequences_on_mariadb() {
    there_and_back(Engine::Mariadb, "mysql");
}

/// In MariaDB a default names a sequence by its text, and no table takes a change meanwhile.
#[test]
fn tables_change_with_the_new_name_of_their_sequence() {
    let of = |rest: &str| {
        let head = "ormolu: 1\ndialects: [mysql]\nmodels:\n  Order:\n    columns:\n";
        let key = "      id: { type: bigint, primary_key: true }\n";
        schema(&format!("{head}{key}{rest}"))
    };
    let before = of(
        "      no: { type: int, default: { seq: s } }\n      line: { type: int, default: { seq: s } }\n      town: int\nsequences: { s: {} }",
    );
    let after = of(
        "      no: { type: int, default: { seq: t } }\n      city: { type: int, renamed_from: town }\nsequences: { t: { renamed_from: s } }",
    );
    testkit::run(Engine::Mariadb, async |test: TestDatabase| {
        let dialect = Dialect::Mariadb;
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &before, dialect).await.unwrap();
        let row = |town: &str| format!("INSERT INTO orders (id, {town}) VALUES (1, 1)");
        db.execute_script(&[&row("town")]).await.unwrap();
        let plan = diff(&before, &after, dialect).unwrap();
        apply(&db, &plan.up, dialect).await.unwrap();
        same(&test, &after, "up").await;
        db.execute_script(&["DELETE FROM orders", &row("city")])
            .await
            .unwrap();
        apply(&db, &plan.down, dialect).await.unwrap();
        same(&test, &before, "down").await;
    });
}

/// What a column counts with itself stays its own, and none of the schema.
#[test]
fn counters_of_columns_are_no_sequences() {
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        let make = [
            "CREATE SEQUENCE shared AS smallint",
            "CREATE TABLE a (id serial PRIMARY KEY, n bigint DEFAULT nextval('shared') NOT NULL)",
            "CREATE TABLE b (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)",
        ];
        db.execute_script(&make).await.unwrap();
        let found = pulled(test.url()).await.unwrap();
        let [only] = &found.sequences[..] else {
            panic!("{:?}", found.sequences);
        };
        assert_eq!(
            (only.name.name.as_str(), only.count.max),
            ("shared", Some(32_767))
        );
        assert!(found.models[0].columns[0].identity.is_some());
        assert!(found.models[0].columns[1].has_default());
        same(&test, &found, "pulled").await;
    });
}
