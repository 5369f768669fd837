//! What a build script says to cargo.

use std::path::{Path, PathBuf};

use ormolu_schema::Outcome;
use ormolu_schema::diagnostic::{Diagnostic, Severity};

use crate::error::Error;

/// A folder that cargo names in the environment.
pub(crate) fn folder(variable: &'static str) -> Result<PathBuf, Error> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .ok_or(Error::NoCargo(variable))
}

/// Asks to be run again when a file changes or a new one could belong to the schema.
pub(crate) fn rerun_if_changed(outcome: &Outcome, root: &Path) {
    for path in outcome.files.iter().chain(&outcome.folders) {
        println!("cargo::rerun-if-changed={}", root.join(path).display());
    }
}

/// Shows warnings in the user's build, one line each.
pub(crate) fn warn(outcome: &Outcome) {
    let warnings = outcome
        .diagnostics()
        .iter()
        .filter(|d| d.severity == Severity::Warning);
    for warning in warnings {
        println!("cargo::warning={}", one_line(outcome, warning));
    }
}

fn one_line(outcome: &Outcome, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.primary.span;
    let (line, column) = outcome.sources.line_column(span);
    let path = outcome.sources.path(span.file).display();
    let message = diagnostic.message.replace('\n', " ");
    match &diagnostic.help {
        Some(help) => format!(
            "{path}:{line}:{column}: {message} ({})",
            help.replace('\n', " ")
        ),
        None => format!("{path}:{line}:{column}: {message}"),
    }
}
