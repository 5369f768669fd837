//! What writes a whole table anew.

use ormolu_schema::ir::Type;

use super::case::Case;
use super::rule::Check::Old;
use super::rule::Severity::{Error, Warning};
use super::rule::{ALL, MYSQL, POSTGRES, Rule, SERVERS};
use super::statement::{Clause, Statement, What};
use super::token::Token;
use crate::render::{convert, kept};

/// What makes another value at each call.
const VOLATILE: &[&str] = &[
    "random",
    "gen_random_uuid",
    "uuid_generate_v4",
    "clock_timestamp",
    "nextval",
    "timeofday",
];

pub(super) const RULES: &[Rule] = &[
    Rule::new(
        "type-change-rewrites",
        Warning,
        POSTGRES,
        Old(type_change),
        [
            "`ALTER COLUMN .. TYPE`",
            "the table and its indexes are written anew while nobody can read or write it",
            "`ormolu migrate diff --expand-contract`: a new column is filled in batches, and takes its place",
        ],
    ),
    Rule::new(
        "type-narrowing",
        Warning,
        SERVERS,
        Old(narrows),
        [
            "a type that holds less than before",
            "it fails at the first value that does not fit, or cuts it",
            "look for values that do not fit first",
        ],
    ),
    Rule::new(
        "volatile-default-rewrites",
        Warning,
        POSTGRES,
        Old(volatile),
        [
            "a new column whose default differs from row to row",
            "the table is written anew while nobody can read or write it",
            "add the column without default, set the default, fill the rows in batches",
        ],
    ),
    Rule::new(
        "stored-generated-rewrites",
        Warning,
        SERVERS,
        Old(stored),
        [
            "a new stored generated column",
            "the table is written anew",
            "an index on the expression, or a virtual column where the engine has them",
        ],
    ),
    Rule::new(
        "counted-column-rewrites",
        Warning,
        POSTGRES,
        Old(counted),
        [
            "a new `serial` or identity column on a table with rows",
            "the table is written anew while nobody can read or write it",
            "a nullable column that is filled in batches, and then the sequence",
        ],
    ),
    Rule::new(
        "storage-change-rewrites",
        Warning,
        POSTGRES,
        Old(storage),
        [
            "`SET LOGGED`, `UNLOGGED`, `TABLESPACE` or `ACCESS METHOD`",
            "the table is written anew while nobody can read or write it",
            "a time when nobody needs the table",
        ],
    ),
    Rule::new(
        "add-not-null-without-default",
        Error,
        ALL,
        Old(not_null),
        [
            "a new NOT NULL column without a default",
            "it fails where the table has rows; MySQL fills in a value that nobody chose",
            "a default, or a nullable column that is filled and then made NOT NULL",
        ],
    ),
    Rule::new(
        "mysql-type-change-copies",
        Warning,
        MYSQL,
        Old(modify),
        [
            "`MODIFY` or `CHANGE` with another type",
            "the table is copied, and writes wait",
            "`ormolu migrate diff --expand-contract`, or a tool that copies online",
        ],
    ),
    Rule::new(
        "mysql-enum-rewrites",
        Warning,
        MYSQL,
        Old(enumeration),
        [
            "an ENUM whose values are not the old ones with new ones behind them",
            "the table is copied, and rows with a value that is gone fail",
            "add new values at the end",
        ],
    ),
    Rule::new(
        "mysql-charset-conversion-rewrites",
        Warning,
        MYSQL,
        Old(charset),
        [
            "`CONVERT TO CHARACTER SET`",
            "the table is copied, writes wait, and TEXT columns may become larger types",
            "one table at a time, at a quiet hour or by a tool that copies online",
        ],
    ),
];

/// What stands behind `TYPE`, or behind the column's name in MySQL.
fn new_type(clause: &Clause) -> Option<&[Token]> {
    match clause.what {
        What::ModifyColumn => Some(&clause.rest),
        What::AlterColumn if clause.begins("type") => clause.rest.get(1..),
        What::AlterColumn if clause.begins("set data type") => clause.rest.get(3..),
        _ => None,
    }
}

/// The number in brackets behind a type.
fn length(tokens: &[Token]) -> Option<u32> {
    let open = tokens.iter().take(3).position(|token| token.is("("))?;
    tokens.get(open + 1)?.text.parse().ok()
}

/// The rank of a whole number's type.
fn integer(word: &str) -> Option<u8> {
    match word {
        "tinyint" => Some(1),
        "smallint" | "int2" => Some(2),
        "mediumint" => Some(3),
        "int" | "integer" | "int4" => Some(4),
        "bigint" | "int8" => Some(8),
        _ => None,
    }
}

fn was_integer(ty: &Type) -> Option<u8> {
    match ty {
        Type::TinyInt | Type::U8 => Some(1),
        Type::SmallInt => Some(2),
        Type::U16 | Type::Int => Some(4),
        Type::U32 | Type::BigInt | Type::U64 => Some(8),
        _ => None,
    }
}

/// The type that tokens say, where it is one that may have been changed in place.
fn said(new: &[Token]) -> Option<Type> {
    let second = || new.iter().skip(4).find_map(|token| token.text.parse().ok());
    Some(match new.first()?.text.as_str() {
        "varchar" | "character" => Type::String(length(new)),
        "text" | "longtext" => Type::Text,
        "numeric" | "decimal" => {
            let bracket = new.get(1).is_some_and(|token| token.is("("));
            let comma = new.get(3).is_some_and(|token| token.is(","));
            Type::Numeric(match bracket {
                true => Some((length(new)?, if comma { second()? } else { 0 })),
                false => None,
            })
        }
        _ => return None,
    })
}

