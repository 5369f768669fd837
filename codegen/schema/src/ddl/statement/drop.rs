//! DROP.

use crate::ddl::alter::drop_named;
use crate::ddl::catalog::{Catalog, Table, TableRef};
use crate::ddl::cursor::{Cursor, Reading};
use crate::ddl::rename::mentions;
use crate::ir::Dialect;

/// Reads what follows `DROP`.
pub(super) fn drop(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("TEMPORARY");
    c.take_any(&["FOREIGN", "MATERIALIZED"]);
    let what = c
        .take_any(&[
            "TABLE", "INDEX", "TYPE", "DOMAIN", "SCHEMA", "SEQUENCE", "VIEW",
        ])
        .unwrap_or_default();
    c.take("CONCURRENTLY");
    c.take("IF EXISTS");
    let cascades = c.ends_with("CASCADE");
    for item in &mut c.items() {
        let name = item.table()?;
        match what {
            "TABLE" | "VIEW" => drop_table(catalog, &name, cascades),
            "INDEX" => {
                // Indexes of MySQL have their names in their table.
                let owner = match item.take("ON") {
                    true => Some(item.table()?),
                    false => None,
                };
                drop_index(catalog, &name, owner.as_ref());
            }
            "SEQUENCE" => {
                catalog.sequences.shift_remove(&catalog.key(&name));
            }
            "SCHEMA" => drop_schema(catalog, &name.name.text),
            _ => drop_type(catalog, &name, cascades),
        }
    }
    Ok(())
}

fn drop_table(catalog: &mut Catalog, name: &TableRef, cascades: bool) {
    let key = catalog.key(name);
    catalog.folded.remove(&key);
    catalog.pending.shift_remove(&key);
    catalog.remove_table(name);
    if !cascades || catalog.dialect != Dialect::Postgres {
        return;
    }
    for view in readers_of(name, catalog) {
        drop_table(catalog, &view, true);
    }
    let foreign_keys = |table: usize| catalog.tables[table].foreign_keys.iter();
    let points_here: Vec<Vec<bool>> = (0..catalog.tables.len())
        .map(|at| {
            foreign_keys(at)
                .map(|k| catalog.key(&k.target) == key)
                .collect()
        })
        .collect();
    for (table, points_here) in catalog.tables.values_mut().zip(points_here) {
        let mut points_here = points_here.into_iter();
        table
            .foreign_keys
            .retain(|_| !points_here.next().unwrap_or_default());
    }
}

/// The views that read from a table or view.
fn readers_of(name: &TableRef, catalog: &Catalog) -> Vec<TableRef> {
    let reads = |table: &Table| {
        let view = table.view.as_ref();
        view.is_some_and(|view| {
            !mentions(&view.query.text, &name.name.text, catalog.dialect).is_empty()
        })
    };
    let views = catalog.tables.values().filter(|table| reads(table));
    views.map(|table| catalog.reference(table)).collect()
}

fn drop_index(catalog: &mut Catalog, name: &TableRef, owner: Option<&TableRef>) {
    let owners = match owner {
        Some(owner) => catalog.find(&catalog.tables, owner).into_iter().collect(),
        None => catalog.owners_of_index(name),
    };
    for at in owners {
        drop_named(
            &mut catalog.tables[at],
            &name.name.text,
            "INDEX",
            catalog.dialect,
        );
    }
}

/// A schema goes with all that is in it; where it is not empty, the engine asks for CASCADE.
fn drop_schema(catalog: &mut Catalog, name: &str) {
    let inside = |namespace: &Option<String>| namespace.as_deref() == Some(name);
    catalog.tables.retain(|_, table| !inside(&table.namespace));
    catalog.enums.retain(|_, of| !inside(&of.namespace));
    catalog.domains.retain(|key, _| !key.is_in(name));
    catalog.sequences.retain(|key, _| !key.is_in(name));
    catalog.folded.retain(|key| !key.is_in(name));
}

fn drop_type(catalog: &mut Catalog, name: &TableRef, cascades: bool) {
    let key = catalog.key(name);
    catalog.enums.shift_remove(&key);
    catalog.domains.shift_remove(&key);
    if cascades {
        for table in catalog.tables.values_mut() {
            let is_of = |ty: &crate::ddl::catalog::SqlType| ty.name == name.name.text;
            table.columns.retain(|column| !is_of(&column.ty));
        }
    }
}
