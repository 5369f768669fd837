//! What each statement does to the catalog.

use std::ops::Range;

use super::alter::{alter_table, drop_named, rename_table};
use super::catalog::{Catalog, EnumType, Name, TableRef};
use super::column::sql_type;
use super::constraint::note;
use super::cursor::{Cursor, Reading};
use super::index::create_index;
use super::table::{create_table, create_view};
use super::tokens::{Token, tokens};
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;
use crate::source::{FileId, Span};

/// What can stand behind CREATE, after some modifiers.
const KINDS: &[&str] = &[
    "TABLE",
    "INDEX",
    "TYPE",
    "DOMAIN",
    "SCHEMA",
    "DATABASE",
    "VIEW",
    "TRIGGER",
    "FUNCTION",
    "PROCEDURE",
    "SEQUENCE",
    "EXTENSION",
    "AGGREGATE",
    "CAST",
    "OPERATOR",
    "EVENT",
    "RULE",
    "POLICY",
    "PUBLICATION",
    "STATISTICS",
    "ROLE",
    "USER",
    "COLLATION",
    "LANGUAGE",
    "SERVER",
    "SEARCH",
];

/// A statement's place, and where what it says goes.
pub(super) struct Statement<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

/// How a statement was taken.
pub(super) enum Outcome {
    /// It changed the catalog, or said why not.
    Read,
    /// It says nothing about the shape of the data; its first words.
    Skipped(String),
}

