//! What is told of several databases of which one fails, and of a statement that takes long.

use ormolu::Database;
use ormolu::serde_json::{self, Value, json};
use testkit::{Engine, on_every_engine};

use crate::folder::{Project, block_on};

#[test]
fn the_first_that_fails_ends_it_and_all_are_told() {
    let project = Project::new("ormolu: 1\n");
    project.ok("init");
    let first = project.migration("a", "CREATE TABLE a (b int);", "DROP TABLE a;");
    project.migration("c", "CREATE TABLE c (d int);", "DROP TABLE c;");
    let profile = |name: &str| format!("  {name}: {{ url: \"sqlite:{name}.db\" }}\n");
    let profiles = ["one", "two", "three", "four"].map(profile).concat();
    project.write("ormolu.yaml", &format!("profiles:\n{profiles}"));
    block_on(async {
        let two = project.path("two.db");
        let db = Database::connect(&format!("sqlite:{}", two.display())).await;
        let by_hand = ["CREATE TABLE c (d int)"];
        db.unwrap().execute_script(&by_hand).await.unwrap();
    });
    let answer = project.run("up --profile one,two,three,four --json");
    assert_eq!(answer.code, 2);
    assert!(
        answer.err.ends_with("not tried: three; four\n"),
        "{}",
        answer.err
    );
    let told: Value = serde_json::from_str(&answer.out).unwrap();
    assert_eq!(told[0]["ran"].as_array().unwrap().len(), 2);
    assert_eq!(told[1]["ran"][0]["id"], json!(first));
    assert_eq!(told[1]["ran"].as_array().unwrap().len(), 1);
    let error = told[1]["error"].as_str().unwrap();
    assert!(error.contains("table c already exists"), "{error}");
    assert_eq!(told[2], json!({ "database": "three", "not_tried": true }));
    assert_eq!(told[3], json!({ "database": "four", "not_tried": true }));
}

on_every_engine! {
    async fn a_statement_that_takes_long_is_told(database: TestDatabase) {
        let slow = match database.engine() {
            // It has no word for waiting.
            Engine::Sqlite => return,
            Engine::Postgres => "SELECT pg_sleep(3);",
            Engine::Mariadb => "DO SLEEP(3);",
        };
        let project = Project::on(database.url(), "ormolu: 1\n");
        project.ok("init");
        let up = format!("CREATE TABLE a (b int);\n{slow}\nINSERT INTO a VALUES (1);");
        let id = project.migration("slow", &up, "DROP TABLE a;");
        let answer = project.run("up");
        assert_eq!(answer.code, 0, "{}", answer.err);
        assert_eq!(answer.err, format!("{id}: statement 2 of 3, 2 s so far\n"));
    }
}
