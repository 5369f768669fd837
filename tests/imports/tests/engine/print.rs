//! A database filled from a file, and printed as SQL by its engine's own program.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use ormolu::{Access, Database, Rows, Statement};
use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;
use testkit::{Engine, TestDatabase};

/// Runs a file's statements; what the engine says against them.
pub(crate) async fn load(test: &TestDatabase, file: &Path) -> String {
    let stdin = || Stdio::from(File::open(file).unwrap());
    let output = match test.engine() {
        Engine::Sqlite => return load_sqlite(test, file).await,
        Engine::Postgres => {
            let arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"];
            let mut psql = Command::new("psql");
            psql.args(arguments)
                .env("PGOPTIONS", "-c client_min_messages=warning");
            psql.arg(test.url()).stdin(stdin()).output()
        }
        Engine::Mariadb => mariadb("mariadb", test).stdin(stdin()).output(),
    };
    let output = output.unwrap();
    match output.status.success() {
        true => String::new(),
        false => String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

async fn load_sqlite(test: &TestDatabase, file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let split = split(&text, Dialect::Sqlite);
    let statements: Vec<&str> = split
        .statements
        .iter()
        .map(|r| &split.text[r.clone()])
        .collect();
    let db = Database::connect(test.url()).await.unwrap();
    let mut connection = db.connection(Access::Write).await.unwrap();
    match connection.execute_script(&statements).await {
        Ok(_) => String::new(),
        Err(error) => format!("{error:?}"),
    }
}

fn mariadb(program: &str, test: &TestDatabase) -> Command {
    let (_, place) = test.url().rsplit_once('@').unwrap();
    let (address, name) = place.split_once('/').unwrap();
    let (_, port) = address.split_once(':').unwrap();
    let mut command = Command::new(program);
    let arguments = ["--no-defaults", "--protocol=tcp", "-h127.0.0.1", "-uroot"];
    command.args(arguments).args(["-P", port]);
    command.arg(name);
    command
}

/// The schema as the engine prints it.
pub(crate) async fn print(test: &TestDatabase) -> String {
    let text = |output: Output| {
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    match test.engine() {
        Engine::Sqlite => {
            let db = Database::connect(test.url()).await.unwrap();
            let mut rows: Rows<(String,)> = Rows::new();
            let mut connection = db.connection(Access::Read).await.unwrap();
            let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL";
            let statement = Statement::new(sql, vec![]);
            connection.fetch(&statement, &mut rows).await.unwrap();
            let statements = rows.into_vec();
            statements.into_iter().map(|(sql,)| sql + ";\n").collect()
        }
        Engine::Postgres => {
            let mut dump = Command::new("pg_dump");
            text(
                dump.args(["-s", "-O", "-x"])
                    .arg(test.url())
                    .output()
                    .unwrap(),
            )
        }
        Engine::Mariadb => {
            let mut dump = mariadb("mariadb-dump", test);
            text(
                dump.args(["--no-data", "--skip-comments"])
                    .output()
                    .unwrap(),
            )
        }
    }
}
