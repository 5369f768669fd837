//! `-- ormolu:allow rule: reason`, on the line before a statement or in its line.

use super::case::{Case, Hit};
use super::mark::{Mark, marks};
use super::rule::Check::Comments;
use super::rule::Severity::{Note, Warning};
use super::rule::{ALL, Rule, rule};

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
    let comments =
        marks(case.file.sql).filter(|mark| mark.word == "allow" && mark.is_comment(case));
    let allow = |mark: Mark<'_>| {
        let (ids, reason) = mark.said.split_once(':').unwrap_or((mark.said, ""));
        let blank = |line: &str| line.trim().is_empty();
        let own = masked.get(mark.line).is_some_and(|line| !blank(line));
        let mut rest = masked.iter().skip(mark.line + 1);
        let next = rest.position(|line| !blank(line));
        Allow {
            at: mark.at,
            ids: ids
                .split(',')
                .map(|id| id.trim().to_owned())
                .filter(|id| !id.is_empty())
                .collect(),
            reason: !reason.trim().is_empty(),
            line: match (own, next) {
                (true, _) => mark.line + 1,
                (false, Some(more)) => mark.line + more + 2,
                (false, None) => 1,
            },
            used: false,
        }
    };
    comments.map(allow).collect()
}
