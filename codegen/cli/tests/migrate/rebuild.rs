//! SQLite makes tables anew that others point at, by the runner and by a script.

use ormolu::Database;

use crate::folder::{Project, block_on, client, column, without_client_line};

/// Parents with children that go with them, and nodes under nodes. What `more` says of the key to
/// the parent and of the title makes both tables anew.
fn schema(title: &str) -> String {
    format!(
        "ormolu: 1
dialects: [sqlite]
models:
  Parent:
    columns:
      id: {{ type: bigint, primary_key: true }}
      title: {title}
  Child:
    columns:
      id: {{ type: bigint, primary_key: true }}
      parent: {{ references: Parent, on_delete: cascade }}
  Node:
    columns:
      id: {{ type: bigint, primary_key: true }}
      title: {title}
      above: {{ references: Node, nullable: true, on_delete: cascade }}
"
    )
}

const ROWS: &str = "INSERT INTO parents VALUES (1, 'a'), (2, 'b');
INSERT INTO children VALUES (1, 1), (2, 1), (3, 2);
INSERT INTO nodes VALUES (1, 'top', NULL), (2, 'below', 1), (3, 'deep', 2);
";

/// A history of two: the tables, and `Parent` and `Node` made anew with another title.
fn history(title: &str) -> Project {
    let project = Project::new(&schema("string(50)?"));
    project.ok("init");
    project.ok("diff first");
    project.write("schema.yaml", &schema(title));
    project.ok("diff second");
    let second = project.ids()[1].clone();
    let up = project.read(&format!("migrations/{second}/up.sql"));
    for table in ["parents", "nodes"] {
        assert!(up.contains(&format!("DROP TABLE \"{table}\";")), "{up}");
    }
    project
}

async fn number(db: &Database, sql: &str) -> i64 {
    column(db, sql).await[0]
}

/// Every row is there, and the keys still hold.
async fn assert_whole(db: &Database) {
    for (table, rows) in [("parents", 2), ("children", 3), ("nodes", 3)] {
        let sql = format!("SELECT count(*) FROM {table}");
        assert_eq!(number(db, &sql).await, rows, "{table}");
    }
    assert_eq!(
        number(db, "SELECT count(*) FROM pragma_foreign_key_check").await,
        0
    );
    let text = "SELECT count(*) FROM sqlite_master WHERE sql LIKE '%ormolu_new%'";
    assert_eq!(
        number(db, text).await,
        0,
        "the keys name the tables as ever"
    );
    for orphan in [
        "INSERT INTO children VALUES (9, 99)",
        "INSERT INTO nodes VALUES (9, 'x', 99)",
    ] {
        let refused = db.execute_script(&[orphan]).await.unwrap_err();
        assert!(refused.is_foreign_key_violation(), "{refused}");
    }
}

#[test]
fn a16_tables_that_others_point_at_are_made_anew() {
    let project = history("string(50)");
    project.ok("up +1");
    block_on(async {
        let db = Database::connect(&project.url).await.unwrap();
        assert_eq!(number(&db, "PRAGMA foreign_keys").await, 1);
        db.execute_script(&[ROWS]).await.unwrap();
        project.ok("up");
        assert_whole(&db).await;
        project.ok("down -1");
        assert_whole(&db).await;
        project.ok("up");
        project.ok("check --db");
        db.execute_script(&["DELETE FROM nodes WHERE id = 1"])
            .await
            .unwrap();
        assert_eq!(
            number(&db, "SELECT count(*) FROM nodes").await,
            0,
            "with all below it"
        );
    });
}

#[test]
fn a17_tables_are_made_anew_by_a_script() {
    let project = history("string(50)");
    let (first, second) = (
        project.ok("sql ..first --dialect sqlite"),
        project.ok("sql first..second --dialect sqlite"),
    );
    assert!(
        second.contains("CREATE TABLE \"ormolu_new_nodes\" ("),
        "{second}"
    );
    let back = project.ok("sql second..first --dialect sqlite");
    block_on(async {
        let db = Database::connect(&project.url).await.unwrap();
        let run = async |script| db.execute_script(&[without_client_line(script)]).await;
        run(&first).await.unwrap();
        db.execute_script(&[ROWS]).await.unwrap();
        for script in [&second, &back, &second] {
            run(script).await.unwrap();
            assert_whole(&db).await;
        }
        project.ok("status --check");
        project.ok("check --db");
    });
}

/// A title that is too long cannot be copied, and its table is not dropped after that.
#[test]
fn a17_a_script_whose_copy_fails_keeps_every_row() {
    let project = history("string(4)?");
    project.ok("up +1");
    let second = project.ok("sql first..second --dialect sqlite");
    let file = project.path("app.db").display().to_string();
    let run = || client("sqlite3", &[&file], &second);
    block_on(async {
        let db = Database::connect(&project.url).await.unwrap();
        db.execute_script(&[ROWS]).await.unwrap();
        let Some((is_done, said)) = run() else {
            return;
        };
        assert!(!is_done && said.contains("CHECK constraint"), "{said}");
        assert_whole(&db).await;
        let status = project.ok("status");
        assert!(status.contains("1 migration to apply"), "{status}");
        let mend = "UPDATE nodes SET title = 'low' WHERE title = 'below'";
        db.execute_script(&[mend]).await.unwrap();
        assert_eq!(run(), Some((true, String::new())));
        assert_whole(&db).await;
        project.ok("status --check");
    });
}
