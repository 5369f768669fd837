//! What a rule is, and all of them.

use std::fmt;

use ormolu_schema::ir::Dialect;

use super::case::{Case, Hit};
use super::statement::{Clause, Statement};
use super::{File, allow, locks, loss, mark, mysql, names, postgres, rewrites, shape, sqlite};

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which never changes.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// The engines that it holds for.
    pub engines: &'static [Dialect],
    /// What it finds, in a few words.
    pub finds: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// The safe form.
    pub instead: &'static str,
    pub(super) ways: Ways,
    pub(super) check: Check,
}

/// Two rules are one if their names are.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It fails, or does what nobody wants.
    Error,
    /// It may lock, lose or break something.
    Warning,
    /// Good to know.
    Note,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

/// Which files a rule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ways {
    Up,
    Down,
    Both,
}

/// How a rule looks.
#[derive(Clone, Copy, Debug)]
pub(super) enum Check {
    /// At each clause.
    Any(fn(&Case<'_>, &Statement, &Clause) -> Option<String>),
    /// At each clause about a table that was there before.
    Old(fn(&Case<'_>, &Statement, &Clause) -> Option<String>),
    /// At the whole file.
    File(fn(&Case<'_>) -> Vec<Hit>),
    /// Comments that allow are looked at when all others are through.
    Comments,
}

pub(super) const ALL: &[Dialect] = &Dialect::ALL;
pub(super) const POSTGRES: &[Dialect] = &[Dialect::Postgres];
pub(super) const SQLITE: &[Dialect] = &[Dialect::Sqlite];
/// Those whose DDL can be taken back.
pub(super) const TRANSACTIONAL: &[Dialect] = &[Dialect::Sqlite, Dialect::Postgres];
pub(super) const MYSQL: &[Dialect] = &[Dialect::Mysql, Dialect::Mariadb];
pub(super) const SERVERS: &[Dialect] = &[Dialect::Postgres, Dialect::Mysql, Dialect::Mariadb];

impl Rule {
    /// A rule for both ways.
    pub(super) const fn new(
        id: &'static str,
        severity: Severity,
        engines: &'static [Dialect],
        check: Check,
        [finds, why, instead]: [&'static str; 3],
    ) -> Self {
        Rule {
            id,
            severity,
            engines,
            finds,
            why,
            instead,
            ways: Ways::Both,
            check,
        }
    }

    /// Of the way up only.
    pub(super) const fn up(mut self) -> Self {
        self.ways = Ways::Up;
        self
    }

    /// Of the way back only.
    pub(super) const fn down(mut self) -> Self {
        self.ways = Ways::Down;
        self
    }

    pub(super) fn holds(&self, file: &File<'_>) -> bool {
        let way = match self.ways {
            Ways::Up => !file.down,
            Ways::Down => file.down,
            Ways::Both => true,
        };
        way && self.engines.contains(&file.dialect)
    }

    pub(super) fn hits(&self, case: &Case<'_>) -> Vec<Hit> {
        let each = |check: fn(&Case<'_>, &Statement, &Clause) -> Option<String>, old: bool| {
            case.clauses()
                .filter(|(_, clause)| !old || !case.creates(&clause.table))
                .filter_map(|(statement, clause)| {
                    check(case, statement, clause).map(|message| Hit::new(clause.at, message))
                })
                .collect()
        };
        match self.check {
            Check::Any(check) => each(check, false),
            Check::Old(check) => each(check, true),
            Check::File(check) => check(case),
            Check::Comments => Vec::new(),
        }
    }
}

/// All rules, in the order of their documentation.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        locks::RULES,
        rewrites::RULES,
        loss::RULES,
        names::RULES,
        shape::RULES,
        postgres::RULES,
        mysql::RULES,
        sqlite::RULES,
        mark::RULES,
        allow::RULES,
    ]
    .into_iter()
    .flatten()
}

/// The rule of this name.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.id == id)
}
