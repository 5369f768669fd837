//! Partitions belong to their table, until they are taken out of it.

use super::catalog::{Catalog, KeyConstraint, TableRef};
use super::names;

/// A partition becomes a table of its own, with what it had as a part of another.
pub(super) fn detach(owner: &TableRef, child: TableRef, catalog: &mut Catalog) {
    let key = catalog.key(&child);
    let Some(mut table) = catalog.table(owner).cloned() else {
        return;
    };
    table.namespace = catalog.namespace_of(child.namespace.as_deref());
    table.name = child.name;
    let unnamed = |key: &mut KeyConstraint| key.name = None;
    table.primary_key.iter_mut().for_each(unnamed);
    table.uniques.iter_mut().for_each(unnamed);
    table.indexes.iter_mut().for_each(|index| index.name = None);
    table
        .columns
        .iter_mut()
        .for_each(|column| column.identity = None);
    names::fill(&mut table, catalog);
    catalog.folded.remove(&key);
    catalog.tables.insert(key, table);
}
