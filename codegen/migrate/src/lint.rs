//! What is dangerous about the SQL of a migration: locks, rewrites, lost data, running programs.
//!
//! A file is read as statements of clauses, and each [`Rule`] looks at one of them or
//! at the whole file. Nothing is run, and what a rule does not understand it says nothing about.

mod allow;
mod case;
mod locks;
mod loss;
mod mark;
mod mysql;
mod names;
mod postgres;
mod rewrites;
mod rule;
mod shape;
mod sqlite;
mod statement;
pub(crate) mod token;

use ormolu_schema::ir::{Dialect, Schema};

use self::case::{Case, Hit};
pub use self::rule::{Rule, Severity, rule, rules};

/// The SQL of one way of a migration on one engine.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its text.
    pub sql: &'a str,
    /// The engine.
    pub dialect: Dialect,
    /// Whether it takes the migration back.
    pub down: bool,
    /// Whether the migration can be taken back, or says why not.
    pub way_back: bool,
    /// The schema that it starts from, where it is known. Without it, rules that need types or
    /// keys of tables say nothing.
    pub before: Option<&'a Schema>,
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// What was found, with the names of what it is about.
    pub message: String,
}

/// Looks at a file, with the comments `-- ormolu:allow rule: reason` in it.
///
/// ```
/// use ormolu_migrate::lint::{File, lint};
/// use ormolu_schema::ir::Dialect;
///
/// let found = lint(&File {
///     sql: "CREATE INDEX ix_users_email ON users (email);",
///     dialect: Dialect::Postgres,
///     down: false,
///     way_back: true,
///     before: None,
/// });
/// assert_eq!(found[0].rule.id, "index-not-concurrent");
/// ```
#[must_use]
pub fn lint(file: &File<'_>) -> Vec<Finding> {
    let case = Case::read(file);
    let mut hits: Vec<(&'static Rule, Hit)> = Vec::new();
    for rule in rules().filter(|rule| rule.holds(file)) {
        hits.extend(rule.hits(&case).into_iter().map(|hit| (rule, hit)));
    }
    let hits = allow::apply(&case, hits);
    let mut findings: Vec<Finding> = hits
        .into_iter()
        .map(|(rule, hit)| {
            let (line, column) = case.place(hit.at);
            Finding {
                rule,
                line,
                column,
                message: hit.message,
            }
        })
        .collect();
    findings.sort_by_key(|finding| (finding.line, finding.column, finding.rule.id));
    findings.dedup();
    findings
}
