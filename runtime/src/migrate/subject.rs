//! What a statement of DDL makes, changes or drops: the thing whose place in the catalog shows
//! whether it is done, whatever others do to the rest.

use super::script::without_comments;
use crate::dialect::Dialect;

/// The name of that thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// Its schema (PostgreSQL) or database (MySQL, MariaDB), where the statement says one.
    pub(crate) schema: Option<String>,
    pub(crate) name: String,
    /// PostgreSQL: an index that is built or dropped while others write.
    pub(crate) concurrently: bool,
}

/// Words before the one that says what kind of thing it is.
const MODIFIERS: [&str; 23] = [
    "OR",
    "REPLACE",
    "TEMP",
    "TEMPORARY",
    "GLOBAL",
    "LOCAL",
    "UNLOGGED",
    "UNIQUE",
    "FULLTEXT",
    "SPATIAL",
    "MATERIALIZED",
    "RECURSIVE",
    "FOREIGN",
    "VIRTUAL",
    "CONSTRAINT",
    "ONLINE",
    "OFFLINE",
    "IGNORE",
    "ALGORITHM",
    "SQL",
    "SECURITY",
    "DEFINER",
    "INVOKER",
];

impl Subject {
    /// Nothing where the statement names nothing, or something that the catalog's mark leaves out.
    pub(crate) fn of(text: &str, dialect: Dialect) -> Option<Self> {
        let tokens: Vec<Token<'_>> = Tokens {
            rest: text,
            dialect,
        }
        .collect();
        let (kind, mut rest) = kind(&tokens, dialect)?;
        let mut concurrently = false;
        while let [first, after @ ..] = rest
            && first.is(&["IF", "NOT", "EXISTS", "ONLY", "CONCURRENTLY"])
        {
            concurrently |= first.is(&["CONCURRENTLY"]);
            rest = after;
        }
        // An index without a name.
        if rest.first()?.is(&["ON"]) {
            return None;
        }
        let (mut schema, mut name) = qualified(&mut rest, dialect)?;
        // It is the part that has a parent then, or none.
        if let [way, what, after @ ..] = rest
            && way.is(&["ATTACH", "DETACH"])
            && what.is(&["PARTITION"])
        {
            rest = after;
            (schema, name) = qualified(&mut rest, dialect)?;
        }
        // Indexes and triggers are where their table is.
        if kind.is(&["INDEX", "TRIGGER"]) && schema.is_none() {
            let on = rest.iter().position(|token| token.is(&["ON"]));
            rest = on.map_or(&[], |on| &rest[on + 1..]);
            if let [only, after @ ..] = rest
                && only.is(&["ONLY"])
            {
                rest = after;
            }
            schema = qualified(&mut rest, dialect).and_then(|(schema, _)| schema);
        }
        Some(Subject {
            schema,
            name,
            concurrently,
        })
    }
}

/// The word that says what kind of thing it is, and what comes after that.
fn kind<'t, 's>(
    tokens: &'t [Token<'s>],
    dialect: Dialect,
) -> Option<(&'t Token<'s>, &'t [Token<'s>])> {
    let (first, mut rest) = tokens.split_first()?;
    if !first.is(&["CREATE", "ALTER", "DROP", "RENAME"]) {
        return None;
    }
    loop {
        rest = match rest {
            // `DEFINER = ann@localhost`
            [Token::Sign('=' | '@'), _, after @ ..] => after,
            [first, after @ ..] if first.is(&MODIFIERS) => after,
            [kind, after @ ..] if kind.is(shown(dialect)) => return Some((kind, after)),
            _ => return None,
        };
    }
}

/// The kinds of things that the catalog's mark knows.
fn shown(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Sqlite => &["TABLE", "INDEX", "VIEW", "TRIGGER"],
        Dialect::Postgres => &[
            "TABLE",
            "INDEX",
            "VIEW",
            "TRIGGER",
            "SEQUENCE",
            "TYPE",
            "DOMAIN",
            "FUNCTION",
            "PROCEDURE",
            "ROUTINE",
            "SCHEMA",
            "EXTENSION",
        ],
        Dialect::Mysql | Dialect::Mariadb => &[
            "TABLE",
            "INDEX",
            "VIEW",
            "TRIGGER",
            "SEQUENCE",
            "FUNCTION",
            "PROCEDURE",
            "SCHEMA",
            "DATABASE",
        ],
    }
}

