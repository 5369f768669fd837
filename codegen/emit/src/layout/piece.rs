use std::fmt::Write;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use super::space::spaced;

/// Tokens with their text and, for groups, their width on one line.
pub(super) struct Pieces {
    pub(super) text: String,
    pub(super) top: Vec<Piece>,
}

pub(super) struct Piece {
    pub(super) kind: Kind,
    /// Where its text stands.
    at: (usize, usize),
    /// How wide it is on one line.
    pub(super) width: usize,
    /// Punctuation that makes one token with what follows.
    pub(super) joint: bool,
}

pub(super) enum Kind {
    /// An identifier, a literal or a lifetime.
    Word,
    /// Punctuation.
    Mark,
    /// A doc comment, which ends its line.
    Doc,
    Paren(Vec<Piece>),
    Bracket(Vec<Piece>),
    Brace(Vec<Piece>),
    /// From `<` to its `>`.
    Angle(Vec<Piece>),
}

impl Piece {
    pub(super) fn inner(&self) -> Option<&[Piece]> {
        match &self.kind {
            Kind::Word | Kind::Mark | Kind::Doc => None,
            Kind::Paren(inner) | Kind::Bracket(inner) => Some(inner),
            Kind::Brace(inner) | Kind::Angle(inner) => Some(inner),
        }
    }

    pub(super) fn brackets(&self) -> (&'static str, &'static str) {
        match self.kind {
            Kind::Word | Kind::Mark | Kind::Doc => ("", ""),
            Kind::Paren(_) => ("(", ")"),
            Kind::Bracket(_) => ("[", "]"),
            Kind::Brace(_) => ("{", "}"),
            Kind::Angle(_) => ("<", ">"),
        }
    }
}

/// The width of what must end its line.
const TOO_WIDE: usize = 1 << 16;

/// Punctuation of several characters, but for what may also be brackets of generics.
const MARKS: [&str; 22] = [
    "..=", "...", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=",
    "%=", "^=", "&=", "|=", "..", "<-", "~",
];

impl Pieces {
    pub(super) fn new(tokens: TokenStream) -> Self {
        let mut pieces = Pieces {
            text: String::with_capacity(16 * 1024),
            top: vec![],
        };
        pieces.top = pieces.read(tokens);
        pieces
    }

    pub(super) fn text(&self, piece: &Piece) -> &str {
        &self.text[piece.at.0..piece.at.1]
    }

    /// The width of pieces on one line.
    pub(super) fn width(&self, pieces: &[Piece]) -> usize {
        let spaces = pieces
            .windows(2)
            .filter(|pair| spaced(self, &pair[0], &pair[1]));
        pieces.iter().map(|piece| piece.width).sum::<usize>() + spaces.count()
    }

