//! Virtual tables of SQLite, and the tables that their modules keep.

use super::catalog::{Catalog, Name, TableRef};
use super::constraint::note;
use super::cursor::{Cursor, Reading};
use super::tokens::{Kind, tokens};
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;
use crate::source::{FileId, Span};

/// What the modules that come with the engine put behind the name of a table.
const KEPT: &[(&str, &[&str])] = &[
    (
        "fts3",
        &["content", "segments", "segdir", "docsize", "stat"],
    ),
    (
        "fts4",
        &["content", "segments", "segdir", "docsize", "stat"],
    ),
    ("fts5", &["data", "idx", "content", "docsize", "config"]),
    ("rtree", &["node", "rowid", "parent"]),
    ("rtree_i32", &["node", "rowid", "parent"]),
    ("geopoly", &["node", "rowid", "parent"]),
];

/// Reads what follows `CREATE VIRTUAL TABLE`.
pub(super) fn virtual_table(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    notes.push(note("virtual-table", c.here(), "virtual table left out"));
    read(c, catalog)
}

fn read(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("IF NOT EXISTS");
    let name = c.table()?;
    c.expect("USING")?;
    let module = c.name()?.text.to_lowercase();
    catalog.folded.insert(catalog.key(&name));
    catalog.virtual_tables.push((name.name.text, module));
    Ok(())
}

/// A dump writes a virtual table as a row of the engine's own table.
pub(super) fn stored_virtual_table(insert: &str, catalog: &mut Catalog) {
    let tokens_of = |text: &str| tokens(text, 0..text.len(), Dialect::Sqlite).unwrap_or_default();
    for token in tokens_of(insert) {
        let Kind::Text(text) = token.kind else {
            continue;
        };
        let tokens = tokens_of(&text);
        let mut c = Cursor::new(&tokens, FileId(0), &text, Dialect::Sqlite, text.len());
        if c.take("CREATE VIRTUAL TABLE") {
            // What cannot be read here was not made by the engine.
            read(&mut c, catalog).ok();
        }
    }
}

/// Takes away the tables that modules keep.
pub(super) fn settle(catalog: &mut Catalog) {
    for (name, module) in std::mem::take(&mut catalog.virtual_tables) {
        let kept = KEPT.iter().find(|(of, _)| *of == module);
        for end in kept.map_or(&[][..], |(_, ends)| ends) {
            let name = Name {
                text: format!("{name}_{end}"),
                span: Span::new(FileId(0), 0..0),
            };
            let namespace = None;
            catalog.remove_table(&TableRef { namespace, name });
        }
    }
}
