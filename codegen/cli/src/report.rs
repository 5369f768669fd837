//! What is said about a schema, at length or in short.

use ormolu_schema::Outcome;
use ormolu_schema::diagnostic::{Diagnostic, SHOWN, Severity, kinds, render};

/// Everything, each with its source line.
pub(crate) fn full(outcome: &Outcome, color: bool) -> String {
    outcome.render(color) + &passed_over(outcome)
}

/// Errors with their source lines, warnings unless there are many of a kind, and a line for each
/// kind of remark.
pub(crate) fn brief(outcome: &Outcome, color: bool) -> String {
    let all = outcome.diagnostics();
    let kinds = kinds(all);
    let mut text = String::new();
    for diagnostic in all {
        let kind = &kinds[&(diagnostic.severity, diagnostic.code)];
        let is_first = std::ptr::eq(kind[0], diagnostic);
        let draws = match diagnostic.severity {
            Severity::Error => true,
            Severity::Warning => kind.len() <= SHOWN || is_first,
            Severity::Note => false,
        };
        if draws {
            text += &render(std::slice::from_ref(diagnostic), &outcome.sources, color);
        }
        if diagnostic.severity == Severity::Warning && is_first && kind.len() > SHOWN {
            text += &more(&kind[1..], outcome);
        }
    }
    for ((severity, code), of) in &kinds {
        if *severity == Severity::Note {
            text += &remark(code, of, outcome);
        }
    }
    text += &passed_over(outcome);
    if kinds.iter().any(|((severity, _), of)| match severity {
        Severity::Error => false,
        Severity::Warning => of.len() > SHOWN,
        Severity::Note => true,
    }) {
        text += "note: `--verbose` shows each of them with its line\n";
    }
    text
}

/// `warning[trigger]: 12 more like this: schema.sql:40, 52, ..`
fn more(rest: &[&Diagnostic], outcome: &Outcome) -> String {
    let code = rest.first().map_or("", |first| first.code);
    let (count, places) = (rest.len(), places(rest, outcome));
    format!("warning[{code}]: {count} more like this: {places}\n\n")
}

/// `note[view]: view `a` left out (schema.sql:3), and 4 more like it`
fn remark(code: &str, of: &[&Diagnostic], outcome: &Outcome) -> String {
    let Some((first, rest)) = of.split_first() else {
        return String::new();
    };
    let place = places(std::slice::from_ref(first), outcome);
    let more = match rest.len() {
        0 => String::new(),
        count => format!(", and {count} more like it"),
    };
    format!("note[{code}]: {} ({place}){more}\n", first.message)
}

/// Files and lines; each file is named once.
fn places(of: &[&Diagnostic], outcome: &Outcome) -> String {
    const LISTED: usize = 12;
    let mut text = String::new();
    let mut file = None;
    for diagnostic in of.iter().take(LISTED) {
        let span = diagnostic.primary.span;
        let (line, _) = outcome.sources.line_column(span);
        if !text.is_empty() {
            text += ", ";
        }
        if file != Some(span.file) {
            file = Some(span.file);
            text += &format!("{}:", outcome.sources.path(span.file).display());
        }
        text += &line.to_string();
    }
    if of.len() > LISTED {
        text += ", ..";
    }
    text
}

/// One line for the statements that were passed over without a word.
fn passed_over(outcome: &Outcome) -> String {
    if outcome.skipped.is_empty() {
        return String::new();
    }
    let kinds = outcome.skipped.iter();
    let kinds: Vec<String> = kinds.map(|(what, n)| format!("{what} ({n})")).collect();
    let total: usize = outcome.skipped.values().sum();
    let plural = if total == 1 { "" } else { "s" };
    format!(
        "note: {total} statement{plural} passed over: {}\n",
        kinds.join(", ")
    )
}
