//! Migrations of tables whose rows' versions are kept, with rows in them: what was stays readable,
//! and what happens afterwards is kept.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

use std::time::Duration;

use migrations::{apply, create, dialect, schema, versions_hold};
use ormolu::chrono::{DateTime, Utc};
use ormolu::driver::{Access, Rows};
use ormolu::{Database, Statement};
use ormolu_live::{Options, drift};
use ormolu_migrate::{Plan, diff};
use ormolu_schema::ir::{Dialect, Schema};
use testkit::{TestDatabase, on_every_engine};

/// A database and the schema it has.
struct Story<'d> {
    database: &'d TestDatabase,
    db: Database,
    schema: Schema,
}

impl Story<'_> {
    async fn of<'d>(database: &'d TestDatabase, models: &str) -> Story<'d> {
        let db = Database::connect(database.url()).await.unwrap();
        let schema = of(models);
        create(&db, &schema, dialect(database.engine()))
            .await
            .unwrap();
        Story {
            database,
            db,
            schema,
        }
    }

    fn dialect(&self) -> Dialect {
        dialect(self.database.engine())
    }

    /// The way to another schema, and back.
    fn plan(&self, after: &str) -> (Schema, Plan) {
        let after = of(after);
        let plan = diff(&self.schema, &after, self.dialect()).unwrap();
        assert!(plan.questions.is_empty(), "{:?}", plan.questions);
        (after, plan)
    }

    /// Goes there; answers the way back.
    async fn up(&mut self, after: &str) -> Plan {
        let (after, plan) = self.plan(after);
        apply(&self.db, &plan.up, self.dialect()).await.unwrap();
        self.schema = after;
        self.is_the_schema().await;
        plan
    }

    /// Goes back.
    async fn down(&mut self, before: &str, plan: &Plan) {
        apply(&self.db, &plan.down, self.dialect()).await.unwrap();
        self.schema = of(before);
        self.is_the_schema().await;
    }

    async fn is_the_schema(&self) {
        let db = Database::connect(self.database.url()).await.unwrap();
        let drift = drift(&db, &self.schema, &Options::default()).await.unwrap();
        let lines: Vec<String> = drift.iter().map(ToString::to_string).collect();
        assert_eq!(lines, Vec::<String>::new());
    }

    async fn run(&self, statements: &[&str]) {
        for sql in statements {
            let done = self.db.execute_script(&[sql]).await;
            done.unwrap_or_else(|error| panic!("{error}\n  in {sql}"));
        }
    }

    /// Whether a statement is refused, as of a table that is not there.
    async fn fails(&self, sql: &str) -> bool {
        self.db.execute_script(&[sql]).await.is_err()
    }

    /// A moment between what was done and what will be, on a clock of milliseconds as well.
    async fn moment(&self) -> DateTime<Utc> {
        tokio::time::sleep(Duration::from_millis(3)).await;
        let now = Utc::now();
        tokio::time::sleep(Duration::from_millis(3)).await;
        now
    }

    /// What some columns of a table of versions held at a moment, by the rows' keys.
    async fn then(&self, table: &str, columns: &[&str], at: DateTime<Utc>) -> Vec<String> {
        let at = match self.dialect() {
            Dialect::Sqlite => at.format("'%Y-%m-%dT%H:%M:%S%.6fZ'"),
            Dialect::Postgres => at.format("'%Y-%m-%d %H:%M:%S%.6f+00'"),
            Dialect::Mysql | Dialect::Mariadb => at.format("'%Y-%m-%d %H:%M:%S%.6f'"),
        };
        let held = format!("valid_from <= {at} AND (valid_to > {at} OR valid_to IS NULL)");
        self.read(&format!("{table} WHERE {held} ORDER BY id"), columns)
            .await
    }

    /// All versions that a table holds.
    async fn versions(&self, table: &str, columns: &[&str]) -> Vec<String> {
        let columns: Vec<&str> = columns.iter().copied().chain(["operation"]).collect();
        self.read(&format!("{table} ORDER BY history_id"), &columns)
            .await
    }

    async fn read(&self, from: &str, columns: &[&str]) -> Vec<String> {
        let text = |column: &&str| {
            let ty = match self.dialect().family() {
                Dialect::Mysql => "CHAR",
                _ => "TEXT",
            };
            format!("coalesce(CAST({column} AS {ty}), '-')")
        };
        let columns: Vec<String> = columns.iter().map(text).collect();
        let joined = match self.dialect().family() {
            Dialect::Mysql => format!("concat_ws(' ', {})", columns.join(", ")),
            _ => columns.join(" || ' ' || "),
        };
        let sql = format!("SELECT {joined} FROM {from}");
        let mut connection = self.db.connection(Access::Read).await.unwrap();
        let mut rows = Rows::<(String,)>::new();
        let read = connection
            .fetch(&Statement::new(sql.clone(), vec![]), &mut rows)
            .await;
        read.unwrap_or_else(|error| panic!("{error}\n  in {sql}"));
        rows.into_vec().into_iter().map(|(text,)| text).collect()
    }
}

