//! PostgreSQL, and transactions of all engines.

use super::case::{Case, Hit};
use super::rule::Check::{Any, File};
use super::rule::Severity::{Error, Note, Warning};
use super::rule::{ALL, POSTGRES, Rule, TRANSACTIONAL};
use super::statement::{Clause, Statement, What, begins};
use super::token::{Kind, Token};

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "unreadable",
        Error,
        ALL,
        File(unreadable),
        [
            "a quote or comment without an end",
            "the rest of the file is not what it seems",
            "close it",
        ],
    ),
    Rule::new(
        "begin-commit-in-file",
        Error,
        ALL,
        Any(transaction),
        [
            "`BEGIN`, `COMMIT` or `ROLLBACK`",
            "transactions are the runner's to say, which refuses the file",
            "`-- ormolu:step transaction=false` runs a step outside of a transaction",
        ],
    ),
    Rule::new(
        "refuses-transaction",
        Error,
        TRANSACTIONAL,
        Any(refuses),
        [
            "a statement that runs in no transaction: `VACUUM`, `CREATE DATABASE`, `ALTER SYSTEM`",
            "the engine refuses it",
            "`-- ormolu:step transaction=false` before it",
        ],
    ),
    Rule::new(
        "alter-type-add-value-in-transaction",
        Error,
        POSTGRES,
        File(add_value),
        [
            "a new enum value is used in the transaction that adds it",
            "the server refuses it",
            "`-- ormolu:step transaction=false` before `ADD VALUE`, and `-- ormolu:step` after it",
        ],
    ),
    Rule::new(
        "enum-order",
        Note,
        POSTGRES,
        Any(order),
        [
            "`ADD VALUE` without BEFORE or AFTER",
            "the value sorts behind all others, whatever the schema's order is",
            "`ADD VALUE 'new' AFTER 'old'`",
        ],
    ),
    Rule::new(
        "domain-validates",
        Warning,
        POSTGRES,
        Any(domain),
        [
            "a condition, or NOT NULL, of a domain that columns have",
            "each table with such a column is read, and writes to it wait",
            "`ADD CONSTRAINT .. NOT VALID`, and `VALIDATE CONSTRAINT` when few write",
        ],
    ),
    Rule::new(
        "set-search-path",
        Warning,
        POSTGRES,
        Any(search_path),
        [
            "`SET search_path`",
            "what follows, the record of migrations too, may land in another schema",
            "names with their schema, or `ormolu migrate up --schemas`",
        ],
    ),
    Rule::new(
        "grant-to-public",
        Warning,
        POSTGRES,
        Any(public),
        [
            "`GRANT .. TO PUBLIC`",
            "everybody who can connect may do it",
            "a role",
        ],
    ),
    Rule::new(
        "create-extension",
        Note,
        POSTGRES,
        Any(extension),
        [
            "`CREATE EXTENSION`",
            "it may need rights that the role of migrations does not have",
            "a hand that has them, before the migration; `IF NOT EXISTS` here",
        ],
    ),
    Rule::new(
        "if-not-exists-hides-drift",
        Note,
        ALL,
        Any(if_not_exists),
        [
            "`CREATE TABLE IF NOT EXISTS`",
            "a table that is there already may be another one, and nobody notices",
            "`CREATE TABLE`, which fails then",
        ],
    ),
];

fn unreadable(case: &Case<'_>) -> Vec<Hit> {
    let all = case.unclosed.iter();
    all.map(|(at, what)| Hit::new(*at, format!("this {what} does not end")))
        .collect()
}

fn transaction(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let all = [
        "begin",
        "commit",
        "rollback",
        "start transaction",
        "end",
        "abort",
        "prepare transaction",
        "savepoint",
        "release",
    ];
    let word = all.iter().find(|words| begins(&statement.tokens, words))?;
    Some(format!("`{}` is the runner's to say", word.to_uppercase()))
}

fn refuses(case: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let all = [
        "vacuum",
        "create database",
        "drop database",
        "create tablespace",
        "alter system",
    ];
    let words = all.iter().find(|words| begins(&statement.tokens, words))?;
    case.in_transaction(statement)
        .then(|| format!("`{}` runs in no transaction", words.to_uppercase()))
}

fn add_value(case: &Case<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for transaction in case.transactions() {
        let mut added: Vec<&str> = Vec::new();
        for statement in transaction {
            let adds = statement
                .clauses
                .iter()
                .find(|clause| clause.what == What::AlterType && clause.begins("add value"));
            if let Some(clause) = adds {
                let value = clause.rest.iter().find(|t| t.kind == Kind::Text);
                added.extend(value.map(|token| token.text.as_str()));
                continue;
            }
            let is_new = |t: &&Token| t.kind == Kind::Text && added.contains(&t.text.as_str());
            if let Some(token) = statement.tokens.iter().find(is_new) {
                let message = format!("value '{}' cannot be used yet", token.text);
                hits.push(Hit::new(statement.at, message));
            }
        }
    }
    hits
}

fn order(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::AlterType
        && clause.begins("add value")
        && !clause.has("after")
        && !clause.has("before"))
    .then(|| format!("the new value of `{}` sorts last", clause.name))
}

fn domain(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let tokens = &statement.tokens;
    let has = |words: &str| (0..tokens.len()).any(|at| begins(&tokens[at..], words));
    let looks = has("add") && has("check") && !has("not valid") || has("set not null");
    let name = tokens.get(2).map_or("", |token| token.text.as_str());
    (begins(tokens, "alter domain") && looks)
        .then(|| format!("every table with a column of `{name}` is read, and writes wait"))
}

fn search_path(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let names = statement
        .tokens
        .iter()
        .take(3)
        .any(|token| token.is("search_path"));
    (begins(&statement.tokens, "set") && names)
        .then(|| "what follows may land in another schema".to_owned())
}

fn public(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    (begins(&statement.tokens, "grant") && clause.has("to public"))
        .then(|| "everybody gets this right".to_owned())
}

fn extension(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    begins(&statement.tokens, "create extension")
        .then(|| "an extension may need rights of a superuser".to_owned())
}

fn if_not_exists(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let run = ["if", "not", "exists"];
    let says = statement
        .tokens
        .windows(3)
        .take(5)
        .any(|tokens| tokens.iter().zip(run).all(|(token, word)| token.is(word)));
    (clause.what == What::CreateTable && says).then(|| {
        format!(
            "a table `{}` that is there already stays as it is",
            clause.table
        )
    })
}
