//! The command `ormolu`.

mod arguments;
mod check;
mod config;
mod database;
mod ddl;
mod generate;
mod migrate;
mod pull;
mod report;
mod schema;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Why the command ends with another code than 0.
enum Failure {
    /// What was asked for is not so: the schema has errors, checked-in code is stale. Code 1.
    Found(String),
    /// It could not be done. Code 2, as for wrong arguments.
    Undone(String),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Ddl(arguments) => ddl::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Migrate(arguments) => migrate::run(&arguments),
        Command::Pull(arguments) => pull::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Found(message)) => end(&message, 1),
        Err(Failure::Undone(message)) => end(&message, 2),
    }
}

fn end(message: &str, code: u8) -> ExitCode {
    eprintln!("{}", message.trim_end());
    ExitCode::from(code)
}
