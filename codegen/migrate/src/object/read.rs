//! A statement as an object.

use ormolu_schema::ddl::split::split;
use ormolu_schema::ir::Dialect;

use super::{Object, ObjectError, ObjectKind};
use crate::lint::token::{Kind, Token, tokens};

/// What ends the arguments and the result of a function of PostgreSQL.
const AFTER_SIGNATURE: [&str; 20] = [
    "language",
    "as",
    "begin",
    "return",
    "immutable",
    "stable",
    "volatile",
    "strict",
    "called",
    "security",
    "external",
    "parallel",
    "cost",
    "rows",
    "set",
    "support",
    "leakproof",
    "not",
    "window",
    "transform",
];

impl Object {
    /// What a file makes.
    ///
    /// # Errors
    /// The text is not one statement that makes a function, procedure or trigger of the engine.
    pub fn read(text: &str, dialect: Dialect) -> Result<Object, ObjectError> {
        let split = split(text, dialect);
        let range = match &split.statements[..] {
            [one] => one.clone(),
            several => return Err(ObjectError::Statements(several.len())),
        };
        let mysql = dialect.family() == Dialect::Mysql;
        let all = tokens(&split.text, range.clone(), mysql);
        let statement = Statement {
            text: &split.text,
            end: range.end,
            tokens: &all,
        };
        let (kind, at) = statement.kind()?;
        if dialect == Dialect::Sqlite && kind != ObjectKind::Trigger {
            let what = kind.word();
            return Err(ObjectError::Lacking { what, dialect });
        }
        let name = statement.name(at, kind)?;
        let table = match kind {
            ObjectKind::Trigger => Some(statement.table(name.end, kind)?),
            _ => None,
        };
        let (drop, signature) = match (&table, dialect) {
            (Some(table), Dialect::Postgres) => {
                let drop = format!("DROP TRIGGER {} ON {}", name.path, table.path);
                (drop, Vec::new())
            }
            (_, Dialect::Postgres) => {
                let arguments = statement.arguments(name.end, kind)?;
                let word = kind.word().to_uppercase();
                let drop = format!("DROP {word} {}({arguments})", name.path);
                (drop, statement.signature(name.end))
            }
            _ => {
                let word = kind.word().to_uppercase();
                (format!("DROP {word} {}", name.path), Vec::new())
            }
        };
        let begin = all.first().map_or(range.start, |token| token.at);
        let words = all.get(name.start).map_or(range.end, |token| token.at)..range.end;
        let place = table.as_ref().unwrap_or(&name);
        let start = all.get(place.start).map_or(range.end, |token| token.at) - begin;
        let place = start..start + place.path.len();
        let create = text[begin..range.end]
            .trim()
            .trim_end_matches(';')
            .trim_end()
            .to_owned();
        let in_place = dialect == Dialect::Postgres && kind != ObjectKind::Trigger;
        let replace = in_place.then(|| match all.get(1).is_some_and(|token| token.is("or")) {
            true => create.clone(),
            false => format!("CREATE OR REPLACE{}", &create["CREATE".len()..]),
        });
        Ok(Object {
            kind,
            name: name.last,
            namespace: name.namespace,
            table: table.map(|table| table.path),
            create,
            drop,
            replace,
            signature,
            text: split.text,
            words,
            place,
            dialect,
        })
    }
}

/// A statement and its tokens.
struct Statement<'t> {
    text: &'t str,
    end: usize,
    tokens: &'t [Token],
}

/// A name, perhaps with its schema.
struct Name {
    /// As it was written.
    path: String,
    /// Its last part, without quotes.
    last: String,
    /// The part before that.
    namespace: Option<String>,
    /// Its first token.
    start: usize,
    /// The token after it.
    end: usize,
}