    fn read(&mut self, tokens: TokenStream) -> Vec<Piece> {
        let mut level = Level::default();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(ident) => level.push(self.word(ident)),
                TokenTree::Literal(literal) => level.push(self.word(literal)),
                TokenTree::Group(group) => {
                    let (delimiter, stream) = (group.delimiter(), group.stream());
                    drop(group); // the tokens can be taken from a stream that nobody shares
                    let inner = self.read(stream);
                    if delimiter == Delimiter::None {
                        level.pieces.extend(inner);
                        continue;
                    }
                    let piece = self.group(delimiter, inner);
                    match level.pieces.last() {
                        Some(hash) if self.text(hash) == "#" => self.attribute(piece, &mut level),
                        _ => level.push(piece),
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    let name = tokens.next();
                    let name = name.map(|name| name.to_string()).unwrap_or_default();
                    level.push(self.word(format_args!("'{name}")));
                }
                TokenTree::Punct(punct) => {
                    let start = self.text.len();
                    self.text.push(punct.as_char());
                    let mut joint = punct.spacing() == Spacing::Joint;
                    while joint && let Some(TokenTree::Punct(next)) = tokens.peek() {
                        if next.as_char() == '\'' {
                            break;
                        }
                        joint = next.spacing() == Spacing::Joint;
                        self.text.push(next.as_char());
                        tokens.next();
                    }
                    self.marks(start, joint, &mut level);
                }
            }
        }
        level.pieces
    }

    fn word(&mut self, text: impl std::fmt::Display) -> Piece {
        let start = self.text.len();
        let _ = write!(self.text, "{text}");
        self.piece(Kind::Word, start)
    }

    /// The text from `start` on as one piece.
    fn piece(&self, kind: Kind, start: usize) -> Piece {
        let end = self.text.len();
        Piece {
            kind,
            at: (start, end),
            width: end - start,
            joint: false,
        }
    }

    fn group(&self, delimiter: Delimiter, inner: Vec<Piece>) -> Piece {
        let padding = match delimiter {
            Delimiter::Brace if !inner.is_empty() => 2,
            _ => 0,
        };
        let width = self.width(&inner) + 2 + padding;
        let kind = match delimiter {
            Delimiter::Parenthesis => Kind::Paren(inner),
            Delimiter::Bracket => Kind::Bracket(inner),
            Delimiter::Brace | Delimiter::None => Kind::Brace(inner),
        };
        Piece {
            width,
            ..self.piece(kind, self.text.len())
        }
    }

    /// `#[..]`; documentation is written as a comment where it can be.
    fn attribute(&mut self, brackets: Piece, level: &mut Level) {
        let doc = match &brackets.kind {
            Kind::Bracket(inner) => match inner.as_slice() {
                [doc, equals, text] if self.text(doc) == "doc" && self.text(equals) == "=" => {
                    plain(self.text(text)).map(|text| format!("///{text}"))
                }
                _ => None,
            },
            _ => None,
        };
        let Some(doc) = doc else {
            level.push(brackets);
            return;
        };
        level.pieces.pop();
        let start = self.text.len();
        self.text.push_str(&doc);
        level.push(Piece {
            width: TOO_WIDE,
            ..self.piece(Kind::Doc, start)
        });
    }

    /// Punctuation without a space in between, as tokens.
    fn marks(&mut self, start: usize, joint: bool, level: &mut Level) {
        let (mut at, end) = (start, self.text.len());
        while at < end {
            let rest = &self.text[at..end];
            let mark = MARKS.iter().find(|mark| rest.starts_with(**mark));
            let length = mark.map_or(1, |mark| mark.len());
            let piece = Piece {
                kind: Kind::Mark,
                at: (at, at + length),
                width: length,
                joint: at + length < end || joint,
            };
            at += length;
            match self.text(&piece) {
                "<" => {
                    level.open.push(level.pieces.len());
                    level.push(piece);
                }
                ">" => self.close(piece, level),
                ";" => {
                    level.open.clear(); // what began was a comparison
                    level.push(piece);
                }
                _ => level.push(piece),
            }
        }
    }

    /// `<`, what follows it and this `>` as a group, if there is a `<`.
    fn close(&self, end: Piece, level: &mut Level) {
        let Some(open) = level.open.pop() else {
            level.push(end);
            return;
        };
        let mut inner = level.pieces.split_off(open);
        inner.remove(0);
        let width = self.width(&inner) + 2;
        level.push(Piece {
            kind: Kind::Angle(inner),
            width,
            ..end
        });
    }
}

/// The pieces of a group so far.
#[derive(Default)]
struct Level {
    pieces: Vec<Piece>,
    /// Where a `<` stands whose `>` was not seen.
    open: Vec<usize>,
}

impl Level {
    fn push(&mut self, piece: Piece) {
        self.pieces.push(piece);
    }
}

/// The text of a string literal that can stand in a doc comment as it is.
fn plain(literal: &str) -> Option<&str> {
    let text = literal.strip_prefix('r').unwrap_or(literal);
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let plain = !text.starts_with('/') && !text.contains(['\\', '\n', '\r']);
    plain.then_some(text)
}
