//! Parts of tables that one engine has and another has not: made, changed, taken back, and the
//! database says after each step what the schema says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use migrations::{apply, create, dialect, schema};
use ormolu::Database;
use ormolu_live::{Options, drift};
use ormolu_migrate::diff;
use ormolu_schema::ir::Schema;
use testkit::{Engine, TestDatabase};

async fn same(test: &TestDatabase, schema: &Schema, when: &str) {
    let db = Database::connect(test.url()).await.unwrap();
    let drift = drift(&db, schema, &Options::default()).await.unwrap();
    let lines: Vec<String> = drift.iter().map(ToString::to_string).collect();
    assert_eq!(lines, Vec::<String>::new(), "{when}");
}

/// From one schema to the other and back, with rows in the tables.
fn there_and_back(engine: Engine, before: &str, after: &str) {
    testkit::run(engine, async |test: TestDatabase| {
        let (before, after) = (schema(before), schema(after));
        let dialect = dialect(engine);
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &before, dialect).await.unwrap();
        same(&test, &before, "created").await;
        let plan = diff(&before, &after, dialect).unwrap();
        assert!(!plan.up.is_empty() && !plan.down.is_empty());
        apply(&db, &plan.up, dialect).await.unwrap();
        same(&test, &after, "up").await;
        apply(&db, &plan.down, dialect).await.unwrap();
        same(&test, &before, "down").await;
        assert!(diff(&after, &after, dialect).unwrap().up.is_empty());
    });
}

fn documents(dialect: &str, rest: &str) -> String {
    format!(
        "ormolu: 1
dialects: [{dialect}]
models:
  Document:
    columns:
      id: {{ type: bigint, primary_key: true }}
      title: string(100)
      place: int?
      body: json
{rest}"
    )
}

#[test]
fn parts_of_indexes_on_postgres() {
    let before = documents(
        "postgres",
        r#"
    indexes:
      - { columns: [title], name: by_title }
      - { columns: [{ column: body, operator_class: jsonb_path_ops }], method: gin, name: by_body }
      - { columns: [title, place], unique: true, name: once }
      - { columns: [{ column: title, collate: C, nulls: first }], name: sorted }
      - { expression: "to_tsvector('simple', title)", method: gist, name: by_words, options: { postgres: { fillfactor: 70 } } }
"#,
    );
    let after = documents(
        "postgres",
        r#"
    indexes:
      - { columns: [{ column: title, operator_class: text_pattern_ops }], name: by_title }
      - { columns: [body], method: gin, name: by_body }
      - { columns: [title, place], unique: true, nulls_equal: true, where: "id > 0", name: once }
      - { columns: [{ column: title, collate: POSIX, order: desc, nulls: last }], name: sorted }
      - { columns: [{ expression: "to_tsvector('simple', title)", operator_class: tsvector_ops(siglen=64) }], method: gist, name: by_words }
"#,
    );
    there_and_back(Engine::Postgres, &before, &after);
}

#[test]
fn parts_of_indexes_on_sqlite() {
    let before = documents(
        "sqlite",
        "
    indexes:
      - { columns: [{ column: title, collate: NOCASE }, place], unique: true, name: once }
      - { columns: [{ expression: lower(title), collate: RTRIM, order: desc }], name: by_title }
",
    );
    let after = documents(
        "sqlite",
        "
    indexes:
      - { columns: [title, place], unique: true, name: once }
      - { columns: [{ expression: lower(title), collate: NOCASE }], name: by_title }
",
    );
    there_and_back(Engine::Sqlite, &before, &after);
}
