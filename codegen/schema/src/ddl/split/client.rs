//! What is meant for a client program, and not for the server.

use super::Scanner;
use crate::ir::Dialect;

impl Scanner<'_> {
    /// A line between statements that the server never sees.
    pub(super) fn client_line(&mut self) -> bool {
        let line = &self.bytes[self.at..self.line_end()];
        let starts_line = self.at == 0 || self.bytes[self.at - 1] == b'\n';
        if self.dialect == Dialect::Sqlite && starts_line && line[..line.len().min(1)] == *b"." {
            self.include(&[b".read "]);
            self.blank_line();
            return true;
        }
        if self.dialect != Dialect::Mysql || line.len() < 10 {
            return false;
        }
        let (word, rest) = line.split_at(9);
        if !word.eq_ignore_ascii_case(b"delimiter") || !rest[0].is_ascii_whitespace() {
            return false;
        }
        let mut words = rest
            .split(u8::is_ascii_whitespace)
            .filter(|w| !w.is_empty());
        if let Some(delimiter) = words.next() {
            self.delimiter = delimiter.to_vec();
        }
        self.blank_line();
        true
    }

    /// A psql command. `\g` and its kin send the statement before them.
    pub(super) fn meta_command(&mut self) {
        let sends = self.bytes.get(self.at + 1) == Some(&b'g');
        self.include(&[b"\\i ", b"\\ir ", b"\\include ", b"\\include_relative "]);
        self.blank_line();
        if sends {
            self.finish();
        }
    }

    /// Remembers a line that names another file.
    fn include(&mut self, commands: &[&[u8]]) {
        let line = &self.bytes[self.at..self.line_end()];
        if commands.iter().any(|command| line.starts_with(command)) {
            let length = line.trim_ascii_end().len();
            self.included.push(self.at..self.at + length);
        }
    }

    pub(super) fn copies_from_stdin(&self) -> bool {
        let Some(start) = self.current.start else {
            return false;
        };
        self.current.head.first().is_some_and(|w| w == "COPY")
            && self.masked[start..self.current.end]
                .split(|b| b.is_ascii_whitespace() || *b == b'(')
                .any(|w| w.eq_ignore_ascii_case(b"stdin"))
    }

    pub(super) fn skip_data(&mut self) {
        self.at = self.line_end();
        loop {
            let end = (self.at + 1).min(self.bytes.len());
            self.blank(end);
            let line_end = self.line_end();
            let last = self.bytes[self.at..line_end].trim_ascii() == b"\\.";
            self.blank(line_end);
            if last || line_end >= self.bytes.len() {
                return;
            }
        }
    }
}
