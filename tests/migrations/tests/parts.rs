//! Parts of tables that one engine has and another has not: made, changed, taken back, and the
//! database says after each step what the schema says.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use migrations::{apply, create, dialect, same, schema};
use ormolu::Database;
use ormolu_migrate::diff;
use testkit::{Engine, TestDatabase};

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

/// Who checks what, and when: the constraints at work.
const STAYS: &str = "ormolu: 1
dialects: [postgres]
models:
  Stay:
    columns:
      id: { type: bigint, primary_key: true }
      room: int
      rank: int
      during: { type: pg.tsrange }
";

#[test]
fn exclusion_constraints() {
    let before = format!(
        "{STAYS}    exclusions:
      - {{ columns: [{{ expression: \"int4range(room, room, '[]')\", with: '=' }}, {{ column: during, with: '&&' }}], name: free }}
      - {{ columns: [{{ column: rank, with: '=' }}], method: btree, name: ranked }}
"
    );
    let after = format!(
        "{STAYS}    exclusions:
      - {{ columns: [{{ expression: \"int4range(room, room, '[]')\", with: '=' }}, {{ column: during, with: '&&' }}], where: room > 0, deferred: true, name: free }}
      - {{ columns: [{{ column: rank, with: '=' }}], method: btree, name: rank_once }}
"
    );
    there_and_back(Engine::Postgres, &before, &after);
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &schema(&before), dialect(Engine::Postgres))
            .await
            .unwrap();
        let stay = |id: i32, room: i32, during: &str| {
            format!("INSERT INTO stays VALUES ({id}, {room}, {id}, '{during}')")
        };
        let first = stay(1, 7, "[2026-01-01, 2026-01-03)");
        db.execute_script(&[&first]).await.unwrap();
        let other = stay(2, 7, "[2026-01-03, 2026-01-04)");
        db.execute_script(&[&other]).await.unwrap();
        let clash = stay(3, 7, "[2026-01-02, 2026-01-05)");
        let refused = db.execute_script(&[&clash]).await.unwrap_err();
        assert!(refused.to_string().contains("free"), "{refused}");
    });
}

#[test]
fn unique_constraints_that_are_checked_later() {
    let before = format!("{STAYS}    uniques: [{{ columns: [rank], name: ranks }}]\n");
    let after =
        format!("{STAYS}    uniques: [{{ columns: [rank], deferred: true, name: ranks }}]\n");
    let request = after.replace("deferred: true", "deferred: on_request");
    there_and_back(Engine::Postgres, &before, &after);
    there_and_back(Engine::Postgres, &after, &request);
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &schema(&after), dialect(Engine::Postgres))
            .await
            .unwrap();
        let exchanged = [
            "INSERT INTO stays SELECT n, 1, n, 'empty' FROM generate_series(1, 2) AS n",
            "BEGIN",
            "UPDATE stays SET rank = 2 WHERE id = 1",
            "UPDATE stays SET rank = 1 WHERE id = 2",
            "COMMIT",
        ];
        let mut connection = db.connection(ormolu::driver::Access::Write).await.unwrap();
        connection.execute_script(&exchanged).await.unwrap();
    });
}

const SHELVES: &str = "ormolu: 1
dialects: [postgres]
models:
  Shelf:
    columns: { id: bigint }
    KEY
";

#[test]
fn primary_keys_that_are_checked_later() {
    let shelves = |key: &str| SHELVES.replace("KEY", &format!("primary_key: {key}"));
    let at_once = shelves("[id]");
    let request = shelves("{ columns: [id], deferred: on_request }");
    there_and_back(Engine::Postgres, &at_once, &request);
    let at_commit = shelves("{ columns: [id], deferred: true }");
    there_and_back(Engine::Postgres, &request, &at_commit);
    testkit::run(Engine::Postgres, async |test: TestDatabase| {
        let db = Database::connect(test.url()).await.unwrap();
        create(&db, &schema(&request), dialect(Engine::Postgres))
            .await
            .unwrap();
        db.execute_script(&["INSERT INTO shelves VALUES (1), (2)"])
            .await
            .unwrap();
        // A key that is checked at once is checked with each row.
        let exchange = "UPDATE shelves SET id = 3 - id";
        db.execute_script(&[exchange]).await.unwrap();
    });
}

/// A row of the second table is there before the row it points at.
#[test]
fn foreign_keys_that_are_checked_on_request() {
    for engine in [Engine::Postgres, Engine::Sqlite] {
        let boxes = |deferred: &str| {
            let both = "  Box:
    columns:
      id: { type: bigint, primary_key: true }
      shelf: { references: Shelf, nullable: true, DEFERRED }
";
            let shelves = SHELVES.replace("    KEY\n", both);
            shelves
                .replace(
                    "{ id: bigint }",
                    "{ id: { type: bigint, primary_key: true } }",
                )
                .replace("postgres", dialect(engine).name())
                .replace("DEFERRED", deferred)
        };
        let at_once = boxes("deferred: false");
        let request = boxes("deferred: on_request");
        there_and_back(engine, &at_once, &request);
        there_and_back(engine, &request, &boxes("deferred: true"));
        testkit::run(engine, async |test: TestDatabase| {
            let db = Database::connect(test.url()).await.unwrap();
            create(&db, &schema(&request), dialect(engine))
                .await
                .unwrap();
            let child = "INSERT INTO boxes VALUES (1, 7)";
            assert!(db.execute_script(&[child]).await.is_err());
            let put_off = match engine {
                Engine::Sqlite => "PRAGMA defer_foreign_keys = ON",
                _ => "SET CONSTRAINTS ALL DEFERRED",
            };
            let parent = "INSERT INTO shelves VALUES (7)";
            let mut connection = db.connection(ormolu::driver::Access::Write).await.unwrap();
            connection
                .execute_script(&["BEGIN", put_off, child, parent, "COMMIT"])
                .await
                .unwrap();
        });
    }
}
