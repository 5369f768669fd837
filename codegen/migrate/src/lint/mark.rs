//! Comments that say something: `-- ormolu:step`, `-- ormolu:wait`, `-- ormolu:allow`.

use super::case::{Case, Hit};
use super::rule::Check::File;
use super::rule::Severity::Error;
use super::rule::{ALL, Rule};

pub(super) const RULES: &[Rule] = &[Rule::new(
    "unknown-mark",
    Error,
    ALL,
    File(unknown),
    [
        "a comment `-- ormolu:..` that there is not, or not there",
        "it says nothing, and the runner refuses it at the beginning of a line",
        "a line `-- ormolu:step`, a line `-- ormolu:wait`, or `-- ormolu:allow`",
    ],
)];

/// A comment that begins with `ormolu:`.
pub(super) struct Mark<'a> {
    /// Where its `--` is.
    pub(super) at: usize,
    /// How many lines are before it.
    pub(super) line: usize,
    /// Whether nothing stands before it in its line.
    pub(super) alone: bool,
    pub(super) word: &'a str,
    /// What stands behind the word.
    pub(super) said: &'a str,
}

/// All of them, and texts that look like one.
pub(super) fn marks(sql: &str) -> impl Iterator<Item = Mark<'_>> {
    let mut start = 0;
    sql.split_inclusive('\n')
        .enumerate()
        .flat_map(move |(nth, line)| {
            let from = start;
            start += line.len();
            let found = line.match_indices("ormolu:");
            found.filter_map(move |(at, mark)| {
                let before = line[..at].trim_end().strip_suffix("--")?;
                let said = line[at + mark.len()..].trim_end();
                let ends = |c: char| c.is_whitespace() || c == ':';
                let (word, said) = said.split_at(said.find(ends).unwrap_or(said.len()));
                Some(Mark {
                    at: from + before.len(),
                    line: nth,
                    alone: before.trim().is_empty(),
                    word,
                    said,
                })
            })
        })
}

impl Mark<'_> {
    /// In a string, it is no comment, and not blank.
    pub(super) fn is_comment(&self, case: &Case<'_>) -> bool {
        !case.masked[self.at..].starts_with("--")
    }
}

fn unknown(case: &Case<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for mark in marks(case.file.sql) {
        let message = match mark.word {
            "allow" => continue,
            "step" | "wait" if mark.alone => continue,
            "step" | "wait" => format!("`-- ormolu:{}` is no line of its own", mark.word),
            word => format!("`-- ormolu:{word}` is none"),
        };
        // The runner knows them by their lines.
        if mark.alone || mark.is_comment(case) {
            hits.push(Hit::new(mark.at, message));
        }
    }
    hits
}
