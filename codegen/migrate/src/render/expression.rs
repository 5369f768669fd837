//! SQL text of the user.

use ormolu_schema::ir::{Dialect, PerDialect};

use super::{portable, quote};
use crate::error::RenderError;
use crate::operation::Table;

/// The text for a dialect, in parentheses; an error where there is none.
pub(super) fn required(
    expression: &PerDialect<String>,
    dialect: Dialect,
    place: &str,
    what: &'static str,
) -> Result<String, RenderError> {
    let missing = || RenderError::MissingExpression {
        place: place.to_owned(),
        what,
        dialect,
    };
    parenthesised(place, expression.get(dialect).ok_or_else(missing)?)
}

/// The text over a table's columns for a dialect, in parentheses; none where it is for others.
pub(super) fn over_columns(
    expression: &PerDialect<String>,
    dialect: Dialect,
    table: Table<'_>,
    place: &str,
) -> Result<Option<String>, RenderError> {
    let sql = match expression {
        PerDialect::Same(sql) => portable::render(dialect, table, sql)?,
        PerDialect::Each(_) => match expression.get(dialect) {
            Some(sql) => sql.clone(),
            None => return Ok(None),
        },
    };
    parenthesised(place, &sql).map(Some)
}

/// The text in parentheses, unless it stands in a pair already.
pub(super) fn parenthesised(place: &str, sql: &str) -> Result<String, RenderError> {
    quote::no_nul(place, sql)?;
    let sql = sql.trim();
    Ok(if is_enclosed(sql) {
        sql.to_owned()
    } else {
        format!("({sql})")
    })
}

/// What stands in the parentheses, if it is a literal.
pub(super) fn literal(sql: &str) -> Option<&str> {
    let inner = sql.strip_prefix('(')?.strip_suffix(')')?.trim();
    let word = ["null", "true", "false"]
        .iter()
        .any(|word| inner.eq_ignore_ascii_case(word));
    let unsigned = inner.strip_prefix(['-', '+']).unwrap_or(inner);
    let number = unsigned.starts_with(|c: char| c.is_ascii_digit()) && inner.parse::<f64>().is_ok();
    let text = inner
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    let text = text.is_some_and(|text| !text.replace("''", "").contains(['\'', '\\']));
    (word || number || text).then_some(inner)
}

/// Whether the first parenthesis is closed by the last character.
fn is_enclosed(sql: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, c) in sql.char_indices() {
        match (quote, c) {
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => continue,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        if depth == 0 {
            return at > 0 && at + 1 == sql.len() && c == ')';
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{literal, parenthesised};

    #[test]
    fn a_literal_is_a_number_a_text_or_a_word() {
        for sql in ["(1)", "(-1.5)", "('it''s')", "(NULL)", "(true)", "('')"] {
            assert_eq!(literal(sql), Some(&sql[1..sql.len() - 1]));
        }
        for sql in [
            "(1 + 1)",
            "(now())",
            "('a' || 'b')",
            "(current_date)",
            "('a\\')",
            "(- 1)",
            "(inf)",
        ] {
            assert_eq!(literal(sql), None, "{sql}");
        }
    }

    #[test]
    fn one_pair_of_parentheses_is_enough() {
        for (sql, expected) in [
            ("a > 0", "(a > 0)"),
            ("(a > 0)", "(a > 0)"),
            ("(a > 0) or (b > 0)", "((a > 0) or (b > 0))"),
            ("(a <> ')')", "(a <> ')')"),
            ("lower(a)", "(lower(a))"),
            ("(a", "((a)"),
            (" x ", "(x)"),
        ] {
            assert_eq!(parenthesised("a test", sql).unwrap(), expected);
        }
    }
}
