//! CREATE SCHEMA.

use std::ops::Range;

use crate::ddl::catalog::{Catalog, Name};
use crate::ddl::cursor::{Cursor, Reading};
use crate::ddl::rename::rename_schema;

/// A schema and the statements that are written inside it.
pub(super) struct Schema {
    pub(super) name: Name,
    /// Positions of their tokens.
    pub(super) statements: Vec<Range<usize>>,
}

/// Reads what follows `CREATE SCHEMA`; none where the schema is named after its owner.
pub(super) fn create_schema(c: &mut Cursor<'_>) -> Reading<Option<Schema>> {
    c.take("IF NOT EXISTS");
    if c.take("AUTHORIZATION") {
        return Ok(None);
    }
    let name = c.name()?;
    let mut starts = vec![];
    while !c.is_done() {
        if c.is_any(&["CREATE", "GRANT"]) {
            starts.push(c.position());
        }
        c.skip();
    }
    let ends = starts.iter().skip(1).copied().chain([c.position()]);
    let statements = starts.iter().copied().zip(ends);
    let statements = statements.map(|(start, end)| start..end).collect();
    Ok(Some(Schema { name, statements }))
}

/// Reads what follows `ALTER SCHEMA`.
pub(super) fn alter_schema(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let old = c.name()?.text;
    if c.take("RENAME TO") {
        let new = c.name()?.text;
        rename_schema(catalog, &old, &new);
    }
    Ok(())
}
