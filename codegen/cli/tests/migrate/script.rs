//! Scripts, run by the engine's own client.

use std::io::Write;
use std::process::{Command, Stdio};

use ormolu::Database;
use testkit::{Engine, TestDatabase};

use crate::folder::{Project, column, dialect};

/// More rows than are filled at a time.
pub(crate) const ROWS: &str = "INSERT INTO users (id, mail)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 109)
SELECT a.i * 110 + b.i + 1, concat('m', b.i) FROM n a CROSS JOIN n b";

pub(crate) fn schema(engine: Engine, mail: &str) -> String {
    let dialect = dialect(engine);
    format!(
        "ormolu: 1
dialects: [{dialect}]
models:
  User:
    table: users
    columns:
      id: {{ type: int, primary_key: true }}
      {mail}: {{ type: string(60), default: '' {} }}
",
        match mail {
            "email" => ", renamed_from: mail",
            _ => "",
        }
    )
}

fn client(database: &TestDatabase, script: &str) {
    let mut command = match database.engine() {
        Engine::Postgres => {
            let mut psql = Command::new("psql");
            psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1", database.url()]);
            psql
        }
        _ => {
            let (_, place) = database.url().rsplit_once('@').unwrap();
            let (address, name) = place.split_once('/').unwrap();
            let (_, port) = address.split_once(':').unwrap();
            let mut mariadb = Command::new("mariadb");
            let arguments = ["--no-defaults", "--protocol=tcp", "-h127.0.0.1", "-uroot"];
            mariadb.args(arguments).args(["-P", port, name]);
            mariadb
        }
    };
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success(), "{script}");
}

/// What is filled some rows at a time is filled to the end.
async fn rows_are_filled(database: TestDatabase) {
    let engine = database.engine();
    let project = Project::on(database.url(), &schema(engine, "mail"));
    project.ok("init");
    project.ok("diff first");
    project.write("schema.yaml", &schema(engine, "email"));
    project.ok("diff email --expand-contract");
    let script = |range: &str| project.ok(&format!("sql {range} --dialect {}", dialect(engine)));
    client(&database, &script("..first"));
    let db = Database::connect(database.url()).await.unwrap();
    db.execute_script(&[ROWS]).await.unwrap();
    client(&database, &script("first..email_expand"));
    client(&database, &script("email_expand..email_contract"));
    let filled = "SELECT count(*) FROM users WHERE email LIKE 'm%'";
    assert_eq!(column::<i64>(&db, filled).await, [12_100]);
    project.ok("status --check");
    project.ok("check --db");
    client(&database, &script("email_contract..first"));
    let back = "SELECT count(*) FROM users WHERE mail LIKE 'm%'";
    assert_eq!(column::<i64>(&db, back).await, [12_100]);
}

#[test]
fn a_script_fills_all_rows_on_postgres() {
    testkit::run(Engine::Postgres, rows_are_filled);
}

#[test]
fn a_script_fills_all_rows_on_mariadb() {
    testkit::run(Engine::Mariadb, rows_are_filled);
}

#[test]
fn a_script_of_sqlite_cannot_repeat() {
    let project = Project::new(&schema(Engine::Sqlite, "mail"));
    project.ok("init");
    project.ok("diff first");
    let repeat = "-- ormolu:step repeat\nUPDATE users SET mail = 'm' WHERE mail = '';\n";
    project.migration("fill", repeat, "");
    assert_eq!(
        project.fails("sql --dialect sqlite", 1),
        format!(
            "error: migration {}, up, line 2: a script of SQLite cannot repeat a statement until it \
             changes no row; run the migration with `ormolu migrate up`, or write it so that it \
             changes all rows at once, without `repeat`\n",
            project.ids()[1]
        )
    );
}
