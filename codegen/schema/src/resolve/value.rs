//! The word `value` in a column's check.

use crate::ir::{Dialect, PerDialect};

/// Where a check speaks of `value`, the column's own name; quoted where the name needs it.
pub(super) fn name_value(sql: &PerDialect<String>, column: &str) -> PerDialect<String> {
    let simple = column
        .chars()
        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let quoted = |dialect: Dialect| dialect.quoted(column);
    match sql {
        PerDialect::Same(sql) if simple && !is_reserved(column) => {
            PerDialect::Same(replace_word(sql, column))
        }
        PerDialect::Same(sql) => {
            PerDialect::by_family(|dialect| replace_word(sql, &quoted(dialect)))
        }
        PerDialect::Each(each) => PerDialect::Each(
            each.iter()
                .map(|(d, sql)| (*d, replace_word(sql, &quoted(*d))))
                .collect(),
        ),
    }
}

/// Words that SQL takes for its own where a column stands without quotes.
fn is_reserved(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "all",
        "and",
        "as",
        "between",
        "by",
        "case",
        "check",
        "column",
        "current",
        "default",
        "desc",
        "do",
        "else",
        "end",
        "exists",
        "from",
        "grant",
        "group",
        "having",
        "in",
        "index",
        "interval",
        "is",
        "key",
        "keys",
        "leading",
        "left",
        "like",
        "limit",
        "not",
        "null",
        "of",
        "on",
        "or",
        "order",
        "primary",
        "range",
        "rank",
        "references",
        "right",
        "row",
        "rows",
        "select",
        "set",
        "table",
        "then",
        "to",
        "union",
        "unique",
        "user",
        "using",
        "values",
        "when",
        "where",
        "with",
    ];
    WORDS.contains(&word)
}

/// Replaces the word `value` outside of quotes.
pub(super) fn replace_word(sql: &str, by: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let mut quote = None;
    for c in sql.chars().chain(std::iter::once(' ')) {
        if quote.is_none() && (c.is_alphanumeric() || c == '_') {
            word.push(c);
            continue;
        }
        out.push_str(if word.eq_ignore_ascii_case("value") {
            by
        } else {
            &word
        });
        word.clear();
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '\'' | '"' | '`') => quote = Some(c),
            _ => {}
        }
        out.push(c);
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_is_replaced_outside_of_quotes() {
        let sql = PerDialect::Same("value <> 'value' and values(value)".to_owned());
        let PerDialect::Same(text) = name_value(&sql, "email") else {
            unreachable!()
        };
        assert_eq!(text, "email <> 'value' and values(email)");
        let PerDialect::Each(each) = name_value(&sql, "order") else {
            unreachable!()
        };
        assert_eq!(
            each[&Dialect::Mysql],
            "`order` <> 'value' and values(`order`)"
        );
    }
}
