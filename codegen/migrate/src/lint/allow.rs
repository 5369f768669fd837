//! `-- ormolu:allow rule: reason`, on the line before a statement or in its line.

use super::case::{Case, Hit};
use super::rule::Check::Comments;
use super::rule::Severity::{Note, Warning};
use super::rule::{ALL, Rule, rule};

const MARK: &str = "-- ormolu:allow";

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "allow-without-reason",
        Warning,
        ALL,
        Comments,
        [
            "`ormolu:allow` without a reason",
            "the next reader cannot know whether the reason still holds",
            "`-- ormolu:allow rule: why it is fine here`",
        ],
    ),
    Rule::new(
        "allow-unknown-rule",
        Warning,
        ALL,
        Comments,
        [
            "`ormolu:allow` of a rule that there is not",
            "it allows nothing",
            "a name that `ormolu migrate lint --rules` lists",
        ],
    ),
    Rule::new(
        "allow-unused",
        Note,
        ALL,
        Comments,
        [
            "`ormolu:allow` where nothing is found",
            "it would hide what comes later",
            "take the comment away",
        ],
    ),
];

/// A comment that allows.
struct Allow {
    at: usize,
    ids: Vec<String>,
    reason: bool,
    /// The line whose findings it allows.
    line: usize,
    used: bool,
}

/// Takes away what comments allow, and adds what is wrong with the comments.
pub(super) fn apply(case: &Case<'_>, hits: Vec<(&'static Rule, Hit)>) -> Vec<(&'static Rule, Hit)> {
    let mut allows = allows(case);
    if allows.is_empty() {
        return hits;
    }
    let mut kept: Vec<(&'static Rule, Hit)> = hits
        .into_iter()
        .filter(|(rule, hit)| {
            let lines = lines(case, hit.at);
            let mut allowed = false;
            for allow in &mut allows {
                if lines.contains(&allow.line) && allow.ids.iter().any(|id| id == rule.id) {
                    allow.used = true;
                    allowed |= allow.reason;
                }
            }
            !allowed
        })
        .collect();
    let mut add = |id: &str, at: usize, message: String| {
        if let Some(rule) = rule(id) {
            kept.push((rule, Hit::new(at, message)));
        }
    };
    for allow in &allows {
        let names = allow.ids.join(", ");
        let unknown: Vec<&String> = allow.ids.iter().filter(|id| rule(id).is_none()).collect();
        for id in &unknown {
            add(
                "allow-unknown-rule",
                allow.at,
                format!("there is no rule `{id}`"),
            );
        }
        if !allow.reason {
            add(
                "allow-without-reason",
                allow.at,
                format!("this allows `{names}` without a reason, and so it does not count"),
            );
        } else if !allow.used && unknown.is_empty() {
            add(
                "allow-unused",
                allow.at,
                format!("nothing here is `{names}`"),
            );
        }
    }
    kept
}

/// The lines in which a comment that allows a finding may be meant: its own, and the first of its
/// statement.
fn lines(case: &Case<'_>, at: usize) -> Vec<usize> {
    let statement = case.statements.iter().rev().find(|s| s.at <= at);
    let first = statement.map_or(at, |statement| statement.at);
    vec![case.place(at).0, case.place(first).0]
}

fn allows(case: &Case<'_>) -> Vec<Allow> {
    let masked: Vec<&str> = case.masked.split('\n').collect();
    let mut allows = Vec::new();
    let mut start = 0;
    for (nth, line) in case.file.sql.split_inclusive('\n').enumerate() {
        let at = line.find(MARK);
        // In a string, the mark is no comment, and not blank.
        let comment = |at: &usize| !case.masked[start + at..].starts_with(MARK);
        if let Some(at) = at.filter(comment) {
            let said = line[at + MARK.len()..].trim();
            let (ids, reason) = said.split_once(':').unwrap_or((said, ""));
            let blank = |line: &str| line.trim().is_empty();
            let own = masked.get(nth).is_some_and(|line| !blank(line));
            let next = masked.iter().skip(nth + 1).position(|line| !blank(line));
            allows.push(Allow {
                at: start + at,
                ids: ids
                    .split(',')
                    .map(|id| id.trim().to_owned())
                    .filter(|id| !id.is_empty())
                    .collect(),
                reason: !reason.trim().is_empty(),
                line: match (own, next) {
                    (true, _) => nth + 1,
                    (false, Some(more)) => nth + more + 2,
                    (false, None) => 1,
                },
                used: false,
            });
        }
        start += line.len();
    }
    allows
}
