//! `ormolu migrate`: the folder of migrations, and databases.

mod check;
mod connect;
mod diff;
mod done;
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
mod watch;

use crate::Failure;
use crate::arguments::migrate::{Command, Migrate};
use done::refused;
use project::Project;

pub(crate) use objects::Objects;

/// Runs a command.
pub(crate) fn run(arguments: &Migrate) -> Result<(), Failure> {
    let project = Project::open(arguments)?;
    let done = match &arguments.command {
        // What these find is their answer.
        Command::Status(status) => return status::run(&project, status),
        Command::Check(check) => return check::run(&project, check),
        Command::Lint(lint) => return lint::run(&project, lint),
        // These print by themselves.
        Command::Up(up) => return run::up(&project, up),
        Command::Down(down) => return run::down(&project, down),
        Command::Stamp(stamp) if let Some(engine) = stamp.sql => {
            script::stamp(&project, &stamp.targets, engine)
        }
        Command::Stamp(stamp) => return refused(stamp::run(&project, stamp), &project),
        Command::Log(log) => return refused(history::log(&project, log), &project),
        Command::Heads => return refused(history::heads(&project), &project),
        Command::Show(show) => return refused(history::show(&project, show), &project),
        Command::Init => new::init(&project),
        Command::New(new) => new::run(&project, new),
        Command::Diff(diff) => diff::run(&project, diff),
        Command::Sql(sql) => script::run(&project, sql),
        Command::Merge(merge) => merge::run(&project, merge),
        Command::Rebase(rebase) => rebase::run(&project, rebase),
        Command::Squash(squash) => squash::run(&project, squash),
        Command::Test(test) => prove::run(&project, test),
    };
    refused(done, &project)?.tell(&project);
    Ok(())
}
