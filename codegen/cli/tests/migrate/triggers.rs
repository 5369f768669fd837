//! What hangs on a table of SQLite outlives that the table is made anew: its triggers and indexes, triggers
//! of others that name it, views, and the counter of its keys.

use ormolu::{Access, Database};

use crate::folder::{Project, block_on, column, without_client_line};

fn schema(title: &str) -> String {
    format!(
        "ormolu: 1
dialects: [sqlite]
models:
  Note:
    options: {{ sqlite: {{ autoincrement: true }} }}
    columns:
      id: {{ type: bigint, primary_key: true }}
      title: {title}
      stars: {{ type: int, default: 0, index: true }}
  Log:
    columns:
      id: {{ type: bigint, primary_key: true }}
      text: text
"
    )
}

/// None of these is in the schema.
const BY_HAND: &[&str] = &[
    "CREATE TRIGGER note_added AFTER INSERT ON notes BEGIN
        INSERT INTO logs (text) VALUES ('added; ' || new.id);
     END",
    "CREATE TRIGGER \"Note's end\" BEFORE DELETE ON \"notes\" BEGIN
        INSERT INTO logs (text) VALUES ('gone ' || old.id);
     END",
    "CREATE TRIGGER log_counted AFTER DELETE ON logs BEGIN
        UPDATE notes SET title = 'without log' WHERE title = old.text;
     END",
    "CREATE VIEW titles AS SELECT title FROM notes",
    "CREATE UNIQUE INDEX note_titles ON notes (lower(title)) WHERE title <> ''",
];

const ROWS: &[&str] = &[
    "INSERT INTO notes (title) VALUES ('a'), ('b'), ('c')",
    "DELETE FROM notes WHERE id = 3",
];

fn history() -> Project {
    let project = Project::new(&schema("string(50)?"));
    project.ok("init");
    project.ok("diff first");
    project.write("schema.yaml", &schema("string(50)"));
    project.ok("diff second");
    project
}

async fn texts(db: &Database, sql: &str) -> Vec<String> {
    column(db, sql).await
}

async fn by_hand(db: &Database) -> Vec<String> {
    let sql = "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql <> '' ORDER BY name";
    texts(db, sql).await
}

#[test]
fn triggers_views_and_the_counter_outlive_it() {
    let project = history();
    project.ok("up +1");
    block_on(async {
        let db = Database::connect(&project.url).await.unwrap();
        db.execute_script(BY_HAND).await.unwrap();
        db.execute_script(ROWS).await.unwrap();
        let before = by_hand(&db).await;
        assert_eq!(before.len(), 6);
        for way in ["up", "down -1", "up"] {
            project.ok(way);
            assert_eq!(by_hand(&db).await, before, "{way}");
        }
        // No key is given a second time, though its row is gone.
        db.execute_script(&["INSERT INTO notes (title) VALUES ('d')"])
            .await
            .unwrap();
        let keys = texts(&db, "SELECT group_concat(id) FROM notes").await;
        assert_eq!(keys, ["1,2,4"]);
        let logs = texts(&db, "SELECT text FROM logs ORDER BY id").await;
        let expected = ["added; 1", "added; 2", "added; 3", "gone 3", "added; 4"];
        assert_eq!(logs, expected);
        assert_eq!(texts(&db, "SELECT title FROM titles").await.len(), 3);
        db.execute_script(&["DROP VIEW titles", "DROP INDEX note_titles"])
            .await
            .unwrap();
        project.ok("check --db");
    });
}

#[test]
fn a_script_does_not_lose_a_trigger_silently() {
    let project = history();
    let sql = |range| project.ok(&format!("sql {range} --dialect sqlite"));
    let (first, second) = (sql("..first"), sql("first..second"));
    let [first, second] = [&first, &second].map(|script| without_client_line(script));
    block_on(async {
        let db = Database::connect(&project.url).await.unwrap();
        db.execute_script(&[first]).await.unwrap();
        db.execute_script(BY_HAND).await.unwrap();
        db.execute_script(ROWS).await.unwrap();
        let before = by_hand(&db).await;
        let mut connection = db.connection(Access::Write).await.unwrap();
        let refused = connection.execute_script(&[second]).await.unwrap_err();
        let told = "every index and trigger of notes is there again";
        assert!(refused.to_string().contains(told), "{refused}");
        connection.execute_script(&["ROLLBACK"]).await.unwrap();
        drop(connection);
        assert_eq!(by_hand(&db).await, before);
        let keys = texts(&db, "SELECT group_concat(id) FROM notes").await;
        assert_eq!(keys, ["1,2"]);
        // Whoever drops them says so, and may make them again.
        let drops = [
            "DROP TRIGGER note_added",
            "DROP TRIGGER \"Note's end\"",
            "DROP INDEX note_titles",
        ];
        db.execute_script(&drops).await.unwrap();
        db.execute_script(&[second]).await.unwrap();
        project.ok("status --check");
    });
}
