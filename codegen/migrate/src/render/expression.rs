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
    use super::parenthesised;

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
