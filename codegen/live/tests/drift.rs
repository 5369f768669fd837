//! What is created from a schema is the schema; what is changed afterwards is told.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use std::path::PathBuf;

use ormolu::Database;
use ormolu_live::{Options, dialect, drift, read_as};
use ormolu_migrate::{Plan, create_all, diff};
use ormolu_schema::ir::Schema;
use ormolu_schema::{Input, compile};
use testkit::{Engine, on_every_engine};

const BEHAVIOUR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/behaviour");

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema.example.yaml");

fn schema(outcome: ormolu_schema::Outcome) -> Schema {
    match outcome.result {
        Ok((schema, _)) => schema,
        Err(_) => panic!("{}", outcome.render(false)),
    }
}

async fn create(db: &Database, schema: &Schema) {
    let statements = create_all(schema, dialect(db)).unwrap();
    let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
    db.execute_script(&statements).await.unwrap();
}

/// What leads from the database to the schema.
async fn plan(db: &Database, schema: &Schema) -> Plan {
    let found = read_as(db, schema, &Options::default()).await.unwrap();
    diff(&found, schema, dialect(db)).unwrap()
}

async fn lines(db: &Database, schema: &Schema) -> Vec<String> {
    let drift = drift(db, schema, &Options::default()).await.unwrap();
    drift.iter().map(ToString::to_string).collect()
}

on_every_engine! {
    async fn what_is_created_is_the_schema(database: TestDatabase) {
        let paths = std::fs::read_dir(BEHAVIOUR).unwrap().map(|entry| entry.unwrap().path());
        for path in paths.chain([PathBuf::from(EXAMPLE)]) {
            if path.extension().is_none_or(|e| e != "yaml") {
                continue;
            }
            let own = database.engine().database().await;
            let db = Database::connect(own.url()).await.unwrap();
            let schema = schema(compile(&Input::new([path.to_string_lossy()])));
            if !schema.dialects.contains(&dialect(&db).family()) {
                continue;
            }
            create(&db, &schema).await;
            assert_eq!(lines(&db, &schema).await, Vec::<String>::new(), "{}", path.display());
            // Nor is there anything to plan.
            let plan = plan(&db, &schema).await;
            let steps: Vec<&str> = plan.up.iter().map(|step| step.title.as_str()).collect();
            assert_eq!(steps, Vec::<&str>::new(), "{}", path.display());
        }
    }
}

/// What the database was made from, and what the schema says by now.
const BEFORE: &str = include_str!("drift/before.yaml");
const AFTER: &str = include_str!("drift/after.yaml");

fn of(yaml: &str) -> Schema {
    schema(compile(&Input::text("shop.yaml", yaml)))
}

on_every_engine! {
    async fn what_differs_is_told_line_by_line(database: TestDatabase) {
        let db = Database::connect(database.url()).await.unwrap();
        create(&db, &of(BEFORE)).await;
        assert_eq!(lines(&db, &of(BEFORE)).await, Vec::<String>::new());
        let lines = lines(&db, &of(AFTER)).await.join("\n");
        insta::with_settings!({ omit_expression => true, snapshot_path => "drift/snapshots",
            prepend_module_to_snapshot => false }, {
            let engine = database.engine().to_string();
            let name = if database.is_mysql() { "mysql".to_owned() } else { engine };
            insta::assert_snapshot!(name, lines);
        });
    }

    async fn what_is_planned_from_a_database_leads_to_the_schema(database: TestDatabase) {
        let db = Database::connect(database.url()).await.unwrap();
        create(&db, &of(BEFORE)).await;
        let plan = plan(&db, &of(AFTER)).await;
        let usual = diff(&of(BEFORE), &of(AFTER), dialect(&db)).unwrap();
        let titles = |plan: &Plan| -> Vec<String> {
            plan.up.iter().map(|step| step.title.clone()).collect()
        };
        assert_eq!(titles(&plan), titles(&usual));
        for step in &plan.up {
            let statements: Vec<&str> = step.statements.iter().map(String::as_str).collect();
            db.execute_script(&statements).await.unwrap();
        }
        assert_eq!(lines(&db, &of(AFTER)).await, Vec::<String>::new());
    }

    async fn tables_that_are_not_of_the_schema_are_left_out(database: TestDatabase) {
        let db = Database::connect(database.url()).await.unwrap();
        create(&db, &of(BEFORE)).await;
        db.execute_script(&["CREATE TABLE journal (id INT)"]).await.unwrap();
        assert_eq!(lines(&db, &of(BEFORE)).await, ["extra: table journal"]);
        let options = Options {
            except: vec!["journal".to_owned()],
            ..Options::default()
        };
        assert_eq!(drift(&db, &of(BEFORE), &options).await.unwrap(), []);
    }
}

