//! Cuts SQL into statements. It knows what it must to find their ends: quotes, comments, and the
//! bodies of triggers and routines.

mod body;

use self::body::{Body, made};
use crate::dialect::Dialect;

/// A statement in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'s> {
    /// Its text, with comments, without the semicolon.
    pub(crate) text: &'s str,
    /// Where its first word is.
    pub(crate) line: usize,
}

/// A quote or comment without an end: what it is, and the line where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unclosed {
    pub(crate) what: &'static str,
    pub(crate) line: usize,
}

/// The statements of a text.
pub(crate) fn split(text: &str, dialect: Dialect) -> Result<Vec<Piece<'_>>, Unclosed> {
    let mut scanner = Scanner {
        text,
        at: 0,
        mysql: matches!(dialect, Dialect::Mysql | Dialect::Mariadb),
        postgres: dialect == Dialect::Postgres,
        delimiter: ";",
        start: 0,
        first: None,
        counted: (0, 1),
        head: Vec::new(),
        previous: String::new(),
        word_end: 0,
        depth: 0,
        body: Body::default(),
        pieces: Vec::new(),
    };
    scanner.run()?;
    Ok(scanner.pieces)
}

struct Scanner<'s> {
    text: &'s str,
    at: usize,
    mysql: bool,
    postgres: bool,
    delimiter: &'s str,
    /// Where the statement begins, its comments included.
    start: usize,
    /// Where its first word is.
    first: Option<usize>,
    /// A place before it, and its line: what is counted once is not counted again.
    counted: (usize, usize),
    /// Its first words, in upper case.
    head: Vec<String>,
    /// The word before, in upper case, and where it ends.
    previous: String,
    word_end: usize,
    /// Blocks that are open in a body.
    depth: usize,
    body: Body,
    pieces: Vec<Piece<'s>>,
}

impl<'s> Scanner<'s> {
    fn run(&mut self) -> Result<(), Unclosed> {
        while let Some(byte) = self.byte(0) {
            if self.first.is_none() && self.delimiter_command() {
                continue;
            }
            if self.depth == 0 && self.rest().starts_with(self.delimiter) {
                self.finish();
                self.at += self.delimiter.len();
                self.start = self.at;
                continue;
            }
            match (byte, self.byte(1)) {
                (b'-', Some(b'-')) if !self.mysql || self.is_blank(2) => self.line_comment(),
                (b'#', _) if self.mysql => self.line_comment(),
                (b'/', Some(b'*')) => self.comment()?,
                (b'\'', _) => {
                    let escapes = self.mysql || self.postgres && self.follows_e();
                    self.quoted(b'\'', escapes, "text")?;
                }
                (b'"', _) => self.quoted(b'"', self.mysql, "quoted name")?,
                (b'`', _) if !self.postgres => self.quoted(b'`', false, "quoted name")?,
                (b'[', _) if !self.mysql && !self.postgres => {
                    self.quoted(b']', false, "quoted name")?;
                }
                (b'$', _) if self.postgres => self.dollar()?,
                _ if is_word(byte) => self.word(),
                _ => {
                    if !byte.is_ascii_whitespace() {
                        self.begin();
                        self.previous.clear();
                        self.sign(byte);
                    }
                    self.at += 1;
                }
            }
        }
        self.finish();
        Ok(())
    }

    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn is_blank(&self, ahead: usize) -> bool {
        self.byte(ahead).is_none_or(|byte| byte <= b' ')
    }

    fn begin(&mut self) {
        self.first.get_or_insert(self.at);
    }

    fn line(&self, at: usize) -> usize {
        let (from, line) = self.counted;
        let between = self.text.as_bytes().get(from..at).unwrap_or_default();
        line + between.iter().filter(|byte| **byte == b'\n').count()
    }

    fn finish(&mut self) {
        if let Some(first) = self.first.take() {
            let text = self.text.get(self.start..self.at).unwrap_or_default();
            let (text, line) = (text.trim(), self.line(first));
            self.counted = (first, line);
            // A blank that is none to SQL may stand alone at the end.
            if !text.is_empty() {
                self.pieces.push(Piece { text, line });
            }
        }
        self.head.clear();
        self.previous.clear();
        self.depth = 0;
        self.body = Body::default();
    }