/// Whether tokens begin with the type that a column had.
fn same_type(case: &Case<'_>, clause: &Clause, new: &[Token]) -> bool {
    let Some((table, old)) = case.known_column(&clause.table, &clause.name) else {
        return false;
    };
    let Ok(facts) = kept::of_column(table, old, case.file.dialect) else {
        return false;
    };
    let was: String = facts.storage.split_whitespace().collect();
    let was = was.to_ascii_lowercase();
    let mut is = String::new();
    let mut rest = new.iter();
    while is.len() < was.len() {
        let Some(token) = rest.next() else { break };
        is += &token.text.to_ascii_lowercase();
    }
    let goes_on = ["unsigned", "(", "[", "varying"];
    is == was
        && !rest
            .next()
            .is_some_and(|token| goes_on.iter().any(|word| token.is(word)))
}

/// Whether no row has to be looked at: the type is the same, or has more room in the same form.
fn is_in_place(case: &Case<'_>, clause: &Clause, new: &[Token]) -> bool {
    let Some(old) = case.column(&clause.table, &clause.name) else {
        return false;
    };
    let wider = |now: Type| convert::in_place(&old.ty, &now.into(), case.file.dialect);
    let same = match (&old.ty.base, new.first()) {
        (Type::Enum(_), Some(word)) if word.is("enum") => true,
        (ty, Some(word)) => was_integer(ty).is_some_and(|was| integer(&word.text) == Some(was)),
        (_, None) => false,
    };
    same || said(new).is_some_and(wider) || same_type(case, clause, new)
}

fn type_change(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let new = new_type(clause)?;
    (!is_in_place(case, clause, new))
        .then(|| format!("`{}` is written anew for `{}`", clause.table, clause.name))
}

fn modify(case: &Case<'_>, statement: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::ModifyColumn)
        .then(|| type_change(case, statement, clause))
        .flatten()
}

fn narrows(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let new = new_type(clause)?;
    let old = &case.column(&clause.table, &clause.name)?.ty.base;
    let word = &new.first()?.text;
    let limited = word.starts_with("varchar") || word.starts_with("char");
    let less = match (old, integer(word)) {
        (_, Some(now)) => was_integer(old)? > now,
        (Type::String(Some(was)), _) => limited && length(new).is_some_and(|now| now < *was),
        (Type::Text | Type::String(None), _) => limited && length(new).is_some(),
        (Type::TimestampTz | Type::Timestamp, _) => word == "date",
        (Type::F64, _) => word == "real" || word == "float4",
        _ => false,
    };
    less.then(|| format!("`{}.{}` holds less than before", clause.table, clause.name))
}

fn volatile(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let default = clause.rest.iter().position(|token| token.is("default"))?;
    let calls = |token: &Token| VOLATILE.contains(&token.text.as_str());
    (clause.what == What::AddColumn && clause.rest[default..].iter().any(calls))
        .then(|| format!("`{}` is written anew for `{}`", clause.table, clause.name))
}

fn stored(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    (clause.what == What::AddColumn && (clause.has("stored") || clause.has("persistent")))
        .then(|| format!("`{}` is written anew for `{}`", clause.table, clause.name))
}

fn counted(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let serial = ["serial", "bigserial", "smallserial"];
    let counts = serial.iter().any(|word| clause.begins(word)) || clause.has("as identity");
    (clause.what == What::AddColumn && counts)
        .then(|| format!("`{}` is written anew for `{}`", clause.table, clause.name))
}

fn storage(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let all = [
        "set logged",
        "set unlogged",
        "set tablespace",
        "set access method",
    ];
    (clause.what == What::AlterTable && all.iter().any(|words| clause.begins(words)))
        .then(|| format!("`{}` is written anew", clause.table))
}

fn not_null(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let filled = [
        "default",
        "generated",
        "as (",
        "auto_increment",
        "serial",
        "bigserial",
        "smallserial",
    ];
    (clause.what == What::AddColumn
        && clause.has("not null")
        && !filled.iter().any(|words| clause.has(words)))
    .then(|| {
        format!(
            "rows of `{}` have no value for `{}`",
            clause.table, clause.name
        )
    })
}

fn enumeration(case: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let new = new_type(clause).filter(|new| new.first().is_some_and(|token| token.is("enum")))?;
    let Type::Enum(id) = case.column(&clause.table, &clause.name)?.ty.base else {
        return None;
    };
    let now: Vec<&str> = new
        .iter()
        .skip(2)
        .take_while(|token| !token.is(")"))
        .filter(|token| !token.is(","))
        .map(|token| token.text.as_str())
        .collect();
    let was = &case.file.before?.enumeration(id).variants;
    let kept = was.len() <= now.len() && was.iter().zip(&now).all(|(was, now)| was.value == *now);
    (!kept).then(|| {
        format!(
            "`{}` is copied for the values of `{}`",
            clause.table, clause.name
        )
    })
}

fn charset(_: &Case<'_>, _: &Statement, clause: &Clause) -> Option<String> {
    let converts = clause.begins("convert to character") || clause.begins("convert to charset");
    converts.then(|| format!("`{}` is copied", clause.table))
}
