use std::fmt;

use super::Fault;

/// A word of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A column, or a word of the language.
    Name(String),
    /// `:name`
    Parameter(String),
    /// `'text'`
    Text(String),
    /// A number.
    Number(String),
    /// An operator or a parenthesis.
    Sign(&'static str),
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Word::Name(name) => write!(f, "`{name}`"),
            Word::Parameter(name) => write!(f, "`:{name}`"),
            Word::Text(text) => write!(f, "'{text}'"),
            Word::Number(text) => write!(f, "`{text}`"),
            Word::Sign(sign) => write!(f, "`{sign}`"),
        }
    }
}

/// Longer signs first.
const SIGNS: [&str; 10] = ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

pub(super) fn words(text: &str) -> Result<Vec<Word>, Fault> {
    let mut words = vec![];
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (word, length) = match first {
            '\'' => quoted(rest, '\'').map(|(text, length)| (Word::Text(text), length))?,
            '"' => quoted(rest, '"').map(|(text, length)| (Word::Name(text), length))?,
            ':' => {
                let name = identifier(&rest[1..]);
                if name.is_empty() {
                    let help = "write `:name`, in snake case";
                    return Err(("a parameter without a name".into(), help.into()));
                }
                (Word::Parameter(name.to_owned()), 1 + name.len())
            }
            '-' | '0'..='9' => {
                let length = number(rest);
                (Word::Number(rest[..length].to_owned()), length)
            }
            _ if first == '_' || first.is_alphabetic() => {
                let name = identifier(rest);
                (Word::Name(name.to_owned()), name.len())
            }
            _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
                Some(sign) => (Word::Sign(sign), sign.len()),
                None => {
                    let help = "a condition is made of columns, comparisons, `is null`, `in`, \
                                `and`, `or` and `not`";
                    return Err((format!("`{first}` is no part of a condition"), help.into()));
                }
            },
        };
        words.push(word);
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| c != '_' && !c.is_alphanumeric());
    &text[..end.unwrap_or(text.len())]
}

/// The length of a number: a sign, digits, a fraction.
fn number(text: &str) -> usize {
    let digits = &text[usize::from(text.starts_with('-'))..];
    let end = digits.find(|c: char| c != '.' && !c.is_ascii_digit());
    text.len() - digits.len() + end.unwrap_or(digits.len())
}

/// A text in quotes, where two quotes are one. Its length counts the quotes.
fn quoted(text: &str, quote: char) -> Result<(String, usize), Fault> {
    let mut out = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != quote {
            out.push(letter);
        } else if letters.next_if(|(_, next)| *next == quote).is_some() {
            out.push(quote);
        } else {
            return Ok((out, at + 1));
        }
    }
    let help = "close it; a quote within is written twice";
    Err(("a text is not closed".into(), help.into()))
}