    /// `DELIMITER //`, which the MySQL client knows and its server does not.
    fn delimiter_command(&mut self) -> bool {
        let line = self.rest().lines().next().unwrap_or_default();
        let mut words = line.split_ascii_whitespace();
        let is_command = self.mysql
            && words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case("delimiter"));
        let Some(delimiter) = words.next().filter(|_| is_command) else {
            return false;
        };
        self.delimiter = delimiter;
        self.at += line.len();
        self.start = self.at;
        true
    }

    fn line_comment(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    /// PostgreSQL's may stand in each other. What MySQL runs (`/*! .. */`) is a statement.
    fn comment(&mut self) -> Result<(), Unclosed> {
        let begin = self.at;
        let runs = |mark: &str| self.rest().starts_with(mark);
        if self.mysql && (runs("/*!") || runs("/*M!")) {
            self.begin();
        }
        let mut depth = 0;
        while let Some(byte) = self.byte(0) {
            match (byte, self.byte(1)) {
                (b'/', Some(b'*')) if depth == 0 || self.postgres => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return Ok(());
                    }
                }
                _ => self.at += 1,
            }
        }
        Err(Unclosed {
            what: "comment",
            line: self.line(begin),
        })
    }

    /// Whether `E` stands right before, as in `E'\n'`.
    fn follows_e(&self) -> bool {
        self.previous == "E" && self.word_end == self.at
    }

    fn quoted(&mut self, quote: u8, escapes: bool, what: &'static str) -> Result<(), Unclosed> {
        self.begin();
        self.previous.clear();
        let begin = self.at;
        self.at += 1;
        while let Some(byte) = self.byte(0) {
            self.at += 1;
            match byte {
                b'\\' if escapes => self.at += 1,
                _ if byte != quote => {}
                _ if self.byte(0) == Some(quote) && quote != b']' => self.at += 1,
                _ => return Ok(()),
            }
        }
        let line = self.line(begin);
        Err(Unclosed { what, line })
    }

    /// `$$ .. $$`, `$body$ .. $body$`
    fn dollar(&mut self) -> Result<(), Unclosed> {
        self.begin();
        self.previous.clear();
        let rest = self.rest();
        let length = rest
            .bytes()
            .skip(1)
            .take_while(|byte| is_word(*byte))
            .count();
        // `$1` is a parameter.
        let is_tag = !rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        let Some(tag) = rest
            .get(..length + 2)
            .filter(|tag| is_tag && tag.ends_with('$'))
        else {
            self.at += 1;
            return Ok(());
        };
        match rest[tag.len()..].find(tag) {
            Some(length) => {
                self.at += length + 2 * tag.len();
                Ok(())
            }
            None => Err(Unclosed {
                what: "dollar-quoted text",
                line: self.line(self.at),
            }),
        }
    }

    fn word(&mut self) {
        self.begin();
        let length = self.word_length();
        let rest = self.rest();
        let word = rest.get(..length).unwrap_or(rest).to_ascii_uppercase();
        self.at += word.len();
        if self.head.len() < 10 {
            self.head.push(word.clone());
        }
        self.block(&word);
        self.previous = word;
        self.word_end = self.at;
    }

    fn word_length(&self) -> usize {
        let bytes = self.rest().as_bytes();
        let is_part = |byte: &&u8| is_word(**byte) || **byte == b'$';
        let length = bytes.iter().take_while(is_part).count();
        // `END$$` where `$$` is the delimiter.
        let ends = |at: &usize| bytes[*at..length].starts_with(self.delimiter.as_bytes());
        match self.mysql {
            true => (1..length).find(ends).unwrap_or(length),
            false => length,
        }
    }

    /// Counts the blocks of a body, so that a semicolon inside ends nothing.
    fn block(&mut self, word: &str) {
        let made = made(&self.head);
        let whole = self.mysql && self.delimiter == ";" && !made.is_empty();
        let opens_body = whole && self.body.opens(word, &self.previous, made, self.depth);
        let opens = match word {
            "BEGIN" => self.delimiter == ";" && !self.postgres,
            "ATOMIC" => self.postgres && self.previous == "BEGIN",
            // `END CASE` is one end.
            "CASE" => self.depth > 0 && self.previous != "END",
            "END" => {
                // `END IF` and the like end what was not counted.
                let next = self.rest().as_bytes().trim_ascii_start();
                let next = &next[..next.iter().take_while(|byte| is_word(**byte)).count()];
                let others: [&[u8]; 5] = [b"IF", b"LOOP", b"WHILE", b"REPEAT", b"FOR"];
                let is_other = others.iter().any(|other| next.eq_ignore_ascii_case(other));
                let counted = !(self.mysql && is_other) || self.body.ends(next);
                self.depth = self.depth.saturating_sub(usize::from(counted));
                false
            }
            _ => false,
        };
        if opens_body || opens && (self.depth > 0 || !made.is_empty()) {
            self.depth += 1;
        }
    }

    /// A rule of PostgreSQL may have several statements in parentheses.
    fn sign(&mut self, sign: u8) {
        let made = made(&self.head);
        match sign {
            b'(' if self.postgres && made == "RULE" => self.depth += 1,
            b')' if self.postgres && made == "RULE" => self.depth = self.depth.saturating_sub(1),
            _ if self.mysql => self.body.sign(sign, made, self.depth),
            _ => {}
        }
    }
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, dialect: Dialect) -> Vec<&str> {
        let pieces = split(text, dialect).unwrap_or_default();
        pieces.iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn semicolons_in_texts_and_comments_are_none() {
        let text = "-- a; b\nSELECT ';', \"a;\" /* ; */;\n\nSELECT 2;\n-- end";
        assert_eq!(
            texts(text, Dialect::Sqlite),
            ["-- a; b\nSELECT ';', \"a;\" /* ; */", "SELECT 2"]
        );
        let lines = |text| split(text, Dialect::Sqlite).map(|p| p.iter().map(|p| p.line).collect());
        assert_eq!(lines(text), Ok(vec![2, 4]));
        assert_eq!(lines("A;B;\n'\n';\n\nC"), Ok(vec![1, 1, 2, 5]));
        assert_eq!(texts(r"SELECT 'a\'; b'; SELECT 1", Dialect::Mysql).len(), 2);
        assert_eq!(
            texts(r"SELECT E'\';'; SELECT '\'", Dialect::Postgres).len(),
            2
        );
        assert_eq!(texts("SELECT 'it''s; so'", Dialect::Postgres).len(), 1);
    }

    #[test]
    fn bodies_stay_whole() {
        let trigger = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  UPDATE b SET c = CASE WHEN 1 \
                       THEN 2 END; DELETE FROM d;\nEND";
        assert_eq!(
            texts(&format!("{trigger};\nSELECT 1;"), Dialect::Sqlite),
            [trigger, "SELECT 1"]
        );
        let function = "CREATE FUNCTION f() RETURNS int AS $x$ BEGIN; $$ END; $x$ LANGUAGE plpgsql";
        assert_eq!(
            texts(&format!("{function}; SELECT 1"), Dialect::Postgres),
            [function, "SELECT 1"]
        );
        let procedure = "CREATE PROCEDURE p() BEGIN IF a THEN SET b = 1; END IF; CASE c WHEN 1 \
                         THEN SET d = 1; END CASE; END";
        assert_eq!(
            texts(&format!("{procedure}; SELECT 1"), Dialect::Mariadb),
            [procedure, "SELECT 1"]
        );
        for body in [
            "IF NEW.b < 0 THEN SET NEW.b = IF(c, 0, 1); ELSE IF d THEN SET e = 1; END IF; END IF",
            "l: LOOP IF a THEN LEAVE l; END IF; LOOP SET a = 1; END LOOP; END LOOP l",
            "WHILE a DO SET b = CASE c WHEN 1 THEN IF(d, 1, 2) ELSE 3 END; END WHILE",
            "REPEAT SET a = REPEAT('b', 2); BEGIN SELECT 1; END; UNTIL a END REPEAT",
            "CASE a WHEN 1 THEN SET b = 1; ELSE SET b = 2; END CASE",
            "SET NEW.a = IF(NEW.b, CASE NEW.c WHEN 1 THEN 2 END, 3)",
        ] {
            let trigger = format!("CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW {body}");
            let event = format!("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO {body}");
            let routine = format!("CREATE PROCEDURE IF NOT EXISTS p(a int(4)) NO SQL {body}");
            for made in [trigger, event, routine] {
                let texts = texts(&format!("{made}; SELECT 1"), Dialect::Mariadb).join("|");
                assert_eq!(texts, format!("{made}|SELECT 1"));
            }
        }
        let rule = "CREATE OR REPLACE RULE r AS ON INSERT TO a DO ALSO (SELECT (1); SELECT 2)";
        let rules = format!("{rule}; SELECT 1");
        assert_eq!(texts(&rules, Dialect::Postgres), [rule, "SELECT 1"]);
        let delimited =
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;";
        assert_eq!(
            texts(delimited, Dialect::Mysql),
            ["CREATE PROCEDURE p() BEGIN SELECT 1; END", "SELECT 2"]
        );
    }

    #[test]
    fn names_are_no_bodies() {
        for text in [
            "CREATE TABLE event (id int, begin int)",
            "CREATE INDEX trigger_begin ON function (begin)",
        ] {
            let both = format!("{text}; SELECT 1");
            for dialect in [Dialect::Sqlite, Dialect::Mysql, Dialect::Postgres] {
                assert_eq!(texts(&both, dialect), [text, "SELECT 1"]);
            }
        }
        for label in ["iffy", "for_sale", "looped"] {
            let text = format!("CREATE PROCEDURE p() {label}: BEGIN SELECT 1; END {label}");
            let both = format!("{text}; SELECT 1");
            assert_eq!(texts(&both, Dialect::Mariadb), [&text, "SELECT 1"]);
        }
    }

    #[test]
    fn letters_of_any_kind_end() {
        for strange in ["–", "\u{a0}", "\u{feff}", "é", "語"] {
            let text = format!("SELECT 1 {strange} 2; SELECT 3;");
            for dialect in [Dialect::Sqlite, Dialect::Mysql, Dialect::Postgres] {
                assert_eq!(texts(&text, dialect).len(), 2, "{text}");
            }
        }
        assert_eq!(texts("SELECT 1;\n\u{a0}\n", Dialect::Sqlite), ["SELECT 1"]);
    }

    #[test]
    fn what_does_not_end_is_named() {
        let unclosed = split("SELECT 1;\nSELECT 'a", Dialect::Sqlite);
        assert_eq!(
            unclosed,
            Err(Unclosed {
                what: "text",
                line: 2
            })
        );
        let unclosed = split("SELECT\n1;\n\nSELECT /*\n a", Dialect::Sqlite);
        assert_eq!(
            unclosed,
            Err(Unclosed {
                what: "comment",
                line: 4
            })
        );
    }
}
