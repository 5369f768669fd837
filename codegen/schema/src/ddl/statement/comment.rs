//! COMMENT ON.

use crate::ddl::catalog::{Catalog, Name, TableRef};
use crate::ddl::cursor::{Cursor, Reading};

/// Reads what follows `COMMENT ON`.
pub(super) fn comment(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let what = c
        .take_any(&[
            "TABLE",
            "COLUMN",
            "TYPE",
            "DOMAIN",
            "VIEW",
            "MATERIALIZED VIEW",
        ])
        .unwrap_or_default();
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
    if matches!(what, "TYPE" | "DOMAIN") {
        if let Some(at) = catalog.find(&catalog.enums, &owner) {
            catalog.enums[at].comment = text;
        } else if let Some(at) = catalog.find(&catalog.domains, &owner) {
            catalog.domains[at].comment = text;
        }
        return Ok(());
    }
    let dialect = catalog.dialect;
    // A comment may also be for a view that was left out.
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
