//! Whether a piece of SQL can stand in a statement without breaking it.

use super::split::split;
use super::tokens::{tokens, unbalanced};
use crate::ir::Dialect;

/// Looks at an expression as far as quotes, comments and brackets go.
///
/// # Errors
/// What would break the statement it is put into.
pub(crate) fn check_expression(sql: &str, dialect: Dialect) -> Result<(), String> {
    let split = split(sql, dialect);
    if let Some(problem) = split.problems.first() {
        return Err(format!("a {} has no end", problem.what));
    }
    if split.text != sql {
        return Err("it has a comment".to_owned());
    }
    match &split.statements[..] {
        [] => return Err("it is empty".to_owned()),
        [only] if only.end == sql.trim_end().len() => {}
        _ => return Err("it has a `;`".to_owned()),
    }
    // What our tokenizer does not know, the engine may.
    let Ok(tokens) = tokens(sql, 0..sql.len(), dialect) else {
        return Ok(());
    };
    match unbalanced(&tokens, sql) {
        Some(_) => Err("a bracket has no other end".to_owned()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_statement_is_told() {
        use Dialect::{Mysql, Postgres, Sqlite};
        let cases = [
            ("a > 0 and b <> ';'", Sqlite, Ok(())),
            (" (lower(a)) ", Mysql, Ok(())),
            ("a <> 'it", Sqlite, Err("a string literal has no end")),
            ("a = `b", Mysql, Err("a quoted name has no end")),
            ("a > 0 -- positive", Postgres, Err("it has a comment")),
            ("a /* b */ > 0", Sqlite, Err("it has a comment")),
            ("a > 0; b", Sqlite, Err("it has a `;`")),
            ("a > 0;", Sqlite, Err("it has a `;`")),
            (" ", Sqlite, Err("it is empty")),
            ("lower(a", Postgres, Err("a bracket has no other end")),
            ("a) or (b", Postgres, Err("a bracket has no other end")),
        ];
        for (sql, dialect, expected) in cases {
            let found = check_expression(sql, dialect);
            assert_eq!(found, expected.map_err(str::to_owned), "{sql}");
        }
    }
}
