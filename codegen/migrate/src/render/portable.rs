//! SQL text that is the same for every dialect, made to mean the same.
//!
//! Names of the table's columns are quoted as the dialect quotes, so a column may have the name
//! of a keyword; and a decimal that SQLite keeps as text is compared as a number.

use ormolu_schema::ir::{Column, Dialect, Type};

use super::quote;
use crate::error::RenderError;
use crate::operation::Table;

/// Bare words that are never a column here.
const OPERATORS: [&str; 19] = [
    "and", "or", "not", "in", "is", "null", "like", "between", "case", "when", "then", "else",
    "true", "false", "as", "cast", "collate", "escape", "end",
];

pub(super) fn render(dialect: Dialect, table: Table<'_>, sql: &str) -> Result<String, RenderError> {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(token) = Token::first(rest) {
        rest = &rest[token.text.len()..];
        let qualified = out.trim_end().ends_with('.');
        match token.column(table, rest).filter(|_| !qualified) {
            Some(column) => out += &reference(dialect, column)?,
            None => out += token.text,
        }
    }
    Ok(out)
}

/// A column as a value.
fn reference(dialect: Dialect, column: &Column) -> Result<String, RenderError> {
    let name = quote::name(dialect, &column.name)?;
    let is_text = dialect == Dialect::Sqlite
        && matches!(column.ty.base, Type::Numeric(_))
        && !column.ty.native.contains_key(&dialect);
    Ok(if is_text {
        format!("CAST({name} AS NUMERIC)")
    } else {
        name
    })
}

/// A word, a quoted name, a literal, or one other character.
struct Token<'t> {
    text: &'t str,
    kind: Kind,
}

#[derive(PartialEq, Eq)]
enum Kind {
    Word,
    Quoted(char),
    Other,
}

impl<'t> Token<'t> {
    fn first(sql: &'t str) -> Option<Token<'t>> {
        let first = sql.chars().next()?;
        let in_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        let (length, kind) = match first {
            '\'' | '"' | '`' => (quoted_length(sql, first), Kind::Quoted(first)),
            c if in_word(c) => (sql.find(|c| !in_word(c)).unwrap_or(sql.len()), Kind::Word),
            c => (c.len_utf8(), Kind::Other),
        };
        Some(Token {
            text: &sql[..length],
            kind,
        })
    }

    /// The column the token names; `rest` is what follows it.
    fn column(&self, table: Table<'t>, rest: &str) -> Option<&'t Column> {
        let mut columns = table.model().columns.iter();
        match self.kind {
            Kind::Word if rest.trim_start().starts_with('(') => None,
            Kind::Word if OPERATORS.iter().any(|o| self.text.eq_ignore_ascii_case(o)) => None,
            Kind::Word => columns.find(|c| c.name.eq_ignore_ascii_case(self.text)),
            Kind::Quoted(quote @ ('"' | '`')) => {
                let inner = self.text.strip_prefix(quote)?.strip_suffix(quote)?;
                let doubled = String::from_iter([quote, quote]);
                let name = inner.replace(&doubled, &quote.to_string());
                columns.find(|c| c.name == name)
            }
            Kind::Quoted(_) | Kind::Other => None,
        }
    }
}

/// The length of what starts with `quote`, up to the same character; a doubled one goes on.
fn quoted_length(sql: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = sql[at..].find(quote) {
        at += end + 1;
        if !sql[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    sql.len()
}
