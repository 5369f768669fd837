//! SQL in one spelling, to compare what was written with what an engine prints.

use super::tokens::{Kind, tokens};
use crate::ir::Dialect;

/// An expression or a query without what is a matter of taste: spaces, quotes of names, the case
/// of keywords, a pair of brackets around it all. Not more than that: what an engine makes of an
/// expression only the engine knows.
///
/// ```
/// use ormolu_schema::ddl::normal;
/// use ormolu_schema::ir::Dialect;
///
/// let of = |sql| normal(sql, Dialect::Sqlite);
/// assert_eq!(of("(\"age\"  > 17 AND name!='A')"), of("age>17 and name <> 'A'"));
/// assert_ne!(of("name = 'A'"), of("name = 'a'"));
/// ```
pub fn normal(sql: &str, dialect: Dialect) -> String {
    let Ok(tokens) = tokens(sql, 0..sql.len(), dialect) else {
        return sql.split_whitespace().collect::<Vec<_>>().join(" ");
    };
    let fold = |name: &str| match dialect.family() {
        Dialect::Postgres => name.to_owned(),
        _ => name.to_lowercase(),
    };
    let words = tokens.into_iter().map(|token| match token.kind {
        Kind::Word(word) => word.to_lowercase(),
        Kind::Quoted(name) => fold(&name),
        Kind::Text(text) => format!("'{}'", text.replace('\'', "''")),
        Kind::Number | Kind::Symbol => match &sql[token.range] {
            "!=" => "<>".to_owned(),
            "==" => "=".to_owned(),
            other => other.to_lowercase(),
        },
    });
    let words: Vec<String> = words.collect();
    without_brackets(&words).join(" ")
}

/// Takes off brackets that hold all of it.
fn without_brackets(mut words: &[String]) -> &[String] {
    while let [first, inner @ .., last] = words
        && (first == "(" && last == ")")
    {
        let mut depth = 0_i32;
        for word in inner {
            depth += i32::from(word == "(") - i32::from(word == ")");
            if depth < 0 {
                return words;
            }
        }
        words = inner;
    }
    words
}
