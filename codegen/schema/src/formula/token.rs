use std::ops::Range;

use super::Fault;

/// A word or sign of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word(String),
    /// A text, without its quotes.
    Text(String),
    /// A number as written.
    Number(String),
    /// An operator, a parenthesis or a comma.
    Sign(&'static str),
}

const SIGNS: [&str; 15] = [
    "||", "<>", "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "(", ")", ",",
];

/// The tokens of a text, each with its bytes.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, Fault> {
    let mut tokens = vec![];
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (token, length) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first == '\'' {
            quoted(rest).ok_or_else(|| {
                let place = at..text.len();
                Fault::new(
                    &place,
                    "this text has no end",
                    "close it with `'`; a `'` in it is written `''`",
                )
            })?
        } else if first.is_ascii_digit() {
            let length = length(rest, |c| c.is_ascii_digit() || c == '.');
            (Token::Number(rest[..length].to_owned()), length)
        } else if first.is_alphabetic() || first == '_' {
            let length = length(rest, |c| c.is_alphanumeric() || c == '_');
            (Token::Word(rest[..length].to_owned()), length)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            let place = at..at + first.len_utf8();
            let help = "texts stand in single quotes; the operators are `||`, `+`, `-`, `*`, `=`, `<>`, \
                        `<`, `<=`, `>`, `>=`, `and`, `or`, `not` and `is null`";
            return Err(Fault::new(
                &place,
                format!("`{first}` means nothing here"),
                help,
            ));
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn length(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn quoted(text: &str) -> Option<(Token, usize)> {
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        let doubled = c == '\'' && chars.next_if(|(_, next)| *next == '\'').is_some();
        if c == '\'' && !doubled {
            return Some((Token::Text(value), at + 1));
        }
        value.push(c);
    }
    None
}
