//! The tokens of a statement.

use std::ops::Range;

/// The smallest part of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// A keyword in lower case, a name as it is without quotes, a literal's text, a symbol.
    pub(crate) text: String,
    /// Where it begins in the file.
    pub(crate) at: usize,
    /// How many brackets are open around it. A bracket counts as outside of itself.
    pub(crate) depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A keyword, or a name without quotes.
    Word,
    /// A name in quotes.
    Name,
    /// A string.
    Text,
    Number,
    Symbol,
}

impl Token {
    pub(crate) fn is(&self, word: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Symbol) && self.text == word
    }

    pub(crate) fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }
}

/// The tokens of a statement whose comments are blank already.
pub(crate) fn tokens(text: &str, range: Range<usize>, mysql: bool) -> Vec<Token> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (range.start, 0_usize);
    let mut tokens = Vec::new();
    while at < range.end {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
        let (kind, end) = match byte {
            b'\'' => (Kind::Text, quoted(bytes, at, b'\'', mysql)),
            b'"' if mysql => (Kind::Text, quoted(bytes, at, b'"', true)),
            b'"' | b'`' => (Kind::Name, quoted(bytes, at, byte, false)),
            b'$' => (Kind::Text, dollar(text, at)),
            _ if byte.is_ascii_digit() => (Kind::Number, run(bytes, at, |b| word(b) || *b == b'.')),
            _ if word(&byte) => (Kind::Word, run(bytes, at, word)),
            b':' if bytes.get(at + 1) == Some(&b':') => (Kind::Symbol, at + 2),
            _ => (Kind::Symbol, at + 1),
        };
        let end = end.min(range.end);
        let written = &text[at..end];
        if written == ")" {
            depth = depth.saturating_sub(1);
        }
        tokens.push(Token {
            kind,
            text: match kind {
                Kind::Word => written.to_lowercase(),
                Kind::Name => {
                    let inner = written.get(1..written.len() - 1).unwrap_or_default();
                    let mark = char::from(byte);
                    inner.replace(&format!("{mark}{mark}"), &mark.to_string())
                }
                Kind::Text => written.trim_matches(['\'', '"']).to_owned(),
                Kind::Number | Kind::Symbol => written.to_owned(),
            },
            at,
            depth,
        });
        if written == "(" {
            depth += 1;
        }
        at = end;
    }
    tokens
}

fn run(bytes: &[u8], at: usize, is: impl Fn(&u8) -> bool) -> usize {
    at + bytes[at..].iter().take_while(|b| is(b)).count()
}

fn quoted(bytes: &[u8], at: usize, mark: u8, escapes: bool) -> usize {
    let mut end = at + 1;
    while end < bytes.len() {
        match bytes[end] {
            b'\\' if escapes => end += 2,
            byte if byte == mark && bytes.get(end + 1) == Some(&mark) => end += 2,
            byte if byte == mark => return end + 1,
            _ => end += 1,
        }
    }
    bytes.len()
}

/// The end of a body between `$tag$`, or of the sign where it begins none.
fn dollar(text: &str, at: usize) -> usize {
    let Some(length) = text[at + 1..].find('$') else {
        return at + 1;
    };
    let mark = &text[at..at + length + 2];
    let is_tag = mark[1..mark.len() - 1]
        .chars()
        .all(|c| c.is_alphanumeric() || c == '_');
    match text[at + mark.len()..].find(mark) {
        Some(body) if is_tag => at + body + 2 * mark.len(),
        _ => at + 1,
    }
}