impl Statement<'_> {
    /// Applies the statement to the catalog.
    pub(super) fn apply(&self, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Outcome {
        let words = first_words(&self.text[self.range.clone()]);
        let word = |at: usize| words.get(at).map_or("", String::as_str);
        let kind_at = words
            .iter()
            .skip(1)
            .position(|w| KINDS.contains(&w.as_str()));
        let kind = kind_at.map_or("", |at| word(at + 1));
        match (word(0), kind) {
            ("CREATE", "TABLE" | "INDEX" | "TYPE" | "DOMAIN" | "SCHEMA" | "VIEW")
            | ("ALTER", "TABLE" | "TYPE" | "SEQUENCE" | "INDEX")
            | ("DROP", "TABLE" | "TYPE" | "INDEX" | "DOMAIN")
            | ("RENAME", "TABLE") => self.read(catalog, notes),
            ("COMMENT", _) if matches!(word(2), "TABLE" | "COLUMN" | "TYPE") => {
                self.read(catalog, notes)
            }
            ("SET", _) if words.iter().any(|w| w == "SEARCH_PATH") => self.read(catalog, notes),
            ("CREATE", "TRIGGER" | "RULE") => self.writes(kind, &words, catalog.dialect, notes),
            ("CREATE", _) if word(1) == "EXTENSION" || kind == "SEQUENCE" => {
                Outcome::Skipped(format!("CREATE {kind}"))
            }
            ("CREATE", "FUNCTION" | "PROCEDURE" | "AGGREGATE" | "EVENT" | "POLICY") => {
                let text = format!("{} left out", kind.to_lowercase());
                notes.push(note("routine", self.head(), &text));
                Outcome::Skipped(format!("CREATE {kind}"))
            }
            ("DO", _) => {
                let message = "this block runs code that may change the schema; it is not run here";
                let code = Diagnostic::warning("runs-code", self.head(), message);
                notes.push(code.help("read a dump of the finished database instead"));
                Outcome::Read
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
        Outcome::Skipped(format!("CREATE {kind}"))
    }

    /// The first line of the statement.
    fn head(&self) -> Span {
        let text = &self.text[self.range.clone()];
        let length = text.find('\n').unwrap_or(text.len());
        let length = text[..length].trim_end().len();
        Span::new(self.file, self.range.start..self.range.start + length)
    }

    fn read(&self, catalog: &mut Catalog, notes: &mut Vec<Diagnostic>) -> Outcome {
        let tokens = match tokens(self.text, self.range.clone(), catalog.dialect) {
            Ok(tokens) => tokens,
            Err(error) => {
                let at = Span::new(self.file, error.at..error.at + 1);
                let message = format!("statement not understood: {}", error.message);
                notes.push(Diagnostic::warning("statement-not-understood", at, message));
                return Outcome::Read;
            }
        };
        let mut cursor = Cursor::new(
            &tokens,
            self.file,
            self.text,
            catalog.dialect,
            self.range.end,
        );
        if let Err(error) = statement(&mut cursor, &tokens, catalog, notes) {
            notes.push(*error);
        }
        Outcome::Read
    }
}

/// Statements that are passed over without a word.
const SILENT: &[&str] = &[
    "SET",
    "GRANT",
    "REVOKE",
    "BEGIN",
    "START",
    "COMMIT",
    "END",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "USE",
    "LOCK",
    "UNLOCK",
    "ANALYZE",
    "ANALYSE",
    "VACUUM",
    "CLUSTER",
    "REINDEX",
    "REFRESH",
    "PRAGMA",
    "INSERT",
    "REPLACE",
    "UPDATE",
    "DELETE",
    "SELECT",
    "WITH",
    "COPY",
    "LOAD",
    "TRUNCATE",
    "FLUSH",
    "OPTIMIZE",
    "RESET",
    "SHOW",
    "EXPLAIN",
    "PREPARE",
    "EXECUTE",
    "DEALLOCATE",
    "CALL",
    "ATTACH",
    "DETACH",
    "DISCARD",
    "NOTIFY",
    "LISTEN",
    "VALUES",
    "SECURITY",
    "REASSIGN",
    "IMPORT",
    "CHECKPOINT",
    "DELIMITER",
    "SOURCE",
    "EXIT",
    "QUIT",
];

fn first_words(text: &str) -> Vec<String> {
    let words = text
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|w| !w.is_empty());
    words.take(16).map(str::to_ascii_uppercase).collect()
}

fn statement(
    c: &mut Cursor<'_>,
    tokens: &[Token],
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    if c.take("CREATE") {
        return create(c, tokens, catalog, notes);
    }
    if c.take("ALTER TABLE") || c.take("ALTER FOREIGN TABLE") {
        return alter_table(c, catalog, notes);
    }
    if c.take("ALTER SEQUENCE") {
        return alter_sequence(c, catalog);
    }
    if c.take("ALTER TYPE") {
        return alter_type(c, catalog);
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
    if c.take("COMMENT ON") {
        return comment(c, catalog);
    }
    if c.take("SET") {
        c.take_any(&["SESSION", "LOCAL"]);
        c.expect("SEARCH_PATH")?;
        c.take_any(&["TO", "="]);
        let first = c
            .string()
            .or_else(|_| c.name().map(|n| n.text))
            .unwrap_or_default();
        catalog.namespace = Some(first)
            .filter(|name| !name.is_empty() && !name.starts_with('$') && name != "default");
        return Ok(());
    }
    Ok(())
}

fn create(
    c: &mut Cursor<'_>,
    tokens: &[Token],
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let mut modifiers = vec![];
    while !c.is_done() && !c.is_any(KINDS) {
        let from = c.position();
        c.skip();
        modifiers.push(c.since(from).text.to_ascii_uppercase());
    }
    if c.take("TABLE") {
        if modifiers.iter().any(|m| m == "VIRTUAL") {
            notes.push(note("virtual-table", c.here(), "virtual table left out"));
            return Ok(());
        }
        let created = create_table(c, catalog, &modifiers, notes);
        return created.map_err(|error| Box::new(error.label("the table is left out")));
    }
    if c.take("INDEX") {
        return create_index(c, catalog, &modifiers, notes);
    }
    if c.take("VIEW") {
        create_view(c, catalog, notes);
    } else if c.take("TYPE") {
        return create_type(c, catalog, notes);
    } else if c.take("DOMAIN") {
        let name = c.table()?;
        c.take("AS");
        let base = sql_type(c)?;
        catalog.domains.insert(catalog.key(&name), base);
    } else if c.take("SCHEMA") {
        return create_schema(c, tokens, catalog, notes);
    }
    Ok(())
}

fn create_type(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let name = c.table()?;
    if !c.take("AS ENUM") {
        let message = format!(
            "type `{}` is opaque: its columns are read as text",
            name.name.text
        );
        notes.push(note("opaque-type", name.name.span, &message));
        return Ok(());
    }
    let values = c
        .group()?
        .items()
        .iter_mut()
        .map(Cursor::string)
        .collect::<Reading<Vec<_>>>()?;
    let namespace = catalog.namespace_of(name.namespace.as_deref());
    let key = catalog.key(&name);
    catalog.enums.insert(
        key,
        EnumType {
            namespace,
            name: name.name,
            values,
            comment: None,
        },
    );
    Ok(())
}

/// `CREATE SCHEMA name` with the statements that may follow inside.
fn create_schema(
    c: &mut Cursor<'_>,
    tokens: &[Token],
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    c.take("IF NOT EXISTS");
    if c.take("AUTHORIZATION") {
        return Ok(());
    }
    let name = c.name()?;
    let mut starts = vec![];
    while !c.is_done() {
        if c.is_any(&["CREATE", "GRANT"]) {
            starts.push(c.position());
        }
        c.skip();
    }
    let outer = catalog.namespace.replace(name.text);
    let ends = starts.iter().skip(1).copied().chain([tokens.len()]);
    let mut result = Ok(());
    for (start, end) in starts.iter().copied().zip(ends) {
        let inner = &tokens[start..end];
        let read = statement(&mut c.part(start..end), inner, catalog, notes);
        result = result.and(read);
    }
    catalog.namespace = outer;
    result
}

/// `ALTER SEQUENCE s OWNED BY table.column`: the sequence belongs to a serial column.
fn alter_sequence(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("IF EXISTS");
    let sequence = c.table()?;
    c.skip_to(&["OWNED"]);
    if c.take("OWNED BY") && !c.is("NONE") {
        catalog.owned_sequences.push(sequence.name.text);
    }
    Ok(())
}

fn alter_type(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let name = c.table()?;
    let Some(at) = catalog.find(&catalog.enums, &name) else {
        return Ok(());
    };
    let values = &mut catalog.enums[at].values;
    let position = |values: &[String], value: &str| values.iter().position(|v| v == value);
    if c.take("ADD VALUE") {
        c.take("IF NOT EXISTS");
        let value = c.string()?;
        if values.contains(&value) {
            return Ok(());
        }
        let at = match c.take_any(&["BEFORE", "AFTER"]) {
            Some(side) => {
                let after = usize::from(side == "AFTER");
                position(values, &c.string()?).map(|at| at + after)
            }
            None => None,
        };
        values.insert(at.unwrap_or(values.len()), value);
    } else if c.take("RENAME VALUE") {
        let old = c.string()?;
        c.expect("TO")?;
        let new = c.string()?;
        if let Some(at) = position(values, &old) {
            values[at] = new;
        }
    } else if c.take("RENAME TO") {
        let new = c.name()?;
        let Some((_, mut moved)) = catalog.enums.shift_remove_index(at) else {
            return Ok(());
        };
        rename_type(catalog, &name.name.text, &new.text);
        let reference = TableRef {
            namespace: moved.namespace.clone(),
            name: new.clone(),
        };
        moved.name = new;
        let key = catalog.key(&reference);
        catalog.enums.insert(key, moved);
    }
    Ok(())
}

fn rename_type(catalog: &mut Catalog, old: &str, new: &str) {
    for column in catalog.tables.values_mut().flat_map(|t| &mut t.columns) {
        if column.ty.name == old {
            column.ty.name = new.to_owned();
        }
    }
}

fn alter_index(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("IF EXISTS");
    let old = c.table()?.name.text;
    if c.take("RENAME TO") {
        let new = c.name()?;
        let names = catalog
            .tables
            .values_mut()
            .flat_map(|t| &mut t.indexes)
            .map(|i| &mut i.name);
        for name in names.flatten().filter(|n| n.text == old) {
            name.text = new.text.clone();
        }
    }
    Ok(())
}

fn drop(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("TEMPORARY");
    let what = c
        .take_any(&["TABLE", "INDEX", "TYPE", "DOMAIN"])
        .unwrap_or_default();
    c.take("CONCURRENTLY");
    c.take("IF EXISTS");
    for item in &mut c.items() {
        let name = item.table()?;
        match what {
            "TABLE" => drop_table(catalog, &name),
            "INDEX" => catalog
                .tables
                .values_mut()
                .for_each(|t| drop_named(t, &name.name.text, "INDEX")),
            _ => {
                let key = catalog.key(&name);
                catalog.enums.shift_remove(&key);
                catalog.domains.shift_remove(&key);
            }
        }
    }
    Ok(())
}

fn drop_table(catalog: &mut Catalog, name: &TableRef) {
    let key = catalog.key(name);
    catalog.folded.remove(&key);
    catalog.remove_table(name);
}

fn comment(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let what = c.take_any(&["TABLE", "COLUMN", "TYPE"]).unwrap_or_default();
    let mut path = c.path()?;
    c.expect("IS")?;
    let text = if c.take("NULL") {
        None
    } else {
        Some(c.string()?)
    };
    let text = text.filter(|text| !text.is_empty());
    let column = if what == "COLUMN" { path.pop() } else { None };
    let Some(name) = path.pop() else {
        return Ok(());
    };
    let owner = TableRef {
        namespace: path.pop().map(|n| n.text),
        name,
    };
    if what == "TYPE" {
        if let Some(at) = catalog.find(&catalog.enums, &owner) {
            catalog.enums[at].comment = text;
        }
        return Ok(());
    }
    let dialect = catalog.dialect;
    // A comment may also be for a view, which is none of ours.
    let Some(table) = catalog.table_mut(&owner) else {
        return Ok(());
    };
    match column {
        None => table.comment = text,
        Some(Name { text: name, .. }) => {
            if let Some(column) = table.column_mut(&name, dialect) {
                column.comment = text;
            }
        }
    }
    Ok(())
}
