//! The SQL front end: DDL files of one dialect.
//!
//! A file is split into statements ([`mod@split`]); sqlparser's tokenizer for the dialect reads each
//! alone, and a grammar of our own takes from it what concerns tables. So a statement, an option
//! or an expression that nobody foresaw costs a message, never the file or the table.
//! Expressions (defaults, checks, predicates) are never taken apart: they stay as written, but for
//! a column that is called otherwise. Queries of views are, to find out their columns.
//!
//! Statements are replayed on a catalog in their order, as the engine would, and what stands
//! at the end is the schema.

mod alter;
mod catalog;
mod column;
mod constraint;
mod cursor;
mod default;
mod index;
mod inherit;
mod lexical;
mod like;
mod names;
mod normal;
mod part;
mod partition;
mod query;
mod rename;
mod sequence;
pub mod split;
mod statement;
mod table;
mod tokens;
mod types;
mod view;
mod virtual_table;
mod write;

use std::collections::BTreeMap;

use self::catalog::Catalog;
use self::split::split;
use self::statement::{Outcome, Statement};
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;
use crate::source::{FileId, Sources, Span};
use crate::written::Document;

pub(crate) use self::lexical::check_expression;
pub(crate) use self::names::{domain_check, sequence as serial_sequence};
pub use self::normal::normal;

/// The code of an error that costs a table.
pub(crate) const LOST_TABLE: &str = "lost-table";

/// What DDL files say.
#[derive(Clone, Debug)]
pub struct Ddl {
    /// The schema as written, for one dialect.
    pub document: Document,
    /// What was not understood, what was left out and what it means.
    pub diagnostics: Vec<Diagnostic>,
    /// Statements that say nothing about the shape of the data: kind and count.
    pub skipped: BTreeMap<String, usize>,
}

/// Reads files in their order, as if they were one. MariaDB is read as MySQL.
pub fn read(sources: &Sources, files: &[FileId], dialect: Dialect) -> Ddl {
    let mut catalog = Catalog::new(dialect);
    let (mut diagnostics, mut skipped) = (vec![], BTreeMap::new());
    for file in files.iter().copied() {
        let split = split(&sources.file(file).text, dialect);
        for problem in split.problems {
            let span = Span::new(file, problem.range);
            let message = format!("this {} has no end", problem.what);
            diagnostics.push(
                Diagnostic::error("unbalanced", span, message)
                    .label("begins here")
                    .help("reading goes on after the next line that ends a statement"),
            );
        }
        for range in split.included {
            let span = Span::new(file, range);
            let warning =
                Diagnostic::warning("included-file", span, "the file named here is not read");
            diagnostics.push(warning.help("name it beside this one, in its order"));
        }
        for range in split.down {
            let span = Span::new(file, range);
            diagnostics.push(constraint::note(
                "down",
                span,
                "way down of a migration left out",
            ));
        }
        for range in split.statements {
            let statement = Statement {
                file,
                text: &split.text,
                range,
            };
            if let Outcome::Skipped(what) = statement.apply(&mut catalog, &mut diagnostics) {
                *skipped.entry(what).or_default() += 1;
            }
        }
    }
    let place = Span::new(files.first().copied().unwrap_or(FileId(0)), 0..0);
    virtual_table::settle(&mut catalog);
    view::settle(&mut catalog, &mut diagnostics);
    let document = write::document(&catalog, place, &mut diagnostics);
    diagnostics.sort_by_key(|d| (d.primary.span.file, d.primary.span.start));
    Ddl {
        document,
        diagnostics,
        skipped,
    }
}
