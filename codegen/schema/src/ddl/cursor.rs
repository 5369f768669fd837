//! Reading tokens from left to right.

use std::ops::Range;

use super::catalog::{Name, SqlText, TableRef};
use super::names::POSTGRES_LIMIT;
use super::tokens::{Kind, Token};
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;
use crate::source::{FileId, Span};

/// A place in the tokens of one statement or of a part of it.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
    file: FileId,
    text: &'a str,
    pub(super) dialect: Dialect,
    end: usize,
}

/// What a reader answers: what it read, or why it cannot.
pub(super) type Reading<T> = Result<T, Box<Diagnostic>>;

impl<'a> Cursor<'a> {
    pub(super) fn new(
        tokens: &'a [Token],
        file: FileId,
        text: &'a str,
        dialect: Dialect,
        end: usize,
    ) -> Self {
        Cursor {
            tokens,
            at: 0,
            file,
            text,
            dialect: dialect.family(),
            end,
        }
    }

    pub(super) fn is_postgres(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    pub(super) fn is_mysql(&self) -> bool {
        self.dialect == Dialect::Mysql
    }

    pub(super) fn is_sqlite(&self) -> bool {
        self.dialect == Dialect::Sqlite
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn next(&mut self) -> Option<&'a Token> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    /// The text of a token as written.
    pub(super) fn written(&self, token: &Token) -> &'a str {
        &self.text[token.range.clone()]
    }

    /// Whether the token `ahead` of this place is this word or symbol.
    pub(super) fn is_at(&self, ahead: usize, what: &str) -> bool {
        self.tokens
            .get(self.at + ahead)
            .is_some_and(|token| match &token.kind {
                Kind::Word(word) => word.eq_ignore_ascii_case(what),
                Kind::Symbol => self.written(token) == what,
                _ => false,
            })
    }

    pub(super) fn is(&self, what: &str) -> bool {
        self.is_at(0, what)
    }

    pub(super) fn is_any(&self, what: &[&str]) -> bool {
        what.iter().any(|w| self.is(w))
    }

    /// Goes over these words and symbols if they all come now.
    pub(super) fn take(&mut self, what: &str) -> bool {
        let taken = what
            .split(' ')
            .enumerate()
            .all(|(ahead, w)| self.is_at(ahead, w));
        if taken {
            self.at += what.split(' ').count();
        }
        taken
    }

    /// The first of these that comes now, gone over.
    pub(super) fn take_any(&mut self, what: &[&'static str]) -> Option<&'static str> {
        what.iter().copied().find(|w| self.take(w))
    }

    pub(super) fn expect(&mut self, what: &str) -> Reading<()> {
        if self.take(what) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{what}`")))
        }
    }

    /// What stands here, for a message.
    pub(super) fn here(&self) -> Span {
        let closes = self.text[self.end..].starts_with([')', ',']);
        let end = self.end..self.end + usize::from(closes);
        Span::new(self.file, self.peek().map_or(end, |t| t.range.clone()))
    }

    pub(super) fn unexpected(&self, wanted: &str) -> Box<Diagnostic> {
        let here = self.here();
        let text: String = self.text[here.start as usize..here.end as usize]
            .chars()
            .take(40)
            .collect();
        let found = match text.as_str() {
            "" => "the end of the statement".to_owned(),
            text => format!("`{text}`"),
        };
        let message = format!("statement not understood: expected {wanted}, found {found}");
        Box::new(Diagnostic::warning(
            "statement-not-understood",
            here,
            message,
        ))
    }

    /// Everything from the token at position `from` to this place, with single blanks.
    pub(super) fn since(&self, from: usize) -> SqlText {
        self.between(from, self.at)
    }

    /// Everything from one position to another, with single blanks.
    pub(super) fn between(&self, from: usize, to: usize) -> SqlText {
        let tokens = self.tokens.get(from..to).unwrap_or_default();
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
            return SqlText {
                text: String::new(),
                span: self.here(),
            };
        };
        let mut text = String::new();
        let mut end = first.range.start;
        for token in tokens {
            if token.range.start > end {
                text.push(' ');
            }
            text.push_str(self.written(token));
            end = token.range.end;
        }
        SqlText {
            text,
            span: Span::new(self.file, first.range.start..last.range.end),
        }
    }

    /// Like [`since`](Self::since), without the parentheses that hold all of it.
    pub(super) fn bare(&self, from: usize) -> SqlText {
        self.bare_between(from, self.at)
    }

    pub(super) fn bare_between(&self, mut from: usize, mut to: usize) -> SqlText {
        while from < to {
            let mut all = self.part(from..to);
            if !all.is("(") {
                break;
            }
            all.skip();
            if !all.is_done() {
                break;
            }
            (from, to) = (from + 1, to - 1);
        }
        self.between(from, to)
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Goes over one token, or over a whole group in parentheses or brackets.
    pub(super) fn skip(&mut self) {
        let mut depth = 0usize;
        while let Some(token) = self.next() {
            match self.written(token) {
                "(" | "[" | "{" if token.kind == Kind::Symbol => depth += 1,
                ")" | "]" | "}" if token.kind == Kind::Symbol => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Goes over everything up to one of these at this level, or to the end.
    pub(super) fn skip_to(&mut self, stops: &[&str]) {
        while !self.is_done() && !self.is_any(stops) {
            self.skip();
        }
    }

    /// The inside of a group in parentheses, gone over.
    pub(super) fn group(&mut self) -> Reading<Cursor<'a>> {
        if !self.is("(") {
            return Err(self.unexpected("`(`"));
        }
        let from = self.at + 1;
        self.skip();
        let closed = self
            .tokens
            .get(self.at - 1)
            .is_some_and(|t| self.written(t) == ")");
        if !closed || self.at <= from {
            return Err(self.unexpected("`)`"));
        }
        let last = self.at - 1;
        let end = self.tokens[last].range.start;
        Ok(Cursor {
            tokens: &self.tokens[from..last],
            at: 0,
            end,
            ..self.clone()
        })
    }

    /// The rest of the tokens, split at the commas of this level.
    pub(super) fn items(&mut self) -> Vec<Cursor<'a>> {
        let mut items = vec![];
        while !self.is_done() {
            let from = self.at;
            self.skip_to(&[","]);
            let end = self.peek().map_or(self.end, |t| t.range.start);
            items.push(Cursor {
                tokens: &self.tokens[from..self.at],
                at: 0,
                end,
                ..self.clone()
            });
            self.take(",");
        }
        items
    }

    /// All that is left, as written.
    pub(super) fn rest(&mut self) -> SqlText {
        let from = self.at;
        self.at = self.tokens.len();
        self.since(from)
    }

    /// All that is left as an expression: without the parentheses that hold all of it.
    pub(super) fn expression(&mut self) -> SqlText {
        let from = self.at;
        self.at = self.tokens.len();
        self.bare(from)
    }

    /// Whether this is the last word.
    pub(super) fn ends_with(&self, word: &str) -> bool {
        self.tokens
            .last()
            .is_some_and(|t| matches!(&t.kind, Kind::Word(last) if last.eq_ignore_ascii_case(word)))
    }

    /// Where MySQL wants a column: `FIRST`, or `AFTER` the one named.
    pub(super) fn placement(&self) -> Option<Option<String>> {
        let word = |back: usize| {
            self.tokens
                .len()
                .checked_sub(back)
                .map(|at| &self.tokens[at])
        };
        let is = |token: &Token, what: &str| matches!(&token.kind, Kind::Word(word) if word.eq_ignore_ascii_case(what));
        let last = word(1)?;
        if is(last, "FIRST") {
            return Some(None);
        }
        let name = match &last.kind {
            Kind::Word(name) | Kind::Quoted(name) => name.clone(),
            _ => return None,
        };
        word(2)
            .filter(|token| is(token, "AFTER"))
            .map(|_| Some(name))
    }

    /// Parts of the tokens, for a statement inside another.
    pub(super) fn part(&self, range: Range<usize>) -> Cursor<'a> {
        Cursor {
            tokens: &self.tokens[range],
            at: 0,
            ..self.clone()
        }
    }

    /// Whether a keyword or a name comes now.
    pub(super) fn is_word(&self) -> bool {
        self.peek()
            .is_some_and(|t| matches!(t.kind, Kind::Word(_) | Kind::Quoted(_)))
    }

    /// Whether a name comes now (a keyword may be one).
    pub(super) fn is_name(&self) -> bool {
        self.peek().is_some_and(|t| match &t.kind {
            Kind::Word(_) | Kind::Quoted(_) => true,
            // SQLite and MySQL take strings as names in places.
            Kind::Text(_) => !self.is_postgres(),
            _ => false,
        })
    }

    /// A name, folded as the dialect folds names without quotes.
    pub(super) fn name(&mut self) -> Reading<Name> {
        if !self.is_name() {
            return Err(self.unexpected("a name"));
        }
        let Some(token) = self.next() else {
            return Err(self.unexpected("a name"));
        };
        let mut text = match &token.kind {
            Kind::Word(word) if self.is_postgres() => word.to_ascii_lowercase(),
            Kind::Word(word) | Kind::Quoted(word) | Kind::Text(word) => word.clone(),
            _ => String::new(),
        };
        while self.is_postgres() && text.len() > POSTGRES_LIMIT {
            text.pop();
        }
        Ok(Name {
            text,
            span: Span::new(self.file, token.range.clone()),
        })
    }

    /// A name with names before it, as in `schema.table.column`.
    pub(super) fn path(&mut self) -> Reading<Vec<Name>> {
        let mut path = vec![self.name()?];
        while self.take(".") {
            path.push(self.name()?);
        }
        Ok(path)
    }

    /// The name of a table.
    pub(super) fn table(&mut self) -> Reading<TableRef> {
        let mut path = self.path()?;
        let Some(name) = path.pop() else {
            return Err(self.unexpected("a table"));
        };
        Ok(TableRef {
            namespace: path.pop().map(|n| n.text),
            name,
        })
    }

    /// Names in parentheses.
    pub(super) fn names(&mut self) -> Reading<Vec<Name>> {
        self.group()?.items().iter_mut().map(Cursor::name).collect()
    }

    /// A string literal.
    pub(super) fn string(&mut self) -> Reading<String> {
        match self.peek().map(|t| &t.kind) {
            Some(Kind::Text(text)) => {
                self.at += 1;
                Ok(text.clone())
            }
            _ => Err(self.unexpected("a string")),
        }
    }
}
