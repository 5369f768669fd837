//! CREATE INDEX and ALTER INDEX.

use super::catalog::{Catalog, Index, Name};
use super::constraint::{nulls_not_distinct, using};
use super::cursor::{Cursor, Reading};
use super::names;
use super::part::{options, parts};
use super::rename::rename_constraint;
use crate::diagnostic::Diagnostic;

/// Reads what follows `CREATE .. INDEX`.
pub(super) fn create_index(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    modifiers: &[String],
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
    let parts = parts(c)?;
    let mut index = Index::new(name, parts, span);
    index.method = method;
    tail(c, &mut index)?;
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
    table.indexes.push(index);
    names::fill(&mut table, catalog);
    catalog.tables[at] = table;
    Ok(())
}

/// What follows the parts.
fn tail(c: &mut Cursor<'_>, index: &mut Index) -> Reading<()> {
    while !c.is_done() {
        if c.take("INCLUDE") {
            index.include = c.names()?;
        } else if c.take("WHERE") {
            index.predicate = Some(c.expression());
        } else if c.is("USING") {
            index.method = using(c).or(index.method.take());
        } else if c.is("NULLS") {
            index.nulls_equal = nulls_not_distinct(c);
            if !index.nulls_equal {
                c.skip();
            }
        } else if c.is_postgres() && c.is("WITH") && c.is_at(1, "(") {
            c.take("WITH");
            index.options = options(c)?;
        } else {
            c.skip();
        }
    }
    Ok(())
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
    } else if c.is_postgres() && c.take("SET") && c.is("(") {
        let options = options(c)?;
        for at in catalog.owners_of_index(&old) {
            let indexes = catalog.tables[at].indexes.iter_mut();
            let is = |name: &Option<Name>| name.as_ref().is_some_and(|n| n.text == old.name.text);
            for index in indexes.filter(|index| is(&index.name)) {
                let other = |(key, _): &(String, String)| options.iter().all(|(new, _)| new != key);
                index.options.retain(other);
                index.options.extend(options.iter().cloned());
            }
        }
    }
    Ok(())
}
