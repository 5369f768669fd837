//! What a build script says to cargo.

use std::path::{Path, PathBuf};

use ormolu_schema::Outcome;
use ormolu_schema::diagnostic::{Diagnostic, SHOWN, Severity, kinds};

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

/// Shows warnings in the user's build, a line for each, or for each kind of which there are many.
pub(crate) fn warn(outcome: &Outcome) {
    for line in warnings(outcome) {
        println!("cargo::warning={line}");
    }
}

fn warnings(outcome: &Outcome) -> Vec<String> {
    let mut kinds = kinds(outcome.diagnostics());
    kinds.retain(|(severity, _), _| *severity == Severity::Warning);
    let mut lines = vec![];
    for of in kinds.values() {
        match of.split_first() {
            Some((first, rest)) if of.len() > SHOWN => lines.push(format!(
                "{}; {} more like this: `ormolu check --verbose` shows them",
                one_line(outcome, first),
                rest.len()
            )),
            _ => lines.extend(of.iter().map(|warning| one_line(outcome, warning))),
        }
    }
    lines
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write as _;

    use ormolu_codegen::compile;
    use ormolu_schema::Input;
    use ormolu_schema::ir::Dialect;

    use super::warnings;

    #[test]
    fn many_warnings_of_a_kind_are_one_line() {
        let mut sql = String::from("CREATE TABLE t (id bigint PRIMARY KEY);\n");
        for nth in 0..5 {
            let _ = writeln!(
                sql,
                "CREATE TRIGGER t{nth} BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
            );
        }
        let input = Input {
            files: vec!["schema.sql".into()],
            sql_dialect: Some(Dialect::Postgres),
            texts: Some(BTreeMap::from([("schema.sql".to_owned(), sql)])),
            ..Input::default()
        };
        let lines = warnings(&compile(&input).outcome);
        let [line] = &lines[..] else {
            panic!("{lines:?}");
        };
        assert!(line.starts_with("schema.sql:2:1: this trigger"), "{line}");
        assert!(
            line.ends_with("; 4 more like this: `ormolu check --verbose` shows them"),
            "{line}"
        );
    }
}
