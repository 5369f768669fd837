//! What keeps others from a table while it runs.

use super::case::{Case, Hit, same};
use super::rule::Check::{Any, File, Old};
use super::rule::Severity::{Error, Note, Warning};
use super::rule::{ALL, MYSQL, POSTGRES, Rule, SERVERS};
use super::statement::{Clause, Statement, What, begins};
use super::token::Token;

/// So many tables may be locked in one transaction.
const TABLES: usize = 3;

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "index-not-concurrent",
        Warning,
        POSTGRES,
        Old(index),
        [
            "`CREATE INDEX` on a table with rows",
            "writes to the table wait until the index is built",
            "`CREATE INDEX CONCURRENTLY` after `-- ormolu:step transaction=false`",
        ],
    ),
    Rule::new(
        "index-drop-not-concurrent",
        Warning,
        POSTGRES,
        Any(drop_index),
        [
            "`DROP INDEX`",
            "it locks the table against reading, and waits for every query on it",
            "`DROP INDEX CONCURRENTLY` after `-- ormolu:step transaction=false`",
        ],
    ),
    Rule::new(
        "concurrent-in-transaction",
        Error,
        POSTGRES,
        Any(concurrent),
        [
            "`CONCURRENTLY` in a transaction",
            "the server refuses it",
            "`-- ormolu:step transaction=false` before it",
        ],
    ),
    Rule::new(
        "foreign-key-validates",
        Warning,
        POSTGRES,
        Old(foreign_key),
        [
            "a foreign key on a table with rows",
            "all rows are read while both tables are locked against writing",
            "`ADD CONSTRAINT .. NOT VALID`, and `VALIDATE CONSTRAINT` in a migration of its own",
        ],
    ),
    Rule::new(
        "check-validates",
        Warning,
        POSTGRES,
        Old(check),
        [
            "a check on a table with rows",
            "all rows are read while the table is locked",
            "`ADD CONSTRAINT .. NOT VALID`, and `VALIDATE CONSTRAINT` in a migration of its own",
        ],
    ),
    Rule::new(
        "validate-in-same-transaction",
        Warning,
        POSTGRES,
        File(validates),
        [
            "`NOT VALID` and `VALIDATE CONSTRAINT` in one transaction",
            "the lock of the first is held while the second reads all rows",
            "`VALIDATE CONSTRAINT` in a migration of its own",
        ],
    ),
    Rule::new(
        "unique-without-index",
        Warning,
        POSTGRES,
        Old(unique_constraint),
        [
            "a unique or primary key constraint that builds its index",
            "nobody can read or write the table meanwhile",
            "`CREATE UNIQUE INDEX CONCURRENTLY`, then `ADD CONSTRAINT .. UNIQUE USING INDEX`",
        ],
    ),
    Rule::new(
        "unique-scans-existing-data",
        Note,
        ALL,
        Old(unique),
        [
            "a unique index or constraint on a table with rows",
            "it fails if two rows are equal, maybe only in production",
            "look for equal rows first, and decide in a data migration what becomes of them",
        ],
    ),
    Rule::new(
        "set-not-null-scan",
        Warning,
        POSTGRES,
        Old(set_not_null),
        [
            "`SET NOT NULL` on a table with rows",
            "all rows are read while nobody can read or write the table",
            "a check `(column IS NOT NULL) NOT VALID`, validated later; then `SET NOT NULL` reads no row",
        ],
    ),
    Rule::new(
        "explicit-lock",
        Warning,
        SERVERS,
        Any(lock),
        [
            "`LOCK TABLE`",
            "everybody waits until the end of the transaction",
            "let statements take the locks that they need",
        ],
    ),
    Rule::new(
        "long-transaction",
        Warning,
        POSTGRES,
        File(long),
        [
            "one transaction that locks many tables",
            "all of them stay locked to its end, and programs that lock them in another order deadlock",
            "several migrations",
        ],
    ),
    Rule::new(
        "missing-lock-timeout",
        Note,
        POSTGRES,
        File(timeout),
        [
            "a table is locked and `lock_timeout` is not set",
            "while it waits for a long query, every other query queues up behind it",
            "`SET LOCAL lock_timeout = '5s'` first, or `ormolu migrate up --lock-timeout 5`",
        ],
    ),
    Rule::new(
        "rewriting-maintenance",
        Warning,
        POSTGRES,
        Any(maintenance),
        [
            "`VACUUM FULL` or `CLUSTER`",
            "nobody can read or write the table while it is written anew",
            "plain `VACUUM`, outside of migrations",
        ],
    ),
    Rule::new(
        "reindex-locks",
        Warning,
        POSTGRES,
        Any(reindex),
        [
            "`REINDEX` without `CONCURRENTLY`",
            "writes wait until the index is built",
            "`REINDEX .. CONCURRENTLY` after `-- ormolu:step transaction=false`",
        ],
    ),
    Rule::new(
        "refresh-locks",
        Warning,
        POSTGRES,
        Any(refresh),
        [
            "`REFRESH MATERIALIZED VIEW` without `CONCURRENTLY`",
            "nobody can read the view meanwhile",
            "`REFRESH MATERIALIZED VIEW CONCURRENTLY`, with a unique index on the view",
        ],
    ),
    Rule::new(
        "attach-partition-scans",
        Note,
        POSTGRES,
        Any(attach),
        [
            "`ATTACH PARTITION`",
            "all rows of the partition are read while it is locked",
            "a validated check with the bounds of the partition before",
        ],
    ),
    Rule::new(
        "mysql-algorithm-copy",
        Warning,
        MYSQL,
        Any(copy),
        [
            "`ALGORITHM=COPY` or `LOCK=EXCLUSIVE`",
            "the table is copied, and writes wait",
            "`ALGORITHM=INPLACE, LOCK=NONE`, which fails at once where it cannot be",
        ],
    ),
];

