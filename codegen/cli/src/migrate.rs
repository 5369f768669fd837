//! `ormolu migrate`: the folder of migrations, and databases.

mod check;
mod connect;
mod diff;
mod dump;
mod embedded;
mod expand;
mod folder;
mod history;
mod index;
mod lint;
mod merge;
mod meta;
mod new;
mod objects;
mod project;
mod prove;
mod questions;
mod rebase;
mod run;
mod script;
mod sqlx;
mod squash;
mod stamp;
mod status;
mod tenant;
mod text;

use crate::Failure;
use crate::arguments::migrate::{Command, Migrate};
use project::Project;

pub(crate) use objects::Objects;

/// Runs a command.
pub(crate) fn run(arguments: &Migrate) -> Result<(), Failure> {
    let project = Project::open(arguments)?;
    match &arguments.command {
        Command::Init => new::init(&project),
        Command::New(new) => new::run(&project, new),
        Command::Diff(diff) => diff::run(&project, diff),
        Command::Up(up) => run::up(&project, up),
        Command::Down(down) => run::down(&project, down),
        Command::Status(status) => status::run(&project, status),
        Command::Log(log) => history::log(&project, log),
        Command::Heads => history::heads(&project),
        Command::Show(show) => history::show(&project, show),
        Command::Check(check) => check::run(&project, check),
        Command::Lint(lint) => lint::run(&project, lint),
        Command::Stamp(stamp) => stamp::run(&project, stamp),
        Command::Sql(sql) => script::run(&project, sql),
        Command::Merge(merge) => merge::run(&project, merge),
        Command::Rebase(rebase) => rebase::run(&project, rebase),
        Command::Squash(squash) => squash::run(&project, squash),
        Command::Test(test) => prove::run(&project, test),
    }
}
