//! MySQL and MariaDB.

use super::case::{Case, Hit};
use super::rule::Check::{Any, File, Old};
use super::rule::Severity::{Note, Warning};
use super::rule::{MYSQL, Rule};
use super::statement::{Clause, Statement, What, begins};
use super::token::Kind;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "mysql-ddl-commits",
        Note,
        MYSQL,
        File(mixed),
        [
            "tables and rows change in one file",
            "each DDL statement commits, so an error leaves the first half",
            "a migration for the tables and one for the rows",
        ],
    ),
    Rule::new(
        "mysql-constraint-copies",
        Warning,
        MYSQL,
        Old(constraint),
        [
            "a foreign key or a check on a table with rows",
            "the table is copied, and writes wait",
            "a time when few write, or a program that copies the table while others write",
        ],
    ),
    Rule::new(
        "mysql-index-prefix",
        Warning,
        MYSQL,
        Any(prefix),
        [
            "a unique index on the first characters of a column",
            "values that differ only behind them are refused",
            "the whole column, or a unique index on a hash of it",
        ],
    ),
    Rule::new(
        "mysql-utf8mb3",
        Warning,
        MYSQL,
        Any(utf8),
        [
            "character set `utf8`, `utf8mb3` or `latin1`",
            "emoji and many characters cannot be stored",
            "`utf8mb4`",
        ],
    ),
    Rule::new(
        "mysql-engine",
        Warning,
        MYSQL,
        Any(engine),
        [
            "an engine without transactions: `MyISAM`, `Aria`, `MEMORY`, `CSV`",
            "nothing is rolled back, and foreign keys are ignored",
            "`InnoDB`",
        ],
    ),
    Rule::new(
        "mysql-foreign-key-inline",
        Warning,
        MYSQL,
        Any(inline),
        [
            "`REFERENCES` behind a column",
            "MySQL before 9.0 reads it and makes no foreign key",
            "`FOREIGN KEY (column) REFERENCES ..` as a constraint of the table",
        ],
    ),
];

fn mixed(case: &Case<'_>) -> Vec<Hit> {
    let rows = |s: &Statement| {
        let what = s.clauses.first().map(|clause| clause.what);
        matches!(what, Some(What::Insert | What::Update | What::Delete))
    };
    let ddl = |s: &Statement| {
        ["create", "alter", "drop", "rename", "truncate"]
            .iter()
            .any(|word| begins(&s.tokens, word))
    };
    let first = case.statements.iter().find(|s| rows(s));
    match first.filter(|_| case.statements.iter().any(ddl)) {
        Some(statement) => vec![Hit::new(
            statement.at,
            "rows change in a file whose tables change: no error takes both back",
        )],
        None => Vec::new(),
    }
}

/// A foreign key is added in place only while none is checked; a check never is.
fn constraint(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let what = match clause.begins("check") {
        true => "check",
        false => "foreign key",
    };
    let adds = clause.what == What::AddConstraint && clause.begins(what);
    // Where that cannot be, the engine refuses it.
    let in_place = says(statement, &["algorithm"], &["inplace", "nocopy", "instant"]);
    (adds && !in_place).then(|| {
        let called = clause.called(what);
        format!("`{}` is copied for {called}, and writes wait", clause.table)
    })
}

fn prefix(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let index = clause.what == What::CreateIndex && begins(&statement.tokens, "create unique");
    let constraint = clause.what == What::AddConstraint && clause.begins("unique");
    let cut = clause.rest.windows(4).any(|run| {
        run[0].is_name()
            && run[0].depth > clause.rest[0].depth
            && run[1].is("(")
            && run[2].kind == Kind::Number
            && run[3].is(")")
    });
    ((index || constraint) && cut)
        .then(|| format!("`{}` compares the first characters only", clause.table))
}

/// Whether one of these words follows a key, with `=` or without.
fn says(statement: &Statement, keys: &[&str], values: &[&str]) -> bool {
    statement.tokens.windows(3).any(|run| {
        let value = if run[1].is("=") { &run[2] } else { &run[1] };
        let is = |word: &&str| value.text.eq_ignore_ascii_case(word);
        keys.iter().any(|key| run[0].is(key)) && values.iter().any(is)
    })
}

/// Whether it is the first clause of its statement: options are those of the whole.
fn first(statement: &Statement, clause: &Clause) -> bool {
    statement
        .clauses
        .first()
        .is_some_and(|first| first.at == clause.at)
}

fn utf8(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let old = ["utf8", "utf8mb3", "latin1"];
    // A set of tokens that ends with the value has no third one.
    let ends = statement
        .tokens
        .last()
        .is_some_and(|token| old.contains(&token.text.as_str()))
        && statement
            .tokens
            .iter()
            .rev()
            .take(3)
            .any(|token| token.is("set") || token.is("charset"));
    (first(statement, clause) && (ends || says(statement, &["charset", "set"], &old)))
        .then(|| format!("text of `{}` cannot hold all characters", clause.table))
}

fn engine(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let old = ["myisam", "aria", "memory", "csv", "heap"];
    (first(statement, clause) && says(statement, &["engine"], &old))
        .then(|| format!("`{}` has no transactions", clause.table))
}

fn inline(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let mysql = case.file.dialect == ormolu_schema::ir::Dialect::Mysql;
    (mysql && clause.what == What::AddColumn && clause.has("references"))
        .then(|| format!("`{}.{}` gets no foreign key", clause.table, clause.name))
}