fn mentions(statement: &Statement, word: &str) -> bool {
    statement.tokens.iter().any(|token| token.is(word))
}

fn index(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::CreateIndex && !mentions(statement, "concurrently")).then(|| {
        format!(
            "{} locks `{}` against writing",
            clause.called("index"),
            clause.table
        )
    })
}

fn drop_index(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::DropIndex && !mentions(statement, "concurrently"))
        .then(|| format!("dropping index `{}` locks its table", clause.name))
}

fn concurrent(case: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let index = matches!(clause.what, What::CreateIndex | What::DropIndex)
        || begins(&statement.tokens, "reindex")
        || clause.has("detach partition");
    (index && mentions(statement, "concurrently") && case.in_transaction(statement))
        .then(|| "`CONCURRENTLY` is refused in a transaction".to_owned())
}

fn is_valid_at_once(clause: &Clause) -> bool {
    clause.what == What::AddConstraint && !clause.has("not valid")
}

fn foreign_key(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (is_valid_at_once(clause) && clause.begins("foreign key")).then(|| {
        format!(
            "{} reads all rows of `{}`",
            clause.called("foreign key"),
            clause.table
        )
    })
}

fn check(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (is_valid_at_once(clause) && clause.begins("check")).then(|| {
        format!(
            "{} reads all rows of `{}`",
            clause.called("check"),
            clause.table
        )
    })
}

fn validates(case: &Case<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for transaction in case.transactions() {
        let mut unproven = Vec::new();
        for clause in transaction.iter().flat_map(|s| &s.clauses) {
            if clause.what == What::AddConstraint && clause.has("not valid") {
                unproven.push(clause.name.as_str());
            }
            let name = clause.rest.get(2).map_or("", |token| token.text.as_str());
            if clause.begins("validate constraint") && unproven.contains(&name) {
                let message = format!("`{name}` of `{}` is validated under its lock", clause.table);
                hits.push(Hit::new(clause.at, message));
            }
        }
    }
    hits
}

fn is_unique(clause: &Clause) -> bool {
    clause.what == What::AddConstraint
        && (clause.begins("unique") || clause.begins("primary key"))
        && !clause.has("using index")
}

