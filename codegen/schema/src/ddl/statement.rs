//! What each statement does to the catalog.

mod block;
mod comment;
mod domain;
mod drop;
mod enum_type;
mod kind;
mod placeholder;
mod routine;
mod schema;
mod search_path;
mod sequence;

use std::ops::Range;

use super::alter::alter_table;
use super::catalog::Catalog;
use super::constraint::note;
use super::cursor::{Cursor, Reading};
use super::index::{alter_index, create_index};
use super::rename::rename_table;
use super::table::{create_table, lost};
use super::tokens::{tokens, unbalanced};
use super::view::create_view;
use super::virtual_table::{stored_virtual_table, virtual_table};
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;
use crate::source::{FileId, Span};
use comment::comment;
use domain::{alter_domain, create_domain};
use drop::drop;
use enum_type::{alter_type, create_type};
use kind::{KINDS, OTHERS, SILENT, first_words};
use placeholder::placeholder;
use routine::ddl_routine;
use schema::{alter_schema, create_schema};
use sequence::{alter_sequence, create_sequence};

/// A statement's place, and where what it says goes.
pub(super) struct Statement<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

/// How a statement was taken.
pub(super) enum Outcome {
    /// It changed the catalog, or a remark says why not.
    Read,
    /// It says nothing about the shape of the data; its first words.
    Skipped(String),
}