/// `name` or `schema.name`, as the catalog has them.
fn qualified(rest: &mut &[Token<'_>], dialect: Dialect) -> Option<(Option<String>, String)> {
    let (mut schema, mut name) = (None, None);
    while let [token, after @ ..] = *rest {
        let part = match token {
            Token::Name(name) => name.clone(),
            Token::Word(word) if dialect == Dialect::Postgres => word.to_lowercase(),
            Token::Word(word) => (*word).to_owned(),
            Token::Sign(_) => break,
        };
        (schema, name) = (name, Some(part));
        let [Token::Sign('.'), more @ ..] = after else {
            *rest = after;
            break;
        };
        *rest = more;
    }
    Some((schema, name?))
}

enum Token<'s> {
    Word(&'s str),
    /// In quotes of any kind.
    Name(String),
    Sign(char),
}

impl Token<'_> {
    fn is(&self, words: &[&str]) -> bool {
        match self {
            Token::Word(word) => words.iter().any(|one| one.eq_ignore_ascii_case(word)),
            Token::Name(_) | Token::Sign(_) => false,
        }
    }
}

struct Tokens<'s> {
    rest: &'s str,
    dialect: Dialect,
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        self.rest = without_comments(self.rest);
        let first = self.rest.chars().next()?;
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
        if is_word(first) {
            let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
            let (word, after) = self.rest.split_at(end);
            self.rest = after;
            return Some(Token::Word(word));
        }
        self.rest = &self.rest[first.len_utf8()..];
        let quote = match first {
            '"' | '`' | '\'' => first,
            '[' if self.dialect == Dialect::Sqlite => ']',
            _ => return Some(Token::Sign(first)),
        };
        let mut name = String::new();
        loop {
            let end = self.rest.find(quote)?;
            name += &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            // A quote within a name is written twice.
            match self.rest.strip_prefix(quote) {
                Some(after) => self.rest = after,
                None => return Some(Token::Name(name)),
            }
            name.push(quote);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(text: &str, dialect: Dialect) -> String {
        match Subject::of(text, dialect) {
            Some(Subject {
                schema: Some(schema),
                name,
                ..
            }) => format!("{schema} / {name}"),
            Some(Subject { name, .. }) => name,
            None => String::new(),
        }
    }

    #[test]
    fn what_a_statement_is_about() {
        for (text, name) in [
            ("-- why\nCREATE TABLE IF NOT EXISTS Notes (id int)", "notes"),
            (
                "ALTER TABLE ONLY \"Billing\".\"a \"\"b\" ADD c int",
                "Billing / a \"b",
            ),
            (
                "ALTER TABLE p ATTACH PARTITION q.p1 FOR VALUES IN (1)",
                "q / p1",
            ),
            (
                "CREATE UNIQUE INDEX CONCURRENTLY /* so */ i ON ONLY q.t (a)",
                "q / i",
            ),
            ("CREATE INDEX ON t (a)", ""),
            ("DROP INDEX CONCURRENTLY IF EXISTS q.i", "q / i"),
            (
                "CREATE CONSTRAINT TRIGGER g AFTER UPDATE OF a ON q.t",
                "q / g",
            ),
            ("CREATE OR REPLACE FUNCTION f(a int) RETURNS int", "f"),
            ("ALTER TYPE mood ADD VALUE 'on'", "mood"),
            ("CREATE ROLE ann", ""),
            ("CREATE EVENT TRIGGER g ON ddl_command_end", ""),
            ("ALTER TABLE \"never ends", ""),
            ("CREATE", ""),
        ] {
            assert_eq!(subject(text, Dialect::Postgres), name, "{text}");
        }
        for (text, name) in [
            (
                "CREATE DEFINER = `ann`@'%' SQL SECURITY INVOKER VIEW `V` AS SELECT 1",
                "V",
            ),
            ("DROP INDEX i ON other.t", "other / i"),
            ("RENAME TABLE a TO b, c TO d", "a"),
            (
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM a",
                "",
            ),
        ] {
            assert_eq!(subject(text, Dialect::Mariadb), name, "{text}");
        }
        assert_eq!(subject("DROP TABLE [a b]", Dialect::Sqlite), "a b");
    }
}
