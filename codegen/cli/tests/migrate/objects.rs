//! Functions and triggers as files beside the migrations.

use std::fs;

use ormolu::Database;
use testkit::{Engine, TestDatabase, on_every_engine};

use crate::folder::{Project, column, dialect};

pub(crate) fn schema(engine: Engine) -> String {
    let dialect = dialect(engine);
    format!(
        "ormolu: 1
dialects: [{dialect}]
models:
  Item:
    columns: {{ id: {{ type: bigint, primary_key: true }}, name: string(50), price: int }}
  Log:
    columns: {{ id: {{ type: bigint, primary_key: true }}, text: string(200) }}
"
    )
}

/// What an engine needs to write a line into `logs` for each new item.
fn logging(engine: Engine, word: &str) -> (Option<String>, String) {
    let insert = format!("INSERT INTO logs (text) VALUES ('{word} ' || NEW.name)");
    match engine {
        Engine::Sqlite => (
            None,
            format!("CREATE TRIGGER item_log AFTER INSERT ON items BEGIN\n  {insert};\nEND;\n"),
        ),
        Engine::Postgres => (
            Some(format!(
                "CREATE FUNCTION item_log() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  \
                 {insert};\n  RETURN NEW;\nEND $$;\n"
            )),
            "CREATE TRIGGER item_log AFTER INSERT ON items\nFOR EACH ROW EXECUTE FUNCTION \
             item_log();\n"
                .to_owned(),
        ),
        _ => (
            Some(format!(
                "CREATE FUNCTION item_word(name varchar(50)) RETURNS varchar(100) DETERMINISTIC\n\
                 BEGIN\n  RETURN CONCAT('{word} ', name);\nEND;\n"
            )),
            "CREATE TRIGGER item_log AFTER INSERT ON items FOR EACH ROW\nBEGIN\n  INSERT INTO logs \
             (text) VALUES (item_word(NEW.name));\nEND;\n"
                .to_owned(),
        ),
    }
}

fn write(project: &Project, engine: Engine, word: &str) {
    let (function, trigger) = logging(engine, word);
    for folder in ["functions", "triggers"] {
        fs::create_dir_all(project.path("migrations").join(folder)).unwrap();
    }
    if let Some(function) = function {
        project.write("migrations/functions/item_log.sql", &function);
    }
    project.write("migrations/triggers/item_log.sql", &trigger);
}

/// The line that a new item leaves; none without a trigger.
async fn logged(db: &Database) -> Option<String> {
    db.execute_script(&["INSERT INTO items (name, price) VALUES ('cup', 1)"])
        .await
        .unwrap();
    let lines = column(db, "SELECT text FROM logs ORDER BY id DESC").await;
    let last = lines.into_iter().next();
    db.execute_script(&["DELETE FROM logs"]).await.unwrap();
    last
}

on_every_engine! {
    async fn functions_and_triggers_follow_their_files(database: TestDatabase) {
        let engine = database.engine();
        let db = Database::connect(database.url()).await.unwrap();
        let project = Project::on(database.url(), &schema(engine));
        project.ok("init");
        project.ok("diff tables");
        write(&project, engine, "new");
        let stale = project.fails("check", 1);
        assert!(stale.contains("triggers/item_log.sql"), "{stale}");
        let planned = project.ok("diff log");
        assert!(planned.contains("create trigger `item_log`"), "{planned}");
        project.ok("check");
        assert!(project.ok("diff again").starts_with("nothing to do"));
        project.ok("up");
        assert_eq!(logged(&db).await.as_deref(), Some("new cup"));

        // What is said before the statement is none of it.
        let trigger = project.read("migrations/triggers/item_log.sql");
        project.write("migrations/triggers/item_log.sql", &format!("-- for the office\n{trigger}"));
        project.ok("check");
        assert!(project.ok("diff again").starts_with("nothing to do"));

        // Another text: what was there is replaced, and comes back on the way down.
        write(&project, engine, "more");
        let planned = project.ok("diff more");
        if engine == Engine::Postgres {
            assert!(planned.contains("replace function `item_log`"), "{planned}");
            assert!(!planned.contains("trigger"), "it stays: {planned}");
        }
        // A migration in between keeps what is known of them.
        project.ok("new nothing");
        project.ok("check");
        project.ok("up");
        assert_eq!(logged(&db).await.as_deref(), Some("more cup"));
        project.ok("down -2");
        assert_eq!(logged(&db).await.as_deref(), Some("new cup"));
        project.ok("up");

        // A table that SQLite makes anew keeps its trigger.
        project.write("schema.yaml", &schema(engine).replace("price: int", "price: bigint?"));
        project.ok("diff wider");
        project.ok("up");
        assert_eq!(logged(&db).await.as_deref(), Some("more cup"));
        project.ok("down -1");
        assert_eq!(logged(&db).await.as_deref(), Some("more cup"));
        project.ok("up");

        fs::remove_dir_all(project.path("migrations/triggers")).unwrap();
        let _ = fs::remove_dir_all(project.path("migrations/functions"));
        let planned = project.ok("diff gone");
        assert!(planned.contains("drop trigger `item_log`"), "{planned}");
        project.ok("up");
        assert_eq!(logged(&db).await, None);
        project.ok("check --db");
        project.ok("down base");
        project.ok("test");
    }
}

