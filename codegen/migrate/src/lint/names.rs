//! Names: what running programs know, and what is awkward to write.

use super::case::Case;
use super::rule::Check::{Any, Old};
use super::rule::Severity::{Note, Warning};
use super::rule::{ALL, POSTGRES, Rule, SERVERS};
use super::statement::{Clause, Statement, What};

/// Words that must stand in quotes on some engine, and make tempting names.
const RESERVED: &[&str] = &[
    "all",
    "analyze",
    "and",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "check",
    "column",
    "constraint",
    "create",
    "cross",
    "default",
    "delete",
    "desc",
    "distinct",
    "drop",
    "else",
    "end",
    "except",
    "exists",
    "false",
    "for",
    "foreign",
    "from",
    "grant",
    "group",
    "having",
    "in",
    "index",
    "insert",
    "interval",
    "into",
    "is",
    "join",
    "key",
    "keys",
    "left",
    "like",
    "limit",
    "natural",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "primary",
    "rank",
    "references",
    "right",
    "row",
    "rows",
    "select",
    "set",
    "system",
    "table",
    "then",
    "to",
    "trigger",
    "true",
    "union",
    "unique",
    "update",
    "user",
    "using",
    "values",
    "when",
    "where",
    "window",
    "with",
];

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "rename-table-breaks-running-code",
        Warning,
        ALL,
        Old(table),
        [
            "a table is renamed",
            "programs that run ask for the old name until they are replaced",
            "`ormolu migrate diff --expand-contract`: a view has the old name for a release",
        ],
    ),
    Rule::new(
        "rename-column-breaks-running-code",
        Warning,
        ALL,
        Old(column),
        [
            "a column is renamed",
            "programs that run ask for the old name until they are replaced",
            "`column:` in the schema gives the field another name; or `ormolu migrate diff --expand-contract`",
        ],
    ),
    Rule::new(
        "rename-value-breaks-running-code",
        Warning,
        POSTGRES,
        Any(value),
        [
            "a value of an enum is renamed",
            "programs that run write and expect the old one",
            "add the new value, switch the program, change the rows",
        ],
    ),
    Rule::new(
        "identifier-needs-quotes",
        Note,
        ALL,
        Any(quotes),
        [
            "a new name that is a keyword, or has capitals or blanks",
            "every query by hand must put it into quotes",
            "small letters, digits and `_`, and no keyword",
        ],
    ),
    Rule::new(
        "identifier-too-long",
        Warning,
        SERVERS,
        Any(long),
        [
            "a name of more than 63 bytes (PostgreSQL) or 64 characters (MySQL, MariaDB)",
            "PostgreSQL cuts it without a word, the others refuse it",
            "a shorter name",
        ],
    ),
];

fn table(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    // A table that somebody makes room for keeps its name.
    (clause.what == What::RenameTable && !case.creates(&clause.table) && !case.waits())
        .then(|| format!("`{}` is `{}` from now on", clause.table, clause.name))
}

fn column(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let new = clause.new_name();
    (clause.what == What::RenameColumn && !case.waits())
        .then(|| format!("`{}.{}` is `{new}` from now on", clause.table, clause.name))
}

fn value(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::AlterType && clause.begins("rename value")).then(|| {
        format!(
            "a value of `{}` is called otherwise from now on",
            clause.name
        )
    })
}

/// The name that a clause brings.
fn brought(clause: &Clause) -> Option<&str> {
    match clause.what {
        What::CreateTable => Some(&clause.table),
        What::AddColumn | What::AddConstraint | What::CreateIndex | What::RenameTable => {
            Some(&clause.name)
        }
        _ => None,
    }
}

fn quotes(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let name = brought(clause).filter(|name| !name.is_empty())?;
    let plain = |c: char| {
        // Only PostgreSQL takes names without quotes for small letters.
        c == '_' || c.is_ascii_alphanumeric() && !(case.is_postgres() && c.is_ascii_uppercase())
    };
    let digit = name.starts_with(|c: char| c.is_ascii_digit());
    (digit || !name.chars().all(plain) || RESERVED.contains(&name))
        .then(|| format!("`{name}` must stand in quotes"))
}

fn long(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let name = brought(clause)?;
    let long = case.file.dialect.too_long(name)?;
    let (length, unit) = (long.length, long.unit);
    Some(format!("`{name}` has {length} {unit}"))
}
