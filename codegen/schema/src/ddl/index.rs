//! CREATE INDEX and ALTER INDEX.

use super::catalog::{Catalog, Index};
use super::constraint::{columns, nulls_not_distinct, parts, using};
use super::cursor::{Cursor, Reading};
use super::names;
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
    let dialect = catalog.dialect;
    let folded = catalog.is_folded(&target);
    let Some(table) = catalog.table_mut(&target) else {
        if folded {
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
    if guarded && table.indexes.iter().any(named) {
        return Ok(());
    }
    if nulls_equal && index.unique && index.predicate.is_none() {
        // The one kind of index that only a constraint can say in the schema.
        let (columns, span) = (columns(&index.parts), index.span);
        let key = super::catalog::KeyConstraint {
            name: index.name,
            columns,
            nulls_equal,
            descending: false,
            span,
        };
        table.uniques.push(key);
    } else {
        table.indexes.push(index);
    }
    names::fill(table, dialect);
    Ok(())
}

/// Reads what follows `ALTER INDEX`.
pub(super) fn alter_index(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
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
