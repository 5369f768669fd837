//! What a column's DEFAULT says.

use std::collections::BTreeMap;

use super::catalog::SqlText;
use super::tokens::{Kind, tokens};
use crate::ir::{Default, Dialect, Literal, PerDialect, SqlDefault, Type};

/// Reads a default for a column of this type; none for an enumeration means its labels.
pub(super) fn default(sql: &SqlText, ty: Option<&Type>, dialect: Dialect) -> Default {
    let bare = without_parentheses(&sql.text);
    if let Some(literal) = literal(bare, ty, dialect) {
        return Default::Value(literal);
    }
    Default::Database(expression(bare, ty, dialect))
}

/// Reads an expression that the engine evaluates.
pub(super) fn expression(sql: &str, ty: Option<&Type>, dialect: Dialect) -> SqlDefault {
    let bare = without_parentheses(sql);
    let name: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    let name = name.to_ascii_lowercase();
    let moment = mysql_moment(&name).filter(|_| dialect.family() == Dialect::Mysql);
    let (name, sql) = match moment {
        Some(moment) => (moment.clone(), moment),
        None => (name, sql.to_owned()),
    };
    let call = name.split('(').next().unwrap_or_default();
    match call {
        _ if is_now(&name, ty, dialect.family()) => SqlDefault::Now,
        "gen_random_uuid" | "uuid_generate_v4" | "public.uuid_generate_v4" | "uuid"
            if ty == Some(&Type::Uuid) && is_plain_call(&name) =>
        {
            SqlDefault::Uuid
        }
        _ => SqlDefault::Expression(PerDialect::Each(BTreeMap::from([(dialect.family(), sql)]))),
    }
}

/// Whether this is how the current moment in UTC is written for a column of the type. Anything else
/// stays as it is: the engine's own time may be another.
fn is_now(sql: &str, ty: Option<&Type>, dialect: Dialect) -> bool {
    let utc = sql.replace("'utc'::text", "'utc'");
    let utc = match utc
        .strip_prefix("timezone('utc',")
        .and_then(|s| s.strip_suffix(')'))
    {
        Some(moment) => format!("{moment}attimezone'utc'"),
        None => utc,
    };
    let utc = utc.replace(['(', ')'], "");
    match (dialect, ty) {
        (Dialect::Postgres, Some(Type::TimestampTz)) => {
            matches!(
                utc.as_str(),
                "now" | "current_timestamp" | "transaction_timestamp"
            )
        }
        (Dialect::Postgres, Some(Type::Timestamp)) => utc == "nowattimezone'utc'",
        (Dialect::Postgres, Some(Type::Date)) => utc == "nowattimezone'utc'::date",
        (Dialect::Postgres, Some(Type::Time)) => utc
            .strip_prefix("nowattimezone'utc'::time")
            .is_some_and(|rest| matches!(rest, "" | "withouttimezone")),
        (Dialect::Mysql, Some(Type::Timestamp)) => sql == "utc_timestamp(6)",
        (Dialect::Mysql, Some(Type::TimestampTz)) => sql == "current_timestamp(6)",
        (Dialect::Mysql, Some(Type::Date)) => sql == "utc_date()",
        (Dialect::Mysql, Some(Type::Time)) => sql == "utc_time(6)",
        (Dialect::Sqlite, Some(Type::Date)) => sql == "strftime('%y-%m-%d','now')",
        (Dialect::Sqlite, Some(Type::Time)) => sql == "strftime('%h:%m:%f000','now')",
        (Dialect::Sqlite, Some(Type::Timestamp)) => sql == "strftime('%y-%m-%dt%h:%m:%f000','now')",
        (Dialect::Sqlite, Some(Type::TimestampTz)) => {
            sql == "strftime('%y-%m-%dt%h:%m:%f000z','now')"
        }
        _ => false,
    }
}

/// MySQL has many names for the current moment, and prints one.
fn mysql_moment(call: &str) -> Option<String> {
    let (name, digits) = call.split_once('(').unwrap_or((call, ")"));
    let known = ["now", "current_timestamp", "localtime", "localtimestamp"].contains(&name);
    (known && is_plain_call(call)).then(|| format!("current_timestamp({digits}"))
}

/// A name alone, or called with no argument but a precision.
fn is_plain_call(name: &str) -> bool {
    let Some((_, arguments)) = name.split_once('(') else {
        return true;
    };
    arguments
        .strip_suffix(')')
        .is_some_and(|a| a.chars().all(|c| c.is_ascii_digit()))
}

