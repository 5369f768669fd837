//! Defaults in one spelling, so that what an engine prints can be compared with what a file says.

use ormolu_schema::ir::{Default, Dialect, Literal, SqlDefault};

/// The default a catalog prints; none where it is NULL or the next number of a sequence.
pub(crate) fn of_catalog(text: &str) -> Option<String> {
    let plain = plain(text);
    let null = text
        .split("::")
        .next()
        .is_none_or(|t| t.trim().eq_ignore_ascii_case("null"));
    (!null && !plain.starts_with("nextval")).then_some(plain)
}

/// The default a schema has.
pub(crate) fn of_schema(default: &Default, dialect: Dialect) -> String {
    match default {
        Default::Value(literal) => of_literal(literal),
        Default::Rust(text) => format!("rust {text}"),
        Default::Statement(sql) | Default::Database(sql) => match sql {
            SqlDefault::Literal(literal) => of_literal(literal),
            SqlDefault::Now => "now".into(),
            SqlDefault::Uuid => "uuid".into(),
            SqlDefault::Sequence(of) => format!("next of {}", of.dotted()),
            SqlDefault::Expression(sql) => plain(sql.get(dialect).map_or("", String::as_str)),
        },
    }
}

fn of_literal(literal: &Literal) -> String {
    match literal {
        Literal::Null => "null".into(),
        Literal::Bool(value) => u8::from(*value).to_string(),
        Literal::Integer(number) => number.to_string(),
        Literal::Number(text) => number(text),
        Literal::Text(text) => number(text),
    }
}

/// Without casts, quotes and what else is a matter of taste.
fn plain(text: &str) -> String {
    let mut text = text.trim();
    if let Some(body) = text.strip_prefix('\'')
        && let Some((value, rest)) = body.rsplit_once('\'')
        && (rest.is_empty() || rest.starts_with("::"))
    {
        return number(&value.replace("''", "'"));
    }
    while let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        text = inner.trim();
    }
    let text = without_casts(text).to_lowercase().replace("public.", "");
    let text = text.trim_matches(['(', ')']);
    match text {
        "now" => "now".into(),
        "current_timestamp" | "current_date" => "now".into(),
        "gen_random_uuid" | "uuid_generate_v4" => "uuid".into(),
        "true" => "1".into(),
        "false" => "0".into(),
        other if other.starts_with('"') => number(other.trim_matches('"')),
        other => match number(other.trim_matches('\'')) {
            bare if bare.parse::<f64>().is_ok() => bare,
            _ => other.replace([' ', '(', ')'], ""),
        },
    }
}

/// PostgreSQL says of each constant which type it is.
fn without_casts(text: &str) -> String {
    let mut parts = text.split("::");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_alphanumeric() || "_ []\".".contains(c)));
        plain.push_str(end.map_or("", |at| &part[at..]));
    }
    plain
}

/// `1.50` and `1.5` are one number, and a moment is in UTC unless it says otherwise.
fn number(text: &str) -> String {
    let text = text.strip_suffix("+00").unwrap_or(text);
    match text.parse::<f64>() {
        Ok(number) => number.to_string(),
        Err(_) => text.to_owned(),
    }
}
