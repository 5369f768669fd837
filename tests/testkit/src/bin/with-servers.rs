//! Runs a command with databases of servers of its own: their URLs are in the environment as
//! `ORMOLU_BENCH_POSTGRES` and `ORMOLU_BENCH_MARIADB`. A server that is not installed is left out.
//!
//! `cargo run -p testkit --bin with-servers -- COMMAND [ARGUMENT...]`

use std::process::{Command, ExitCode};

use testkit::{Engine, TestDatabase};

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(program) = arguments.next() else {
        eprintln!("usage: with-servers COMMAND [ARGUMENT...]");
        return ExitCode::FAILURE;
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut command = Command::new(&program);
    command.args(arguments);
    let mut databases: Vec<TestDatabase> = vec![];
    for (engine, variable) in [
        (Engine::Postgres, "ORMOLU_BENCH_POSTGRES"),
        (Engine::Mariadb, "ORMOLU_BENCH_MARIADB"),
    ] {
        if engine.is_available() {
            let database = runtime.block_on(engine.database());
            command.env(variable, database.url());
            databases.push(database);
        }
    }
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}: {error}", program.display());
            ExitCode::FAILURE
        }
    }
}