impl Statement<'_> {
    /// What it makes, and the token behind that word.
    fn kind(&self) -> Result<(ObjectKind, usize), ObjectError> {
        if !self.tokens.first().is_some_and(|token| token.is("create")) {
            return Err(ObjectError::Other);
        }
        for (at, token) in self.tokens.iter().enumerate().skip(1) {
            let kind = match token.text.as_str() {
                _ if token.kind != Kind::Word => continue,
                "function" => ObjectKind::Function,
                "procedure" => ObjectKind::Procedure,
                "trigger" => ObjectKind::Trigger,
                "table" | "view" | "index" | "type" | "as" | "on" => break,
                _ => continue,
            };
            return Ok((kind, at + 1));
        }
        Err(ObjectError::Other)
    }

    fn name(&self, mut at: usize, kind: ObjectKind) -> Result<Name, ObjectError> {
        if self.tokens.get(at).is_some_and(|token| token.is("if")) {
            at += 3;
        }
        let start = at;
        let is_name = |at: usize| self.tokens.get(at).is_some_and(Token::is_name);
        let is_dot = |at: usize| self.tokens.get(at).is_some_and(|token| token.is("."));
        if !is_name(at) {
            let (what, missing) = (kind.word(), "name");
            return Err(ObjectError::Incomplete { what, missing });
        }
        while is_dot(at + 1) && is_name(at + 2) {
            at += 2;
        }
        Ok(Name {
            path: self.written(start, at + 1).to_owned(),
            last: self.tokens[at].text.clone(),
            namespace: (at > start).then(|| self.tokens[at - 2].text.clone()),
            start,
            end: at + 1,
        })
    }

    /// The table of a trigger.
    fn table(&self, from: usize, kind: ObjectKind) -> Result<Name, ObjectError> {
        let on = self
            .tokens
            .iter()
            .skip(from)
            .position(|token| token.is("on"));
        match on {
            Some(on) => self.name(from + on + 1, kind),
            None => Err(ObjectError::Incomplete {
                what: kind.word(),
                missing: "table",
            }),
        }
    }

    /// The arguments of a function without their defaults: so one names it to drop it.
    fn arguments(&self, from: usize, kind: ObjectKind) -> Result<String, ObjectError> {
        let (Some(open), Some(close)) = (self.tokens.get(from), self.close(from)) else {
            return Err(ObjectError::Incomplete {
                what: kind.word(),
                missing: "arguments",
            });
        };
        let mut arguments = Vec::new();
        let mut start = from + 1;
        for at in from + 1..=close {
            let token = &self.tokens[at];
            if at == close || (token.is(",") && token.depth == open.depth + 1) {
                let default = |token: &Token| token.is("default") || token.is("=");
                let end = (start..at).find(|at| default(&self.tokens[*at]));
                arguments.push(self.written(start, end.unwrap_or(at)).to_owned());
                start = at + 1;
            }
        }
        Ok(arguments.join(", "))
    }

    /// The bracket that closes the one at a token.
    fn close(&self, open: usize) -> Option<usize> {
        let depth = self.tokens.get(open).filter(|token| token.is("("))?.depth;
        let rest = self.tokens.iter().enumerate().skip(open);
        let mut closing = rest.filter(|(_, token)| token.is(")") && token.depth == depth);
        closing.next().map(|(at, _)| at)
    }

    /// Arguments and result.
    fn signature(&self, from: usize) -> Vec<String> {
        let depth = self.tokens.get(from).map_or(0, |token| token.depth);
        let ends = |token: &Token| {
            let word = token.text.as_str();
            token.kind == Kind::Word && token.depth == depth && AFTER_SIGNATURE.contains(&word)
        };
        let tokens = self.tokens.iter().skip(from);
        let words = tokens.take_while(|token| !ends(token));
        words.map(|token| token.text.clone()).collect()
    }

    /// The text from one token to another.
    fn written(&self, from: usize, to: usize) -> &str {
        let at = |nth: usize| self.tokens.get(nth).map_or(self.end, |token| token.at);
        self.text.get(at(from)..at(to)).unwrap_or_default().trim()
    }
}
