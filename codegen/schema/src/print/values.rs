//! `normalize` and `validate`.

use super::tree::{Entries, Tree};
use crate::ir::{Normalize, ValueCheck, ValueRule};

pub(crate) fn add(map: &mut Entries, rule: &ValueRule) {
    let ValueRule {
        column: _,
        normalize,
        checks,
    } = rule;
    map.filled("normalize", one_or_list(normalize.iter().map(normalizer)));
    map.filled("validate", one_or_list(checks.iter().map(check)));
}

fn one_or_list(words: impl Iterator<Item = String>) -> Tree {
    let words: Vec<String> = words.collect();
    match &words[..] {
        [only] => Tree::text(only),
        _ => Tree::texts(words),
    }
}

fn normalizer(normalize: &Normalize) -> String {
    match normalize {
        Normalize::Trim => "trim".into(),
        Normalize::Lower => "lower".into(),
        Normalize::Upper => "upper".into(),
        Normalize::CollapseSpaces => "collapse_spaces".into(),
        Normalize::Rust(path) => path.clone(),
    }
}

fn check(check: &ValueCheck) -> String {
    match check {
        ValueCheck::NotBlank => "not_blank".into(),
        ValueCheck::Length(from, to) => format!("length({})", bounds(*from, *to)),
        ValueCheck::Range(from, to) => format!("range({})", bounds(*from, *to)),
        ValueCheck::Rust(path) => path.clone(),
    }
}

fn bounds(from: Option<i64>, to: Option<i64>) -> String {
    let from = from.map(|n| n.to_string()).unwrap_or_default();
    let to = to.map(|n| format!("={n}")).unwrap_or_default();
    format!("{from}..{to}")
}
