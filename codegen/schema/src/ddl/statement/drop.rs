//! DROP.

use crate::ddl::alter::drop_named;
use crate::ddl::catalog::{Catalog, TableRef};
use crate::ddl::cursor::{Cursor, Reading};

/// Reads what follows `DROP`.
pub(super) fn drop(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("TEMPORARY");
    let what = c
        .take_any(&["TABLE", "INDEX", "TYPE", "DOMAIN"])
        .unwrap_or_default();
    c.take("CONCURRENTLY");
    c.take("IF EXISTS");
    for item in &mut c.items() {
        let name = item.table()?;
        match what {
            "TABLE" => drop_table(catalog, &name),
            "INDEX" => catalog
                .tables
                .values_mut()
                .for_each(|t| drop_named(t, &name.name.text, "INDEX")),
            _ => {
                let key = catalog.key(&name);
                catalog.enums.shift_remove(&key);
                catalog.domains.shift_remove(&key);
            }
        }
    }
    Ok(())
}

fn drop_table(catalog: &mut Catalog, name: &TableRef) {
    let key = catalog.key(name);
    catalog.folded.remove(&key);
    catalog.remove_table(name);
}
