//! Sequences: how they count, what they are called, whose they are.

use super::enum_type::renamed;
use crate::ddl::catalog::{Catalog, Sequence};
use crate::ddl::cursor::{Cursor, Reading};
use crate::ddl::rename::rename_sequence;
use crate::ddl::sequence::count;
use crate::ir::Count;

/// Reads what follows `CREATE SEQUENCE`.
pub(super) fn create_sequence(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    modifiers: &[String],
) -> Reading<()> {
    if modifiers.iter().any(|m| m.starts_with("TEMP")) {
        return Ok(());
    }
    let replaces = modifiers.iter().any(|m| m == "REPLACE");
    c.take("IF NOT EXISTS");
    let written = c.table()?;
    let key = catalog.key(&written);
    if catalog.sequences.contains_key(&key) && !replaces {
        return Ok(());
    }
    let mut made = Sequence {
        namespace: catalog.namespace_of(written.namespace.as_deref()),
        name: written.name.clone(),
        count: Count::default(),
    };
    if count(c, &mut made.count) {
        catalog.owned_sequences.push(written.name.text);
    }
    made.count = made.count.shortest(catalog.dialect);
    catalog.sequences.insert(key, made);
    Ok(())
}

/// `ALTER SEQUENCE s OWNED BY table.column`: the sequence belongs to a serial column. Else it
/// counts otherwise, or has another name.
pub(super) fn alter_sequence(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("IF EXISTS");
    let written = c.table()?;
    let found = catalog.find(&catalog.sequences, &written);
    if let Some(at) = found
        && let Some((old, new)) = renamed(c, catalog.whole(&catalog.sequences, &written, at))?
    {
        rename_sequence(catalog, &old, new);
        return Ok(());
    }
    let known = found.map(|at| catalog.sequences[at].count.whole(catalog.dialect));
    let mut changed = known.unwrap_or_default();
    if count(c, &mut changed) {
        catalog.owned_sequences.push(written.name.text);
    }
    if let Some(at) = found {
        catalog.sequences[at].count = changed.shortest(catalog.dialect);
    }
    Ok(())
}
