//! A table made like another one.

use super::catalog::{Catalog, KeyConstraint, Table, TableRef};
use super::cursor::{Cursor, Reading};
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;

/// What comes along with the columns.
pub(super) struct Included {
    comments: bool,
    constraints: bool,
    defaults: bool,
    generated: bool,
    identity: bool,
    indexes: bool,
}

impl Included {
    pub(super) const ALL: Included = Included::all(true);

    const fn all(on: bool) -> Included {
        Included {
            comments: on,
            constraints: on,
            defaults: on,
            generated: on,
            identity: on,
            indexes: on,
        }
    }

    /// Reads `INCLUDING ALL EXCLUDING INDEXES` and such.
    pub(super) fn read(c: &mut Cursor<'_>) -> Included {
        let mut included = Included::all(false);
        while let Some(word) = c.take_any(&["INCLUDING", "EXCLUDING"]) {
            let on = word == "INCLUDING";
            let what = match c.take_any(&[
                "ALL",
                "COMMENTS",
                "CONSTRAINTS",
                "DEFAULTS",
                "GENERATED",
                "IDENTITY",
                "INDEXES",
            ]) {
                Some("ALL") => {
                    included = Included::all(on);
                    continue;
                }
                Some("COMMENTS") => &mut included.comments,
                Some("CONSTRAINTS") => &mut included.constraints,
                Some("DEFAULTS") => &mut included.defaults,
                Some("GENERATED") => &mut included.generated,
                Some("IDENTITY") => &mut included.identity,
                Some("INDEXES") => &mut included.indexes,
                _ => {
                    // Storage, statistics, compression.
                    c.skip();
                    continue;
                }
            };
            *what = on;
        }
        included
    }
}

/// Copies another table's columns and what is included.
pub(super) fn like(
    other: &TableRef,
    catalog: &Catalog,
    table: &mut Table,
    included: &Included,
) -> Reading<()> {
    let Some(other_table) = catalog.table(other) else {
        let message = format!("table `{}` is not known here", other.name.text);
        return Err(Box::new(Diagnostic::warning(
            "unknown-table",
            other.name.span,
            message,
        )));
    };
    for column in &other_table.columns {
        let mut column = column.clone();
        column.default.take_if(|_| !included.defaults);
        column.identity.take_if(|_| !included.identity);
        column.generated.take_if(|_| !included.generated);
        column.comment.take_if(|_| !included.comments);
        table.columns.push(column);
    }
    // A serial column goes on with the other table's sequence.
    table
        .sequences
        .extend(other_table.sequences.iter().cloned());
    if included.constraints {
        table.checks.extend(other_table.checks.iter().cloned());
    }
    if included.indexes {
        let unnamed = |key: &KeyConstraint| KeyConstraint {
            name: None,
            ..key.clone()
        };
        table.primary_key = other_table.primary_key.as_ref().map(unnamed);
        let uniques = other_table.uniques.iter().map(unnamed);
        table.uniques.extend(uniques);
        let indexes = other_table.indexes.iter().cloned().map(|mut index| {
            // In PostgreSQL an index's name is taken once it is used.
            index.name = index.name.filter(|_| catalog.dialect == Dialect::Mysql);
            index
        });
        table.indexes.extend(indexes);
    }
    Ok(())
}
