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
    let call = name.split('(').next().unwrap_or_default();
    let timed = matches!(ty, Some(Type::Timestamp | Type::TimestampTz));
    match call {
        "now" | "current_timestamp" | "localtimestamp" if timed && is_plain_call(&name) => {
            SqlDefault::Now
        }
        "datetime" if timed && name == "datetime('now')" => SqlDefault::Now,
        "current_date" | "curdate" if ty == Some(&Type::Date) => SqlDefault::Now,
        "gen_random_uuid" | "uuid_generate_v4" | "public.uuid_generate_v4" | "uuid"
            if ty == Some(&Type::Uuid) && is_plain_call(&name) =>
        {
            SqlDefault::Uuid
        }
        _ => SqlDefault::Expression(PerDialect::Each(BTreeMap::from([(
            dialect.family(),
            sql.to_owned(),
        )]))),
    }
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
fn without_parentheses(sql: &str) -> &str {
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
        Type::F32 | Type::F64 | Type::Numeric(_) => {
            integer(&text).or_else(|| text.parse::<f64>().ok().map(|_| Literal::Number(text)))
        }
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
