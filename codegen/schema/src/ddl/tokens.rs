//! One statement as tokens, each with its place in the file.

use std::ops::Range;

use sqlparser::dialect::{Dialect as SqlDialect, MySqlDialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::tokenizer::{Location, Token as SqlToken, Tokenizer};

use crate::ir::Dialect;

/// The smallest part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// Its bytes in the file.
    pub(super) range: Range<usize>,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes, as written.
    Word(String),
    /// A name in quotes, without them.
    Quoted(String),
    /// A string literal, without quotes and escapes.
    Text(String),
    /// A number.
    Number,
    /// Anything else; its text says what.
    Symbol,
}

/// Why a statement has no tokens.
pub(super) struct TokenError {
    /// In words.
    pub(super) message: String,
    /// Byte of the file.
    pub(super) at: usize,
}

/// Tokens of `text[range]`.
pub(super) fn tokens(
    text: &str,
    range: Range<usize>,
    dialect: Dialect,
) -> Result<Vec<Token>, TokenError> {
    let statement = &text[range.clone()];
    let mut places = Places {
        text: statement,
        at: 0,
        line: 1,
        column: 1,
    };
    let tokens = Tokenizer::new(sql_dialect(dialect), statement).tokenize_with_location();
    let tokens = tokens.map_err(|error| TokenError {
        message: lower_first(&error.message),
        at: range.start + places.byte(error.location),
    })?;
    let mut result = vec![];
    for token in tokens {
        let kind = match token.token {
            SqlToken::Whitespace(_) | SqlToken::EOF => continue,
            token => kind(token, dialect),
        };
        let start = range.start + places.byte(token.span.start);
        let end = range.start + places.byte(token.span.end);
        result.push(Token {
            kind,
            range: start..end,
        });
    }
    Ok(result)
}

/// The first bracket that closes none, or else the last one that none closes.
pub(super) fn unbalanced(tokens: &[Token], text: &str) -> Option<Range<usize>> {
    let mut open: Vec<(&str, &Token)> = vec![];
    for token in tokens.iter().filter(|t| t.kind == Kind::Symbol) {
        let written = &text[token.range.clone()];
        let opening = match written {
            "(" | "[" | "{" => {
                open.push((written, token));
                continue;
            }
            ")" => "(",
            "]" => "[",
            "}" => "{",
            _ => continue,
        };
        if open.pop().is_none_or(|(last, _)| last != opening) {
            return Some(token.range.clone());
        }
    }
    open.pop().map(|(_, token)| token.range.clone())
}

fn kind(token: SqlToken, dialect: Dialect) -> Kind {
    match token {
        SqlToken::Word(word) if word.quote_style.is_some() => Kind::Quoted(word.value),
        SqlToken::Word(word) => Kind::Word(word.value),
        SqlToken::Number(..) => Kind::Number,
        SqlToken::DoubleQuotedString(text) if dialect.family() != Dialect::Mysql => {
            Kind::Quoted(text)
        }
        SqlToken::SingleQuotedString(text)
        | SqlToken::DoubleQuotedString(text)
        | SqlToken::EscapedStringLiteral(text)
        | SqlToken::UnicodeStringLiteral(text)
        | SqlToken::NationalStringLiteral(text) => Kind::Text(text),
        SqlToken::DollarQuotedString(text) => Kind::Text(text.value),
        _ => Kind::Symbol,
    }
}

pub(super) fn sql_dialect(dialect: Dialect) -> &'static dyn SqlDialect {
    match dialect {
        Dialect::Sqlite => &SQLiteDialect {},
        Dialect::Postgres => &PostgreSqlDialect {},
        Dialect::Mysql | Dialect::Mariadb => &MySqlDialect {},
    }
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    chars
        .next()
        .map(|c| c.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Turns lines and columns, which come in ascending order, into bytes.
struct Places<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    column: u64,
}

impl Places<'_> {
    fn byte(&mut self, place: Location) -> usize {
        for c in self.text[self.at..].chars() {
            if (self.line, self.column) >= (place.line, place.column) {
                break;
            }
            self.at += c.len_utf8();
            (self.line, self.column) = if c == '\n' {
                (self.line + 1, 1)
            } else {
                (self.line, self.column + 1)
            };
        }
        self.at
    }
}