/// Plans lead from one schema to the other and back, and nothing is left of what was.
async fn there_and_back(db: &Database, before: &str, after: &str) {
    create(db, &of(before)).await;
    let plan = diff(&of(before), &of(after), dialect(db)).unwrap();
    for (steps, schema) in [(&plan.up, after), (&plan.down, before)] {
        assert_ne!(lines(db, &of(schema)).await, Vec::<String>::new());
        for step in steps {
            let statements: Vec<&str> = step.statements.iter().map(String::as_str).collect();
            db.execute_script(&statements).await.unwrap();
        }
        assert_eq!(lines(db, &of(schema)).await, Vec::<String>::new());
    }
}

#[test]
fn what_is_set_at_each_update_on_mariadb() {
    let before = "ormolu: 1
dialects: [mysql]
models:
  Note:
    columns:
      id: { type: bigint, primary_key: true }
      at: { type: timestamp, default: { db: now } }
      since: { type: timestamp, default: { db: now }, on_update: { sql: CURRENT_TIMESTAMP(6) } }
";
    let after = "ormolu: 1
dialects: [mysql]
models:
  Note:
    columns:
      id: { type: bigint, primary_key: true }
      at: { type: timestamp, default: { db: now }, on_update: { sql: CURRENT_TIMESTAMP(6) } }
      since: { type: timestamp, default: { db: now } }
";
    testkit::run(Engine::Mariadb, |database| async move {
        let db = Database::connect(database.url()).await.unwrap();
        there_and_back(&db, before, after).await;
    });
}

/// Texts are of the character set that their table has, and what nobody says is as usual.
#[test]
fn options_of_tables_on_mariadb() {
    let shop = |options: &str| {
        format!(
            "ormolu: 1
dialects: [mysql]
enums:
  Level: [low, high]
models:
  Word:
    options: {{ mysql: {{ {options} }} }}
    columns:
      text: {{ type: string(50), primary_key: true }}
      code: {{ type: string(10), collate: ascii_bin }}
      level: Level
      data: json?
      short: {{ type: string(3)?, generated: {{ sql: \"left(text, 3)\" }} }}
    checks: [text <> 'x']
  Use:
    options: {{ mysql: {{ {options} }} }}
    columns:
      id: {{ type: bigint, primary_key: true }}
      word: {{ references: Word, type: string(50) }}
"
        )
    };
    let before = shop("charset: latin1, row_format: redundant, max_rows: 100");
    let after = shop("collate: utf8mb4_unicode_ci, stats_persistent: 1");
    testkit::run(Engine::Mariadb, |database| async move {
        let db = Database::connect(database.url()).await.unwrap();
        there_and_back(&db, &before, &after).await;
        let changed = "ALTER TABLE words MAX_ROWS = 200";
        db.execute_script(&[changed]).await.unwrap();
        let told = ["differs: option words.MAX_ROWS: the schema has 100, the database 200"];
        assert_eq!(lines(&db, &of(&before)).await, told);
        let plan = plan(&db, &of(&before)).await;
        let statements: Vec<&String> = plan.up.iter().flat_map(|step| &step.statements).collect();
        assert_eq!(statements, ["ALTER TABLE `words` MAX_ROWS=100"]);
    });
}

/// A namespace is another database there, which is not read.
#[test]
fn tables_of_another_database_on_mariadb() {
    let both = "ormolu: 1
dialects: [mysql]
models:
  Note: { columns: { id: { type: bigint, primary_key: true } } }
  Invoice:
    namespace: ormolu_billing
    columns: { id: { type: bigint, primary_key: true } }
";
    testkit::run(Engine::Mariadb, |database| async move {
        let db = Database::connect(database.url()).await.unwrap();
        let note = "CREATE TABLE notes (id BIGINT AUTO_INCREMENT PRIMARY KEY)";
        db.execute_script(&[note]).await.unwrap();
        let refused = drift(&db, &of(both), &Options::default())
            .await
            .unwrap_err();
        assert_eq!(
            refused.to_string(),
            "table `ormolu_billing.invoices`: only the database that the URL names is read, and \
             `ormolu_billing` is another one; leave its tables out, as `--ignore \
             'ormolu_billing.*'` does, and compare them with a schema of their own by the URL of \
             theirs"
        );
        let options = Options {
            except: vec!["ormolu_billing.*".to_owned()],
            ..Options::default()
        };
        assert_eq!(drift(&db, &of(both), &options).await.unwrap(), []);
    });
}
