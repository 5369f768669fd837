//! Splits the text of a DDL file into statements.
//!
//! A file is not parsed whole: one statement nobody foresaw would lose all the others. The
//! splitter knows only what it must to find the end of a statement: quotes, comments, bodies of
//! triggers and routines, the lines that are meant for a client program, and inline data.
//!
//! Comments come out as blanks of the same length, and version comments of MySQL without their
//! frame, so that a place in a statement's text is a place in the file.

mod body;
mod client;

use std::ops::Range;

use self::body::{Body, made};
use crate::ir::Dialect;

/// After so many broken quotes the rest of a file is given up.
const MAX_PROBLEMS: usize = 20;

/// What the usual tools write in a comment where a migration is taken back, and where it is made.
const DOWN: &[&str] = &[
    "migrate:down",
    "+goose down",
    "+migrate down",
    "+micrate down",
    "rambler down",
    "down migration",
    "!downs",
];
const UP: &[&str] = &[
    "migrate:up",
    "+goose up",
    "+migrate up",
    "+micrate up",
    "rambler up",
    "up migration",
    "!ups",
];

/// The statements of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// The file's text with comments, client commands and inline data blanked out. As long as
    /// the file, byte for byte.
    pub text: String,
    /// Where the statements are, in order, without their delimiter.
    pub statements: Vec<Range<usize>>,
    /// Quotes, comments and bodies without an end.
    pub problems: Vec<Problem>,
    /// Lines that have a client program read another file.
    pub included: Vec<Range<usize>>,
    /// Marks behind which a migration is taken back. What follows them is blanked out, up to the
    /// mark of the way up.
    pub down: Vec<Range<usize>>,
}

/// Something that begins and does not end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Its opening mark.
    pub range: Range<usize>,
    /// What it is, such as `string literal`.
    pub what: &'static str,
}

