//! CREATE INDEX and ALTER INDEX.

use super::catalog::{Catalog, Index, IndexPart, IndexTerm, KeyConstraint, Table};
use super::constraint::{columns, note, nulls_not_distinct, parts, using};
use super::cursor::{Cursor, Reading};
use super::names;
use super::rename::rename_constraint;
use crate::diagnostic::Diagnostic;

/// Reads what follows `CREATE .. INDEX`.
pub(super) fn create_index(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    modifiers: &[String],
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let span = c.here();
    c.take("CONCURRENTLY");
    let guarded = c.take("IF NOT EXISTS");
    let name = if c.is("ON") { None } else { c.path()?.pop() };
    let mut method = using(c);
    c.expect("ON")?;
    c.take("ONLY");
    let target = c.table()?;
    method = method.or(using(c));
    let parts = parts(c, notes)?;
    let mut index = Index {
        name,
        parts,
        unique: false,
        predicate: None,
        method,
        include: vec![],
        span,
    };
    let mut nulls_equal = false;
    while !c.is_done() {
        if c.take("INCLUDE") {
            index.include = c.names()?;
        } else if c.take("WHERE") {
            index.predicate = Some(c.expression());
        } else if c.is("USING") {
            index.method = using(c).or(index.method);
        } else if c.is("NULLS") {
            nulls_equal = nulls_not_distinct(c);
            if !nulls_equal {
                c.skip();
            }
        } else {
            c.skip();
        }
    }
    let kind = ["FULLTEXT", "SPATIAL"]
        .into_iter()
        .find(|k| modifiers.iter().any(|m| m == k));
    index.method = kind
        .map(str::to_lowercase)
        .or(index.method)
        .filter(|m| m != "btree");
    index.unique = modifiers.iter().any(|m| m == "UNIQUE");
    let Some(at) = catalog.find(&catalog.tables, &target) else {
        if catalog.is_folded(&target) {
            return Ok(());
        }
        let message = format!(
            "index on `{}`, which is no table of this file",
            target.name.text
        );
        return Err(Box::new(Diagnostic::warning(
            "unknown-table",
            target.name.span,
            message,
        )));
    };
    let named = |other: &Index| match (&index.name, &other.name) {
        (Some(a), Some(b)) => a.text == b.text,
        _ => false,
    };
    if guarded && catalog.tables[at].indexes.iter().any(named) {
        return Ok(());
    }
    let mut table = catalog.take(at);
    if nulls_equal && index.unique {
        nulls_are_equal(index, &mut table, notes);
    } else {
        table.indexes.push(index);
    }
    names::fill(&mut table, catalog);
    catalog.tables[at] = table;
    Ok(())
}

/// Of indexes in which two NULLs are equal, the schema can say those that a constraint could be.
fn nulls_are_equal(index: Index, table: &mut Table, notes: &mut Vec<Diagnostic>) {
    let plain = |part: &IndexPart| matches!(part.term, IndexTerm::Column(_)) && !part.descending;
    if index.predicate.is_none() && index.include.is_empty() && index.parts.iter().all(plain) {
        table.uniques.push(KeyConstraint {
            columns: columns(&index.parts),
            name: index.name,
            nulls_equal: true,
            descending: false,
            span: index.span,
        });
        return;
    }
    let message = "`NULLS NOT DISTINCT` of an index left out";
    notes.push(note("nulls-not-distinct", index.span, message));
    table.indexes.push(index);
}

/// Reads what follows `ALTER INDEX`.
pub(super) fn alter_index(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("IF EXISTS");
    let old = c.table()?;
    if c.take("RENAME TO") {
        let new = c.name()?;
        for at in catalog.owners_of_index(&old) {
            rename_constraint(&mut catalog.tables[at], &old.name.text, &new.text);
        }
    }
    Ok(())
}
