//! `normalize: [trim, lower]`, `validate: [not_blank, length(1..=100), crate::check]`.

use super::fields::{self, Diagnostics, Fields};
use crate::diagnostic::Diagnostic;
use crate::ir::{Normalize, ValueCheck};
use crate::source::Spanned;
use crate::suggest;
use crate::written::Column;

const NORMALIZERS: [&str; 4] = ["trim", "lower", "upper", "collapse_spaces"];
const CHECKS: [&str; 3] = ["not_blank", "length(1..=100)", "range(0..)"];

/// Why a word means nothing, and the way out.
type Fault = (String, String);

/// Both keys. What is said later replaces what was said before.
pub(super) fn rules(column: &mut Column, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    if let Some(node) = fields.take("normalize") {
        let words = fields::texts(node, "what `normalize` does", diagnostics);
        column.normalize = read("normalize", words, normalize, diagnostics);
    }
    if let Some(node) = fields.take("validate") {
        let words = fields::texts(node, "what `validate` asks", diagnostics);
        column.validate = read("validate", words, check, diagnostics);
    }
}

fn read<T>(
    code: &'static str,
    words: Vec<Spanned<String>>,
    of: impl Fn(&str) -> Result<T, Fault>,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<T>> {
    let mut found = vec![];
    for Spanned { value, span } in words {
        match of(value.trim()) {
            Ok(value) => found.push(Spanned { value, span }),
            Err((message, help)) => {
                diagnostics.push(Diagnostic::error(code, span, message).help(help));
            }
        }
    }
    found
}

fn normalize(word: &str) -> Result<Normalize, Fault> {
    Ok(match word {
        "trim" => Normalize::Trim,
        "lower" => Normalize::Lower,
        "upper" => Normalize::Upper,
        "collapse_spaces" => Normalize::CollapseSpaces,
        path if path.contains("::") => Normalize::Rust(path.to_owned()),
        other => {
            let help = match suggest::nearest(other, NORMALIZERS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "there are {}; a function of yours is named by its path, `crate::clean`",
                    suggest::list(&NORMALIZERS)
                ),
            };
            return Err((format!("there is no normalizer `{other}`"), help));
        }
    })
}

fn check(word: &str) -> Result<ValueCheck, Fault> {
    let arguments = |name: &str| word.strip_prefix(name)?.strip_suffix(')');
    if let Some(text) = arguments("length(") {
        let (from, to) = bounds(text)?;
        if from.or(to).is_some_and(|bound| bound < 0) {
            let message = format!("no text has a length in `{text}`");
            return Err((message, "lengths begin at 0".into()));
        }
        return Ok(ValueCheck::Length(from, to));
    }
    if let Some(text) = arguments("range(") {
        let (from, to) = bounds(text)?;
        return Ok(ValueCheck::Range(from, to));
    }
    match word {
        "not_blank" => Ok(ValueCheck::NotBlank),
        path if path.contains("::") && !path.contains(['(', ')']) => {
            Ok(ValueCheck::Rust(path.to_owned()))
        }
        other => {
            let name = other.split('(').next().unwrap_or_default();
            let called = |check: &&&str| check.split('(').next() == Some(name);
            let help = match CHECKS.iter().find(called).or(near(name).as_ref()) {
                Some(check) => format!("write `{check}`"),
                None => format!(
                    "there are {}; a function of yours is named by its path, `crate::check`",
                    suggest::list(&CHECKS)
                ),
            };
            Err((format!("there is no check `{other}`"), help))
        }
    }
}

fn near(name: &str) -> Option<&'static str> {
    let names = CHECKS.iter().filter_map(|check| check.split('(').next());
    let near = suggest::nearest(name, names)?;
    CHECKS.into_iter().find(|check| check.starts_with(near))
}

/// `1..=100`, `1..`, `..=100`.
fn bounds(text: &str) -> Result<(Option<i64>, Option<i64>), Fault> {
    let malformed = || {
        let message = format!("`{text}` says no bounds");
        (
            message,
            "write `1..=100`, `1..` or `..=100`, in whole numbers".to_owned(),
        )
    };
    let (from, to) = text.split_once("..").ok_or_else(malformed)?;
    let bound = |text: &str| match text.trim() {
        "" => Ok(None),
        number => number.parse::<i64>().map(Some).map_err(|_| malformed()),
    };
    let from = bound(from)?;
    let to = match to.trim().strip_prefix('=') {
        Some(to) => Some(bound(to)?.ok_or_else(malformed)?),
        None if to.trim().is_empty() => None,
        None => {
            let message = format!("`{text}` would leave out its end, as ranges of Rust do");
            return Err((
                message,
                format!("write `{}`", text.replacen("..", "..=", 1)),
            ));
        }
    };
    match (from, to) {
        (None, None) => Err(malformed()),
        (Some(from), Some(to)) if from > to => {
            let message = format!("nothing is within `{text}`");
            Err((message, format!("write `{to}..={from}`")))
        }
        bounds => Ok(bounds),
    }
}