/// Takes off parentheses that hold all of the text.
pub(super) fn without_parentheses(sql: &str) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = sql.strip_prefix('(').and_then(|s| s.strip_suffix(')')) {
        let mut depth = 0i32;
        let mut quoted = false;
        for c in inner.chars() {
            quoted ^= c == '\'';
            depth += i32::from(!quoted && c == '(') - i32::from(!quoted && c == ')');
            if depth < 0 {
                return sql;
            }
        }
        sql = inner.trim();
    }
    sql
}

/// A literal in the column's own kind, where the type has a literal in Rust.
fn literal(sql: &str, ty: Option<&Type>, dialect: Dialect) -> Option<Literal> {
    let text = written_literal(sql, dialect)?;
    let Some(ty) = ty else {
        return Some(Literal::Text(text));
    };
    match ty {
        Type::Bool => match text.to_ascii_lowercase().as_str() {
            "1" | "t" | "true" | "y" | "yes" | "on" => Some(Literal::Bool(true)),
            "0" | "f" | "false" | "n" | "no" | "off" => Some(Literal::Bool(false)),
            _ => None,
        },
        Type::TinyInt | Type::SmallInt | Type::Int | Type::BigInt => integer(&text),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => integer(&text),
        // A number that is exact has no exponent.
        Type::Numeric(_) if text.contains(['e', 'E']) => None,
        Type::F32 | Type::F64 | Type::Numeric(_) => integer(&text).or_else(|| {
            let finite = text.contains(|c: char| c.is_ascii_digit());
            (finite && text.parse::<f64>().is_ok()).then_some(Literal::Number(text))
        }),
        Type::String(_) | Type::Text | Type::Char(_) => Some(Literal::Text(text)),
        _ => None,
    }
}

fn integer(text: &str) -> Option<Literal> {
    text.trim().parse().ok().map(Literal::Integer)
}

/// The value of a literal, whatever its kind.
fn written_literal(sql: &str, dialect: Dialect) -> Option<String> {
    let sql = without_introducer(sql.trim(), dialect);
    let lower = sql.to_ascii_lowercase();
    if matches!(lower.as_str(), "true" | "false") {
        return Some(lower);
    }
    if sql.starts_with('$') || lower.starts_with("u&'") {
        return escaped(sql, dialect);
    }
    let quote = sql.find(['\'', '"']);
    match quote {
        Some(at) if at <= 1 => {
            let prefix = &lower[..at];
            if !matches!(prefix, "" | "n" | "b" | "e") {
                return None;
            }
            let mark = sql[at..].chars().next()?;
            let body = &sql[at + 1..];
            let end = closing(body, mark)?;
            let (value, rest) = (&body[..end], body[end + 1..].trim());
            if prefix == "e" || (sql.contains('\\') && dialect.family() == Dialect::Mysql) {
                return escaped(sql, dialect);
            }
            if prefix == "b" {
                // The bits of a number.
                return i128::from_str_radix(value, 2).ok().map(|n| n.to_string());
            }
            let doubled = format!("{mark}{mark}");
            let cast = rest.is_empty() || is_cast(rest);
            cast.then(|| value.replace(&doubled, &mark.to_string()))
        }
        _ => {
            let number = lower.split("::").next()?;
            let number = without_parentheses(number).trim_matches('\'');
            let number = number.replace("- ", "-");
            let numeric = number.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
            (numeric && number.parse::<f64>().is_ok()).then_some(number)
        }
    }
}

/// MySQL may say the character set of a string before it: `_utf8mb4'x'`.
fn without_introducer(sql: &str, dialect: Dialect) -> &str {
    let end = sql.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    match end.map(|at| sql[at..].trim_start()) {
        Some(rest)
            if sql.starts_with('_')
                && rest.starts_with('\'')
                && dialect.family() == Dialect::Mysql =>
        {
            rest
        }
        _ => sql,
    }
}

/// The value of a string in more than plain quotes, which may have a cast behind it.
fn escaped(sql: &str, dialect: Dialect) -> Option<String> {
    let tokens = tokens(sql, 0..sql.len(), dialect).ok()?;
    let (first, rest) = tokens.split_first()?;
    let cast = rest
        .first()
        .is_none_or(|token| is_cast(&sql[token.range.start..]));
    match &first.kind {
        Kind::Text(text) if cast => Some(text.clone()),
        _ => None,
    }
}

/// Where a string ends: a quote that is not doubled.
fn closing(body: &str, mark: char) -> Option<usize> {
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == mark {
            match chars.peek() {
                Some((_, next)) if *next == mark => {
                    chars.next();
                }
                _ => return Some(at),
            }
        }
    }
    None
}

/// `::text`, `::character varying(10)` and such.
fn is_cast(rest: &str) -> bool {
    rest.strip_prefix("::").is_some_and(|ty| {
        ty.chars()
            .all(|c| c.is_alphanumeric() || " _.\"(),[]".contains(c))
            && !ty.contains("::")
    })
}