fn unique_constraint(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    is_unique(clause).then(|| {
        format!(
            "{} builds an index while `{}` is locked",
            clause.called("constraint"),
            clause.table
        )
    })
}

fn unique(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let index = clause.what == What::CreateIndex && begins(&statement.tokens, "create unique");
    (index || is_unique(clause)).then(|| {
        format!(
            "{} fails where rows of `{}` are equal",
            clause.called(if index { "index" } else { "constraint" }),
            clause.table
        )
    })
}

fn set_not_null(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::AlterColumn && clause.begins("set not null") && !is_proven(case, clause))
        .then(|| {
            let (table, name) = (&clause.table, &clause.name);
            format!("`{table}.{name}` is read through under a lock")
        })
}

/// Whether a check that is held against all rows later says that the column is there.
fn is_proven(case: &Case<'_>, column: &Clause) -> bool {
    case.clauses().any(|(_, clause)| {
        let names = |run: &[Token]| {
            same(&run[0].text, &column.name)
                && run[1].is("is")
                && run[2].is("not")
                && run[3].is("null")
        };
        clause.what == What::AddConstraint
            && same(&clause.table, &column.table)
            && clause.has("not valid")
            && clause.rest.windows(4).any(names)
    })
}

fn lock(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let locks = begins(&statement.tokens, "lock");
    locks.then(|| "tables are locked to the end of the transaction".to_owned())
}

/// The table that a clause locks on PostgreSQL, if it was there before.
fn locked<'c>(case: &Case<'_>, clause: &'c Clause) -> Option<&'c str> {
    let rows = matches!(clause.what, What::Insert | What::Update | What::Delete);
    (!clause.table.is_empty() && !rows && !case.creates(&clause.table))
        .then_some(clause.table.as_str())
}

fn long(case: &Case<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for transaction in case.transactions() {
        let mut tables: Vec<&str> = Vec::new();
        for clause in transaction.iter().flat_map(|s| &s.clauses) {
            let Some(table) = locked(case, clause).filter(|table| !tables.contains(table)) else {
                continue;
            };
            tables.push(table);
            if tables.len() == TABLES + 1 {
                let names = tables.join("`, `");
                let message = format!("`{names}` are locked together");
                hits.push(Hit::new(clause.at, message));
            }
        }
    }
    hits
}

fn timeout(case: &Case<'_>) -> Vec<Hit> {
    let sets = |s: &Statement| {
        begins(&s.tokens, "set") && s.tokens.iter().any(|token| token.is("lock_timeout"))
    };
    for (statement, clause) in case.clauses() {
        if sets(statement) {
            return Vec::new();
        }
        let concurrent = mentions(statement, "concurrently");
        if let Some(table) = locked(case, clause).filter(|_| !concurrent) {
            let message = format!("`{table}` is waited for without a limit");
            return vec![Hit::new(clause.at, message)];
        }
    }
    Vec::new()
}

fn maintenance(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let full = begins(&statement.tokens, "vacuum") && mentions(statement, "full");
    (full || begins(&statement.tokens, "cluster"))
        .then(|| "this writes the table anew under a lock".to_owned())
}

fn reindex(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    (begins(&statement.tokens, "reindex") && !mentions(statement, "concurrently"))
        .then(|| "`REINDEX` locks against writing".to_owned())
}

fn refresh(_: &Case<'_>, statement: &Statement, _: &Clause) -> Option<String> {
    let refreshes = begins(&statement.tokens, "refresh materialized view");
    (refreshes && !mentions(statement, "concurrently"))
        .then(|| "the view cannot be read meanwhile".to_owned())
}

fn attach(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    clause.begins("attach partition").then(|| {
        format!(
            "all rows of the new partition of `{}` are read",
            clause.table
        )
    })
}

fn copy(_: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    let is = |key: &str, value: &str| {
        statement
            .tokens
            .windows(3)
            .any(|run| run[0].is(key) && (run[1].is(value) || run[1].is("=") && run[2].is(value)))
    };
    (is("algorithm", "copy") || is("lock", "exclusive"))
        .then(|| format!("`{}` is copied, and writes wait", clause.table))
}