/// A function that a table calls is there before it, and one that another calls before that.
#[test]
fn what_is_called_comes_first_postgres() {
    testkit::run(Engine::Postgres, async |database: TestDatabase| {
        let text = schema(Engine::Postgres).replace(
            "price: int",
            "price: { type: int, check: \"twice(value) > 0\" }, slug: { type: text, default: { sql: \"slug('a')\" } }",
        );
        let project = Project::on(database.url(), &text);
        project.ok("init");
        fs::create_dir_all(project.path("migrations/functions")).unwrap();
        let of = |name: &str, body: &str| {
            project.write(&format!("migrations/functions/{name}.sql"), body);
        };
        of(
            "a_slug",
            "CREATE FUNCTION slug(t text = 'x') RETURNS text IMMUTABLE RETURN trimmed(t);\n",
        );
        of(
            "trimmed",
            "CREATE FUNCTION trimmed(t text) RETURNS text IMMUTABLE RETURN btrim(t);\n",
        );
        of(
            "twice",
            "CREATE FUNCTION twice(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT n * 2';\n",
        );
        // This one reads a table, and comes after it.
        of(
            "count_items",
            "CREATE FUNCTION count_items() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM items';\n",
        );
        project.ok("diff first");
        // Another result: not in place.
        of(
            "count_items",
            "CREATE FUNCTION count_items() RETURNS text LANGUAGE sql AS 'SELECT count(*)::text FROM items';\n",
        );
        let planned = project.ok("diff text");
        assert!(
            planned.contains("replace function `count_items`"),
            "{planned}"
        );
        let up = project.read(&format!("migrations/{}/up.sql", project.ids()[1]));
        assert!(up.contains("DROP FUNCTION count_items();"), "{up}");
        of(
            "trimmed",
            "CREATE FUNCTION trimmed(t text) RETURNS text IMMUTABLE RETURN ltrim(t);\n",
        );
        project.ok("diff inside");
        let up = project.read(&format!("migrations/{}/up.sql", project.ids()[2]));
        assert!(up.contains("CREATE OR REPLACE FUNCTION trimmed"), "{up}");
        let proven = project.ok("test");
        assert!(
            proven.contains("3 migrations: up, down and up again"),
            "{proven}"
        );
    });
}

#[test]
fn what_is_no_function_is_said() {
    let project = Project::new(&schema(Engine::Sqlite));
    project.ok("init");
    for folder in ["functions", "triggers"] {
        fs::create_dir_all(project.path("migrations").join(folder)).unwrap();
    }
    let refused = |name: &str, text: &str| {
        let path = format!("migrations/{name}");
        project.write(&path, text);
        let said = project.fails("diff x", 1);
        fs::remove_file(project.path(&path)).unwrap();
        said.trim().to_owned()
    };
    assert_eq!(
        refused(
            "functions/f.sql",
            "CREATE FUNCTION f() RETURNS int RETURN 1;"
        ),
        "error: functions/f.sql: sqlite has no functions; end the file's name with the engines that \
         have: functions/name.postgres.sql"
    );
    assert_eq!(
        refused("triggers/v.sql", "CREATE VIEW v AS SELECT 1;"),
        "error: triggers/v.sql: the statement does not begin with CREATE FUNCTION, CREATE PROCEDURE \
         or CREATE TRIGGER; tables and views stand in the schema"
    );
    assert_eq!(
        refused("triggers/none.sql", "-- nothing\n"),
        "error: triggers/none.sql: a file makes one function, procedure or trigger; here are 0 \
         statements"
    );
    assert_eq!(
        refused("triggers/t.oracle.sql", "SELECT 1;"),
        "error: triggers/t.oracle.sql: no dialect `oracle`; a file is called name.sql or \
         name.postgres.sql"
    );
}

/// MySQL's client needs `DELIMITER` for it; a migration does not.
#[test]
fn a_body_without_begin_stays_whole() {
    if !Engine::Mariadb.is_available() {
        return;
    }
    testkit::run(Engine::Mariadb, async |database: TestDatabase| {
        let db = Database::connect(database.url()).await.unwrap();
        let project = Project::on(database.url(), &schema(Engine::Mariadb));
        project.ok("init");
        project.ok("diff tables");
        fs::create_dir_all(project.path("migrations/triggers")).unwrap();
        project.write(
            "migrations/triggers/item_log.sql",
            "DELIMITER //\n\
             CREATE TRIGGER item_log AFTER INSERT ON items FOR EACH ROW\n\
             IF NEW.price > 0 THEN\n  \
             INSERT INTO logs (text) VALUES ('dear');\n  \
             INSERT INTO logs (text) VALUES (NEW.name);\n\
             END IF//\n\
             DELIMITER ;\n",
        );
        project.ok("diff log");
        project.ok("up");
        assert_eq!(logged(&db).await.as_deref(), Some("cup"));
        project.ok("check --db");
    });
}