fn of(models: &str) -> Schema {
    schema(&format!(
        "ormolu: 1\ndialects: [sqlite, postgres, mysql]\nmodels:\n{models}"
    ))
}

/// A model with or without history, and with these columns behind its key.
fn user(head: &str, columns: &str) -> String {
    format!(
        "  User:\n{head}    columns:\n      id: {{ type: bigint, primary_key: true }}\n{columns}"
    )
}

const KEPT: &str = "    history: true\n";
const NAME: &str = "      name: string(50)\n";

on_every_engine! {
    async fn a_history_goes_on_with_new_columns_and_names(database: TestDatabase) {
        let before = user(KEPT, "      name: string(50)\n      age: int\n      gone: int?\n");
        let mut story = Story::of(&database, &before).await;
        story.run(&[
            "INSERT INTO users (id, name, age, gone) VALUES (1, 'Ann', 30, 5), (2, 'Bob', 40, 6)",
            "UPDATE users SET age = 31 WHERE id = 1",
        ]).await;
        let first = story.moment().await;
        story.run(&["UPDATE users SET name = 'Anna' WHERE id = 1"]).await;
        let second = story.moment().await;
        let after = user(KEPT, "      full_name: { type: string(50), renamed_from: name }\n      \
            age: bigint\n      level: { type: int, default: 7 }\n      note: string(20)?\n");
        let plan = story.up(&after).await;

        let columns = ["full_name", "age", "level", "note"];
        assert_eq!(
            story.then("users_history", &columns, first).await,
            ["Ann 31 7 -", "Bob 40 7 -"]
        );
        assert_eq!(
            story.then("users_history", &columns, second).await,
            ["Anna 31 7 -", "Bob 40 7 -"]
        );
        story.run(&[
            "UPDATE users SET level = 8, note = 'new' WHERE id = 2",
            "DELETE FROM users WHERE id = 1",
            "INSERT INTO users (id, full_name, age) VALUES (3, 'Cid', 50)",
        ]).await;
        let third = story.moment().await;
        assert_eq!(
            story.then("users_history", &columns, third).await,
            ["Bob 40 8 new", "Cid 50 7 -"]
        );
        assert_eq!(
            story.then("users_history", &columns, second).await,
            ["Anna 31 7 -", "Bob 40 7 -"]
        );

        story.down(&before, &plan).await;
        let columns = ["name", "age"];
        assert_eq!(story.then("users_history", &columns, first).await, ["Ann 31", "Bob 40"]);
        assert_eq!(story.then("users_history", &columns, third).await, ["Bob 40", "Cid 50"]);
        story.run(&["UPDATE users SET gone = 1, name = 'Bo' WHERE id = 2"]).await;
        let last = story.moment().await;
        let columns = ["name", "gone"];
        assert_eq!(story.then("users_history", &columns, last).await, ["Bo 1", "Cid -"]);
        let count = story.versions("users_history", &["id"]).await.len();
        assert_eq!(count, 2 + 2 + 1 + 1 + 1, "a version for each change, and no other");
    }

    async fn what_is_computed_from_a_new_value_is_so_in_the_versions(database: TestDatabase) {
        let twice = "      twice: { type: bigint?, generated: age * 2 }\n";
        let before = user(KEPT, &format!("      age: int?\n{twice}"));
        let mut story = Story::of(&database, &before).await;
        story.run(&["INSERT INTO users (id, age) VALUES (1, 30), (2, NULL)"]).await;
        let plan = story.up(&user(KEPT, &format!("      age: int\n{twice}"))).await;
        versions_hold(&story.db, &story.schema, story.dialect()).await.unwrap();
        story.down(&before, &plan).await;
        versions_hold(&story.db, &story.schema, story.dialect()).await.unwrap();
    }

    async fn a_history_begins_and_ends_with_rows_there(database: TestDatabase) {
        let before = user("", NAME);
        let mut story = Story::of(&database, &before).await;
        story.run(&["INSERT INTO users (id, name) VALUES (1, 'Ann'), (2, 'Bob')"]).await;
        let none = story.moment().await;
        let plan = story.up(&user(KEPT, NAME)).await;
        let begun = story.moment().await;
        story.run(&[
            "UPDATE users SET name = 'Anna' WHERE id = 1",
            "DELETE FROM users WHERE id = 2",
        ]).await;
        let now = story.moment().await;
        let name = ["name"];
        assert!(story.then("users_history", &name, none).await.is_empty());
        assert_eq!(story.then("users_history", &name, begun).await, ["Ann", "Bob"]);
        assert_eq!(story.then("users_history", &name, now).await, ["Anna"]);
        let all = ["Ann insert", "Bob insert", "Anna update"];
        assert_eq!(story.versions("users_history", &name).await, all);

        story.down(&before, &plan).await;
        // Nobody writes a table any more that is not there.
        story.run(&[
            "UPDATE users SET name = 'Ann' WHERE id = 1",
            "INSERT INTO users (id, name) VALUES (2, 'Bea')",
            "DELETE FROM users WHERE id = 1",
        ]).await;
        assert!(story.fails("SELECT * FROM users_history").await);
        apply(&story.db, &plan.up, story.dialect()).await.unwrap();
        assert_eq!(story.versions("users_history", &name).await, ["Bea insert"]);
    }

    async fn versions_follow_tables_with_new_names(database: TestDatabase) {
        let before = user(KEPT, NAME);
        let mut story = Story::of(&database, &before).await;
        story.run(&["INSERT INTO users (id, name) VALUES (1, 'Ann')"]).await;
        let first = story.moment().await;
        let after = user("    table: people\n    renamed_from: users\n    history: true\n", NAME);
        let plan = story.up(&after).await;
        story.run(&["UPDATE people SET name = 'Anna' WHERE id = 1"]).await;
        let second = story.moment().await;
        let name = ["name"];
        assert_eq!(story.then("people_history", &name, first).await, ["Ann"]);
        assert_eq!(story.then("people_history", &name, second).await, ["Anna"]);
        assert!(story.fails("SELECT * FROM users_history").await);

        // The table of the versions alone.
        let other = after.replace("history: true", "history: { table: once }");
        let back = story.up(&other).await;
        story.run(&["DELETE FROM people WHERE id = 1"]).await;
        let third = story.moment().await;
        assert_eq!(story.then("once", &name, second).await, ["Anna"]);
        assert!(story.then("once", &name, third).await.is_empty());
        story.down(&after, &back).await;

        story.down(&before, &plan).await;
        story.run(&["INSERT INTO users (id, name) VALUES (1, 'Ann again')"]).await;
        let all = ["Ann insert", "Anna update", "Ann again insert"];
        assert_eq!(story.versions("users_history", &name).await, all);
    }

    /// SQLite makes the table anew for a check, and its triggers go with the old one.
    async fn a_table_that_is_made_anew_keeps_its_history(database: TestDatabase) {
        let before = user(KEPT, NAME);
        let mut story = Story::of(&database, &before).await;
        story.run(&["INSERT INTO users (id, name) VALUES (1, 'Ann')"]).await;
        let first = story.moment().await;
        let after = user(KEPT, "      name: { type: string(60), check: \"value <> ''\" }\n");
        let plan = story.up(&after).await;
        story.run(&["UPDATE users SET name = 'Anna' WHERE id = 1"]).await;
        let second = story.moment().await;
        let name = ["name"];
        assert_eq!(story.then("users_history", &name, first).await, ["Ann"]);
        assert_eq!(story.then("users_history", &name, second).await, ["Anna"]);
        story.down(&before, &plan).await;
        story.run(&["DELETE FROM users"]).await;
        assert_eq!(story.versions("users_history", &name).await, ["Ann insert", "Anna update"]);
        let now = story.moment().await;
        assert!(story.then("users_history", &name, now).await.is_empty());
    }

    async fn a_table_goes_with_its_history_and_comes_again(database: TestDatabase) {
        let note = "  Note:\n    columns:\n      id: { type: bigint, primary_key: true }\n";
        let before = format!("{}{note}", user(KEPT, NAME));
        let mut story = Story::of(&database, &before).await;
        story.run(&["INSERT INTO users (id, name) VALUES (1, 'Ann')"]).await;
        let plan = story.up(note).await;
        assert!(story.fails("SELECT * FROM users").await);
        assert!(story.fails("SELECT * FROM users_history").await);
        story.down(&before, &plan).await;
        story.run(&[
            "INSERT INTO users (id, name) VALUES (1, 'Bob')",
            "DELETE FROM users",
        ]).await;
        assert_eq!(story.versions("users_history", &["name"]).await, ["Bob insert"]);
    }

    async fn a_family_gets_a_history_a_column_and_a_variant(database: TestDatabase) {
        let plain = "  Vehicle:
    discriminator: kind
    columns:
      id: { type: bigint, primary_key: true }
      kind: string(20)
  Bike:
    inherits: { from: Vehicle, by: single }
    columns: { gears: int }
  Car:
    inherits: { from: Vehicle, by: joined }
    columns: { doors: int }
";
        let mut story = Story::of(&database, plain).await;
        story.run(&[
            "INSERT INTO vehicles (id, kind, gears) VALUES (1, 'bike', 3), (2, 'car', NULL)",
            "INSERT INTO cars (id, doors) VALUES (2, 4)",
        ]).await;
        let kept = plain.replace("kind\n    columns", "kind\n    history: true\n    columns");
        let begins = story.up(&kept).await;
        let first = story.moment().await;
        let more = kept
            .replace("{ gears: int }", "{ gears: int, electric: bool? }")
            .replace("{ doors: int }", "{ doors: int, color: { type: string(9), default: red } }")
            + "  Taxi:
    inherits: { from: Car, by: joined }
    columns: { licence: string(9) }
";
        let grows = story.up(&more).await;
        story.run(&[
            "INSERT INTO vehicles (id, kind) VALUES (3, 'taxi')",
            "INSERT INTO cars (id, doors, color) VALUES (3, 5, 'blue')",
            "INSERT INTO taxis (id, licence) VALUES (3, 'A1')",
            "UPDATE cars SET doors = 2 WHERE id = 2",
        ]).await;
        let second = story.moment().await;
        // The row of the base alone: the rest of it goes by foreign keys.
        story.run(&["DELETE FROM vehicles WHERE id = 3"]).await;
        let third = story.moment().await;
        let (vehicle, car) = (["kind", "gears"], ["doors", "color"]);
        assert_eq!(story.then("vehicles_history", &vehicle, first).await, ["bike 3", "car -"]);
        assert_eq!(story.then("cars_history", &car, first).await, ["4 red"]);
        assert_eq!(story.then("cars_history", &car, second).await, ["2 red", "5 blue"]);
        assert_eq!(story.then("taxis_history", &["licence"], second).await, ["A1"]);
        assert_eq!(story.then("cars_history", &car, third).await, ["2 red"]);
        assert!(story.then("taxis_history", &["licence"], third).await.is_empty());

        story.down(&kept, &grows).await;
        story.run(&["UPDATE cars SET doors = 3", "DELETE FROM vehicles WHERE id = 2"]).await;
        let last = story.moment().await;
        assert_eq!(story.then("vehicles_history", &vehicle, last).await, ["bike 3"]);
        assert!(story.then("cars_history", &["doors"], last).await.is_empty());
        assert_eq!(story.then("cars_history", &["doors"], second).await, ["2", "5"]);
        story.down(plain, &begins).await;
        story.run(&["DELETE FROM vehicles"]).await;
    }
}