/// Splits a file. MariaDB counts as MySQL.
pub fn split(text: &str, dialect: Dialect) -> Split {
    let mut scanner = Scanner {
        bytes: text.as_bytes(),
        masked: text.as_bytes().to_vec(),
        dialect: dialect.family(),
        at: 0,
        delimiter: b";".to_vec(),
        in_version_comment: false,
        current: Current::default(),
        statements: vec![],
        problems: vec![],
        included: vec![],
        down: vec![],
    };
    if text.starts_with('\u{feff}') {
        scanner.blank('\u{feff}'.len_utf8());
    }
    scanner.run();
    let Scanner {
        masked,
        statements,
        problems,
        included,
        down,
        ..
    } = scanner;
    // Only whole characters were replaced, each of their bytes by a blank.
    let text = String::from_utf8(masked).unwrap_or_else(|_| text.to_owned());
    Split {
        text,
        statements,
        problems,
        included,
        down,
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    masked: Vec<u8>,
    dialect: Dialect,
    at: usize,
    delimiter: Vec<u8>,
    in_version_comment: bool,
    current: Current,
    statements: Vec<Range<usize>>,
    problems: Vec<Problem>,
    included: Vec<Range<usize>>,
    down: Vec<Range<usize>>,
}

/// The statement that is being read.
#[derive(Default)]
struct Current {
    start: Option<usize>,
    end: usize,
    /// Its first words, in upper case.
    head: Vec<String>,
    /// The word before, in upper case.
    previous: String,
    /// Blocks that are open in the body of a trigger or routine, and the word that opened the first.
    depth: usize,
    opened: Range<usize>,
    body: Body,
}

impl Scanner<'_> {
    fn run(&mut self) {
        loop {
            while self.at < self.bytes.len() && self.problems.len() < MAX_PROBLEMS {
                self.step();
            }
            if self.current.depth == 0 || self.problems.len() >= MAX_PROBLEMS {
                break;
            }
            let opened = self.current.opened.clone();
            self.broken(opened, "body of a trigger or routine");
        }
        self.finish();
    }

    fn step(&mut self) {
        let rest = &self.bytes[self.at..];
        let (byte, next) = (rest[0], rest.get(1).copied().unwrap_or(0));
        let mysql = self.dialect == Dialect::Mysql;
        let postgres = self.dialect == Dialect::Postgres;
        if self.current.start.is_none() && self.client_line() {
            return;
        }
        if self.current.depth == 0 && rest.starts_with(&self.delimiter) {
            return self.delimit();
        }
        match byte {
            b'-' if next == b'-' && (!mysql || rest.get(2).is_none_or(|b| *b <= b' ')) => {
                self.line_comment()
            }
            b'#' if mysql => self.line_comment(),
            b'/' if next == b'*' => self.comment(),
            b'*' if next == b'/' && self.in_version_comment => {
                self.blank(self.at + 2);
                self.in_version_comment = false;
            }
            b'\\' if postgres => self.meta_command(),
            b'\'' => {
                let escapes = mysql || (postgres && self.current.previous == "E" && self.touches());
                self.quoted(b'\'', escapes, "string literal");
            }
            b'"' => self.quoted(b'"', mysql, "quoted name"),
            b'`' if !postgres => self.quoted(b'`', false, "quoted name"),
            b'[' if self.dialect == Dialect::Sqlite => self.quoted(b']', false, "quoted name"),
            b'$' if postgres => self.dollar(),
            _ if byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80 => self.word(),
            _ => {
                if !byte.is_ascii_whitespace() {
                    self.keep(self.at + 1);
                    self.current.previous.clear();
                    self.sign(byte);
                }
                self.at += 1;
            }
        }
    }

    /// Takes everything up to `end` into the statement.
    fn keep(&mut self, end: usize) {
        self.current.start.get_or_insert(self.at);
        self.current.end = end;
    }

    /// Whether a word ends right here.
    fn touches(&self) -> bool {
        self.at > 0 && self.current.end == self.at
    }

    fn blank(&mut self, end: usize) {
        for byte in &mut self.masked[self.at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        self.at = end;
    }

    fn line_end(&self) -> usize {
        let rest = &self.bytes[self.at..];
        self.at + rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
    }

    fn blank_line(&mut self) {
        self.blank(self.line_end());
    }

    /// A comment to the end of the line, which may end the way up of a migration.
    fn line_comment(&mut self) {
        let start = self.at;
        let is_down = is_mark(&self.bytes[start..self.line_end()], DOWN);
        self.blank_line();
        if !is_down || self.current.depth > 0 {
            return;
        }
        self.finish();
        self.down.push(start..self.at);
        while self.at < self.bytes.len() {
            self.blank((self.at + 1).min(self.bytes.len()));
            if is_mark(&self.bytes[self.at..self.line_end()], UP) {
                return;
            }
            self.blank_line();
        }
    }

    fn find(&self, from: usize, what: &[u8]) -> Option<usize> {
        let from = from.min(self.bytes.len());
        self.bytes[from..]
            .windows(what.len())
            .position(|w| w == what)
            .map(|n| from + n)
    }

    fn comment(&mut self) {
        let rest = &self.bytes[self.at + 2..];
        if self.dialect == Dialect::Mysql {
            let mark = match rest {
                [b'!', ..] => 1,
                [b'M', b'!', ..] => 2,
                _ => 0,
            };
            let digits = rest[mark..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count();
            // Version 999999 is the future that never comes: old clients are to skip it.
            if mark > 0 && rest[mark..mark + digits] != *b"999999" {
                self.blank(self.at + 2 + mark + digits);
                self.in_version_comment = true;
                return;
            }
        }
        let nests = self.dialect == Dialect::Postgres;
        let (start, mut at, mut depth) = (self.at, self.at + 2, 1);
        while depth > 0 {
            match &self.bytes[at..] {
                [b'*', b'/', ..] => (at, depth) = (at + 2, depth - 1),
                [b'/', b'*', ..] if nests => (at, depth) = (at + 2, depth + 1),
                [] => return self.broken(start..start + 2, "comment"),
                _ => at += 1,
            }
        }
        self.blank(at);
    }

    fn quoted(&mut self, close: u8, escapes: bool, what: &'static str) {
        let mut at = self.at + 1;
        loop {
            match &self.bytes[at.min(self.bytes.len())..] {
                [] => return self.broken(self.at..self.at + 1, what),
                [b'\\', ..] if escapes => at += 2,
                [a, b, ..] if *a == close && *b == close && close != b']' => at += 2,
                [a, ..] if *a == close => break,
                _ => at += 1,
            }
        }
        self.keep(at + 1);
        self.current.previous.clear();
        self.at = at + 1;
    }

    fn dollar(&mut self) {
        let rest = &self.bytes[self.at + 1..];
        let tag = rest.iter().take_while(|b| is_word(**b)).count();
        let opens = rest.get(tag) == Some(&b'$') && !rest[0].is_ascii_digit();
        self.current.previous.clear();
        if !opens {
            self.keep(self.at + 1);
            self.at += 1;
            return;
        }
        let mark = self.bytes[self.at..self.at + tag + 2].to_vec();
        match self.find(self.at + mark.len(), &mark) {
            None => self.broken(self.at..self.at + mark.len(), "dollar-quoted string"),
            Some(at) => {
                self.keep(at + mark.len());
                self.at = at + mark.len();
            }
        }
    }

    fn word(&mut self) {
        let rest = &self.bytes[self.at..];
        let mut length = rest
            .iter()
            .take_while(|b| is_word(**b) || **b == b'$')
            .count();
        if self.dialect == Dialect::Mysql {
            // `END$$` where `$$` is the delimiter.
            let ends = |n: &usize| rest[*n..length].starts_with(&self.delimiter);
            length = (1..length).find(ends).unwrap_or(length);
        }
        let word = String::from_utf8_lossy(&rest[..length.min(32)]).to_ascii_uppercase();
        self.keep(self.at + length);
        self.block(&word);
        if self.current.head.len() < 10 {
            self.current.head.push(word.clone());
        }
        self.current.previous = word;
        self.at += length;
    }

    /// Counts the blocks of a body, so that a `;` inside ends nothing.
    fn block(&mut self, word: &str) {
        let (current, mysql) = (&mut self.current, self.dialect == Dialect::Mysql);
        let made = made(&current.head);
        let whole = mysql && self.delimiter == b";" && !made.is_empty();
        let body = &mut current.body;
        let opens_body = whole && body.opens(word, &current.previous, made, current.depth);
        let opens = match word {
            "BEGIN" => self.delimiter == b";" && self.dialect != Dialect::Postgres,
            "ATOMIC" => self.dialect == Dialect::Postgres && current.previous == "BEGIN",
            "CASE" => current.depth > 0 && current.previous != "END",
            "END" => {
                // `END IF` and the like close what was not counted.
                let next = self.bytes[self.at + 3..].trim_ascii_start();
                let next = &next[..next.iter().take_while(|b| is_word(**b)).count()];
                let other = ["IF", "LOOP", "WHILE", "REPEAT", "FOR"]
                    .iter()
                    .any(|w| next.eq_ignore_ascii_case(w.as_bytes()));
                let counted = usize::from(!(mysql && other) || current.body.ends(next));
                current.depth = current.depth.saturating_sub(counted);
                false
            }
            _ => false,
        };
        if opens_body || opens && (current.depth > 0 || !made.is_empty()) {
            self.open(self.at + word.len());
        }
    }

    /// A rule of PostgreSQL may have several statements in parentheses.
    fn sign(&mut self, sign: u8) {
        let current = &mut self.current;
        let made = made(&current.head);
        let rule = self.dialect == Dialect::Postgres && made == "RULE";
        match sign {
            b'(' if rule => self.open(self.at + 1),
            b')' if rule => current.depth = current.depth.saturating_sub(1),
            _ if self.dialect == Dialect::Mysql => current.body.sign(sign, made, current.depth),
            _ => {}
        }
    }

    fn open(&mut self, end: usize) {
        if self.current.depth == 0 {
            self.current.opened = self.at..end;
        }
        self.current.depth += 1;
    }

    fn delimit(&mut self) {
        let copies = self.dialect == Dialect::Postgres && self.copies_from_stdin();
        self.finish();
        self.at += self.delimiter.len();
        if copies {
            self.skip_data();
        }
    }

    fn finish(&mut self) {
        let current = std::mem::take(&mut self.current);
        if let Some(start) = current.start {
            self.statements.push(start..current.end);
        }
    }

    /// Reports what has no end and goes on after the next line that ends in a delimiter: with
    /// luck that is the end of this statement.
    fn broken(&mut self, range: Range<usize>, what: &'static str) {
        let start = range.start;
        self.problems.push(Problem { range, what });
        let ends = |line: &[u8]| line.trim_ascii_end().ends_with(&self.delimiter);
        let mut at = start;
        for line in self.bytes[start..].split_inclusive(|b| *b == b'\n') {
            at += line.len();
            if ends(line) {
                break;
            }
        }
        // The statement is lost, so it is not handed on.
        self.current = Current::default();
        self.in_version_comment = false;
        self.at = at.max(start + 1);
        // What was blanked behind this place may be none of a comment now.
        self.masked[self.at..].copy_from_slice(&self.bytes[self.at..]);
    }
}

/// Whether a line is a comment of one of these marks.
fn is_mark(line: &[u8], marks: &[&str]) -> bool {
    let Some(start) = line.iter().position(|b| !matches!(b, b'-' | b'#' | b' ')) else {
        return false;
    };
    let comment = line.starts_with(b"--") || line.starts_with(b"#");
    let text = line[start..].trim_ascii_end();
    comment
        && marks.iter().any(|mark| {
            let (mark, options) = (mark.as_bytes(), text.get(mark.len()));
            // Prose is a mark only by itself; the others may have options behind them.
            let ends = options.is_none_or(|b| *b == b' ' && !mark.contains(&b' '));
            let head = text.get(..mark.len());
            ends && head.is_some_and(|head| head.eq_ignore_ascii_case(mark))
        })
}

fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric() || byte >= 0x80
}