impl Statement<'_> {
    /// Applies the statement to the catalog.
    pub(super) fn apply(&self, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Outcome {
        let words = first_words(self.written());
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let has = |word: &str| words.iter().any(|w| w == word);
        let kind_at = words
            .iter()
            .skip(1)
            .position(|w| KINDS.contains(&w.as_str()));
        let kind = kind_at.map_or("", |at| word(at + 1));
        match (word(0), kind) {
            ("CREATE", "TABLE" | "INDEX" | "TYPE" | "DOMAIN" | "SCHEMA" | "VIEW")
            | ("ALTER", "TABLE" | "TYPE" | "SEQUENCE" | "INDEX" | "DOMAIN" | "VIEW" | "SCHEMA")
            | ("DROP", "TABLE" | "TYPE" | "INDEX" | "DOMAIN" | "SCHEMA" | "VIEW")
            | ("RENAME", "TABLE") => self.read(catalog, notes),
            ("CREATE" | "DROP", "SEQUENCE") if catalog.dialect != Dialect::Sqlite => {
                self.read(catalog, notes)
            }
            ("COMMENT", _)
                if matches!(
                    word(2),
                    "TABLE" | "COLUMN" | "TYPE" | "DOMAIN" | "VIEW" | "MATERIALIZED"
                ) =>
            {
                self.read(catalog, notes)
            }
            ("SET", _) if has("SEARCH_PATH") => self.read(catalog, notes),
            ("USE", _) if catalog.dialect == Dialect::Mysql => self.read(catalog, notes),
            ("CREATE", "TRIGGER" | "RULE") => self.writes(kind, &words, catalog.dialect, notes),
            ("CREATE", _) if OTHERS.iter().any(|(other, _)| *other == kind) => {
                self.other(kind, catalog, notes)
            }
            ("SELECT", _) if has("SET_CONFIG") && has("SEARCH_PATH") => self.read(catalog, notes),
            ("INSERT", _) if has("SQLITE_SCHEMA") || has("SQLITE_MASTER") => {
                stored_virtual_table(self.written(), catalog);
                Outcome::Skipped("INSERT".to_owned())
            }
            ("SOURCE", _) => {
                let message = "the file named here is not read";
                let warning = Diagnostic::warning("included-file", self.head(), message);
                notes.push(warning.help("name it beside this one, in its order"));
                Outcome::Read
            }
            ("DO", _) if catalog.dialect == Dialect::Postgres => self.block(catalog, notes),
            ("PREPARE", _) if catalog.dialect == Dialect::Mysql => {
                self.runs_code("statement", notes)
            }
            ("SELECT" | "CALL", _) if words.iter().any(|w| catalog.ddl_routines.contains(w)) => {
                self.runs_code("statement", notes)
            }
            ("CREATE" | "ALTER" | "DROP" | "COMMENT", _) => {
                let what = if kind.is_empty() { word(1) } else { kind };
                Outcome::Skipped(format!("{} {what}", word(0)))
            }
            (first, _) if SILENT.contains(&first) => Outcome::Skipped(first.to_owned()),
            _ => {
                let message = "statement not understood and left out";
                notes.push(Diagnostic::warning(
                    "unknown-statement",
                    self.head(),
                    message,
                ));
                Outcome::Read
            }
        }
    }

    /// What a schema says nothing of. A routine that changes tables is remembered.
    fn other(&self, kind: &str, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Outcome {
        let code = OTHERS.iter().find(|(other, _)| *other == kind);
        let code = code.map_or("other", |(_, code)| *code);
        let text = format!("{} left out", code.replace('-', " "));
        notes.push(note(code, self.head(), &text));
        if matches!(kind, "FUNCTION" | "PROCEDURE") {
            catalog
                .ddl_routines
                .extend(ddl_routine(self.written(), kind));
        }
        Outcome::Read
    }

    /// A block of PL/pgSQL, which may be nothing but statements.
    fn block(&self, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Outcome {
        let Some(statements) = block::statements(self.text, self.range.clone()) else {
            return self.runs_code("block", notes);
        };
        for range in statements {
            let inner = Statement { range, ..*self };
            let mut said = vec![];
            inner.apply(catalog, &mut said);
            // What is there already is what such a block is about.
            notes.extend(said.into_iter().filter(|d| !d.code.ends_with("-twice")));
        }
        Outcome::Read
    }

    /// Code that only an engine can run.
    fn runs_code(&self, what: &str, notes: &mut Vec<Diagnostic>) -> Outcome {
        let message =
            format!("this {what} runs code that may change the schema; it is not run here");
        let code = Diagnostic::warning("runs-code", self.head(), message);
        notes.push(code.help("read a dump of the finished database instead"));
        Outcome::Read
    }

    /// Triggers and rules that change what is written.
    fn writes(
        &self,
        kind: &str,
        words: &[String],
        dialect: Dialect,
        notes: &mut Vec<Diagnostic>,
    ) -> Outcome {
        let has = |word: &str| words.iter().any(|w| w == word);
        // Only a trigger before a write can fill columns, and SQLite's cannot even that.
        let fills = has("BEFORE") && (has("INSERT") || has("UPDATE")) && dialect != Dialect::Sqlite;
        if kind == "RULE" || has("INSTEAD") || fills {
            let message = format!(
                "this {} may change what a statement writes; models know nothing of it",
                kind.to_lowercase()
            );
            notes.push(Diagnostic::warning("trigger", self.head(), message));
        } else {
            notes.push(note("trigger", self.head(), "trigger left out"));
        }
        Outcome::Read
    }

    fn written(&self) -> &str {
        &self.text[self.range.clone()]
    }

    /// The first line of the statement.
    fn head(&self) -> Span {
        let text = self.written();
        let length = text.find('\n').unwrap_or(text.len());
        let length = text[..length].trim_end().len();
        Span::new(self.file, self.range.start..self.range.start + length)
    }

    fn read(&self, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Outcome {
        let tokens = match tokens(self.text, self.range.clone(), catalog.dialect) {
            Ok(tokens) => tokens,
            Err(error) => {
                let width = self.text[error.at..]
                    .chars()
                    .next()
                    .map_or(0, char::len_utf8);
                notes.push(self.unreadable(error.at..error.at + width, &error.message));
                return Outcome::Read;
            }
        };
        if let Some(at) = unbalanced(&tokens, self.text) {
            notes.push(self.unreadable(at, "this bracket has no other end"));
            return Outcome::Read;
        }
        let mut cursor = Cursor::new(
            &tokens,
            self.file,
            self.text,
            catalog.dialect,
            self.range.end,
        );
        if let Err(error) = statement(&mut cursor, catalog, notes) {
            notes.push(self.hinted(*error));
        }
        Outcome::Read
    }

    /// A statement that is lost before its first word is read.
    fn unreadable(&self, at: Range<usize>, why: &str) -> Diagnostic {
        let message = format!("statement not understood: {why}");
        let at = Span::new(self.file, at);
        let error = Diagnostic::warning("statement-not-understood", at, message);
        let words = first_words(self.written());
        let has = |word: &str| words.iter().any(|w| w == word);
        let makes_table = words.first().is_some_and(|w| w == "CREATE") && has("TABLE");
        let error = if makes_table { lost(error) } else { error };
        self.hinted(error)
    }

    /// Says what a statement with placeholders lacks.
    fn hinted(&self, error: Diagnostic) -> Diagnostic {
        match placeholder(self.written()) {
            Some(found) => error.help(format!("fill in the template first: it has `{found}`")),
            None => error,
        }
    }
}

/// How a change of a table may begin.
const ALTER_TABLE: &[&str] = &[
    "ALTER TABLE",
    "ALTER FOREIGN TABLE",
    "ALTER IGNORE TABLE",
    "ALTER ONLINE TABLE",
    "ALTER ONLINE IGNORE TABLE",
];

fn statement(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    if c.take("CREATE") {
        return create(c, catalog, notes);
    }
    if c.take_any(ALTER_TABLE).is_some() {
        return alter_table(c, catalog, notes);
    }
    if c.take("ALTER VIEW") || c.take("ALTER MATERIALIZED VIEW") {
        return match c.is_mysql() {
            true => create_view(c, catalog, &[]),
            false => alter_table(c, catalog, notes),
        };
    }
    if c.take("ALTER SEQUENCE") {
        return alter_sequence(c, catalog);
    }
    if c.take("ALTER TYPE") {
        return alter_type(c, catalog);
    }
    if c.take("ALTER DOMAIN") {
        return alter_domain(c, catalog);
    }
    if c.take("ALTER SCHEMA") {
        return alter_schema(c, catalog);
    }
    if c.take("ALTER INDEX") {
        return alter_index(c, catalog);
    }
    if c.take("DROP") {
        return drop(c, catalog);
    }
    if c.take("RENAME TABLE") {
        for item in &mut c.items() {
            let old = item.table()?;
            item.expect("TO")?;
            rename_table(catalog, &old, item.table()?);
        }
        return Ok(());
    }
    if c.take("USE") {
        catalog.enter_database(c.name()?.text);
        return Ok(());
    }
    if c.take("COMMENT ON") {
        return comment(c, catalog);
    }
    if c.take("SET") {
        return search_path::set(c, catalog);
    }
    if c.take("SELECT") {
        return search_path::set_config(c, catalog);
    }
    Err(c.unexpected("another statement"))
}

fn create(c: &mut Cursor<'_>, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Reading<()> {
    let mut modifiers = vec![];
    while !c.is_done() && !c.is_any(KINDS) {
        let from = c.position();
        c.skip();
        modifiers.push(c.since(from).text.to_ascii_uppercase());
    }
    if c.take("TABLE") {
        if modifiers.iter().any(|m| m == "VIRTUAL") {
            return virtual_table(c, catalog, notes);
        }
        let created = create_table(c, catalog, &modifiers, notes);
        return created.map_err(|error| Box::new(lost(*error)));
    }
    if c.take("INDEX") {
        return create_index(c, catalog, &modifiers);
    }
    if c.take("VIEW") {
        return create_view(c, catalog, &modifiers);
    }
    if c.take("TYPE") {
        return create_type(c, catalog, notes);
    } else if c.take("DOMAIN") {
        return create_domain(c, catalog);
    } else if c.take("SEQUENCE") {
        return create_sequence(c, catalog, &modifiers);
    } else if c.take("SCHEMA") {
        return in_schema(c, catalog, notes);
    }
    Ok(())
}

/// `CREATE SCHEMA` with the statements inside it.
fn in_schema(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let Some(schema) = create_schema(c)? else {
        return Ok(());
    };
    let outer = catalog.namespace.replace(schema.name.text);
    for tokens in schema.statements {
        if let Err(error) = statement(&mut c.part(tokens), catalog, notes) {
            notes.push(*error);
        }
    }
    catalog.namespace = outer;
    Ok(())
}
