//! Functions and triggers that somebody changed in a database are told, and a plan from it mends them.

use std::fs;
use std::process::Command;

use ormolu::Database;
use testkit::{Engine, on_every_engine};

use crate::folder::Project;
use crate::objects::schema;

/// Files with spellings that no engine prints.
fn files(engine: Engine) -> Vec<(&'static str, &'static str)> {
    match engine {
        Engine::Sqlite => vec![(
            "triggers/item_log.sql",
            "create trigger IF NOT EXISTS item_log -- each new one
             after insert on \"items\" begin
               INSERT INTO logs (text) VALUES ('new ' || NEW.name);
             end;\n",
        )],
        Engine::Postgres => vec![
            (
                "functions/twice.sql",
                "CREATE FUNCTION twice(n int = 2) RETURNS int IMMUTABLE RETURN n * 2;\n",
            ),
            (
                "functions/item_log.sql",
                "create function item_log() returns trigger language plpgsql as $$
begin
  insert into logs (text) values ('new ' || new.name);
  return new;
end $$;\n",
            ),
            (
                "functions/clear_logs.sql",
                "CREATE PROCEDURE clear_logs(before bigint) LANGUAGE sql \
                 AS 'DELETE FROM logs WHERE id < before';\n",
            ),
            (
                "triggers/item_log.sql",
                "CREATE TRIGGER item_log AFTER INSERT OR UPDATE OF price ON items
FOR EACH ROW WHEN (new.price>0 and new.name<>'') EXECUTE PROCEDURE item_log();\n",
            ),
        ],
        Engine::Mariadb => vec![
            (
                "functions/item_word.sql",
                "create function item_word(name varchar(50), n INTEGER) returns varchar(100)
sql security invoker not deterministic comment 'a word'
begin
  return concat('new ', name); -- no more
end;\n",
            ),
            (
                "functions/twice.sql",
                "CREATE FUNCTION twice(n int) RETURNS INTEGER DETERMINISTIC RETURN n * 2;\n",
            ),
            (
                "functions/clear_logs.sql",
                "CREATE PROCEDURE clear_logs(IN `before` bigint) MODIFIES SQL DATA
BEGIN
  DELETE FROM logs WHERE id < `before`;
END;\n",
            ),
            (
                "triggers/item_log.sql",
                "CREATE TRIGGER item_log AFTER INSERT ON items FOR EACH ROW
BEGIN
  INSERT INTO logs (text) VALUES (item_word(NEW.name, 1));
END;\n",
            ),
        ],
    }
}

/// What somebody does, and what is said of it.
fn by_hand(engine: Engine) -> Vec<(&'static [&'static str], &'static str)> {
    match engine {
        Engine::Sqlite => vec![
            (
                &[
                    "DROP TRIGGER item_log",
                    "CREATE TRIGGER item_log AFTER INSERT ON items BEGIN
INSERT INTO logs (text) VALUES ('old ' || NEW.name); END",
                ],
                "differs: trigger items.item_log: the file has",
            ),
            (
                &["DROP TRIGGER item_log"],
                "missing: trigger items.item_log",
            ),
        ],
        Engine::Postgres => vec![
            (
                &["CREATE OR REPLACE FUNCTION twice(n int = 3) RETURNS int IMMUTABLE RETURN n * 2"],
                "differs: function twice: the file has `twice(n integer DEFAULT 2)`, the database \
                 `twice(n integer DEFAULT 3)`",
            ),
            (
                &[
                    "CREATE OR REPLACE FUNCTION item_log() RETURNS trigger LANGUAGE plpgsql AS $$
begin
  return new;
end $$",
                ],
                "differs: function item_log: the file has `insert into logs (text) values ('new ' || \
                 new.name);`, the database `return new;`",
            ),
            (
                &[
                    "DROP PROCEDURE clear_logs",
                    "CREATE PROCEDURE clear_logs(b int) LANGUAGE sql AS 'DELETE FROM logs'",
                ],
                "missing: procedure clear_logs",
            ),
            (
                &[
                    "DROP TRIGGER item_log ON items",
                    "CREATE TRIGGER item_log AFTER INSERT ON items FOR EACH ROW \
                     EXECUTE FUNCTION item_log()",
                ],
                "differs: trigger items.item_log: the file has `CREATE TRIGGER item_log AFTER INSERT \
                 OR UPDATE OF price ON public.items",
            ),
            (
                &["ALTER TABLE items DISABLE TRIGGER item_log"],
                "differs: trigger items.item_log: the file has it turned on, the database turned off",
            ),
            (
                &["DROP TRIGGER item_log ON items"],
                "missing: trigger items.item_log",
            ),
            (
                &[
                    "DROP FUNCTION twice",
                    "CREATE FUNCTION twice(n int) RETURNS bigint RETURN n",
                ],
                "differs: function twice: the file has",
            ),
        ],
        Engine::Mariadb => vec![
            (
                &[
                    "DROP FUNCTION twice",
                    "CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 3",
                ],
                "differs: function twice: the file has",
            ),
            (
                &[
                    "DROP FUNCTION twice",
                    "CREATE FUNCTION twice(n int) RETURNS bigint DETERMINISTIC RETURN n * 2",
                ],
                "differs: function twice: the file has",
            ),
            (
                &["ALTER FUNCTION item_word SQL SECURITY DEFINER"],
                "differs: function item_word: the file has",
            ),
            (
                &["DROP PROCEDURE clear_logs"],
                "missing: procedure clear_logs",
            ),
            (
                &[
                    "DROP TRIGGER item_log",
                    "CREATE TRIGGER item_log BEFORE INSERT ON items FOR EACH ROW
BEGIN
  INSERT INTO logs (text) VALUES (item_word(NEW.name, 1));
END",
                ],
                "differs: trigger items.item_log: the file has",
            ),
            (
                &["DROP TRIGGER item_log"],
                "missing: trigger items.item_log",
            ),
        ],
    }
}

fn pull_check(project: &Project) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ormolu"));
    let command = command
        .current_dir(project.path(""))
        .env("DATABASE_URL", &project.url);
    let done = command.args(["pull", "--check", "--ignore", "_ormolu*"]);
    String::from_utf8(done.output().unwrap().stdout).unwrap()
}

on_every_engine! {
    async fn what_somebody_changed_is_told_and_mended(database: TestDatabase) {
        let engine = database.engine();
        let db = Database::connect(database.url()).await.unwrap();
        let project = Project::on(database.url(), &schema(engine));
        project.ok("init");
        for folder in ["functions", "triggers"] {
            fs::create_dir_all(project.path("migrations").join(folder)).unwrap();
        }
        for (path, text) in files(engine) {
            project.write(&format!("migrations/{path}"), text);
        }
        project.ok("diff first");
        // What the files say is made, and what is made is what they say.
        assert_eq!(project.ok("test"), "1 migration: up, down and up again\n");
        project.ok("check --db");
        assert_eq!(pull_check(&project), "");

        let mend = format!("diff mend --against {}", database.url());
        let nothing = project.ok(&mend);
        assert!(nothing.starts_with("nothing to do"), "{nothing}");
        for (done, told) in by_hand(engine) {
            db.execute_script(done).await.unwrap();
            let drift = project.fails("check --db", 1);
            assert!(drift.contains(told), "{drift}");
            assert_eq!(drift.lines().count(), 2, "{drift}");
            assert!(pull_check(&project).starts_with(told));
            // The plan from there to the files is what has to be done.
            project.ok(&mend);
            project.ok("up");
            project.ok("check --db");
        }
    }
}
