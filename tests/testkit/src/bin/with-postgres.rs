//! Runs a command with a database of a PostgreSQL server of its own: its URL is in the
//! environment as `ORMOLU_BENCH_POSTGRES`.
//!
//! `cargo run -p testkit --bin with-postgres -- COMMAND [ARGUMENT...]`

use std::process::{Command, ExitCode};

use testkit::Engine;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(program) = arguments.next() else {
        eprintln!("usage: with-postgres COMMAND [ARGUMENT...]");
        return ExitCode::FAILURE;
    };
    if !Engine::Postgres.is_available() {
        return ExitCode::FAILURE;
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let database = runtime.block_on(Engine::Postgres.database());
    let mut command = Command::new(&program);
    command
        .args(arguments)
        .env("ORMOLU_BENCH_POSTGRES", database.url());
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}: {error}", program.display());
            ExitCode::FAILURE
        }
    }
}
