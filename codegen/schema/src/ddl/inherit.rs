//! Tables that have the columns of others, of PostgreSQL.

use super::alter::actions_on;
use super::catalog::{Catalog, Check, Column, Table, TableRef};
use super::cursor::Cursor;

/// Columns, checks and counters of a parent; its keys are not inherited.
pub(super) fn inherit(parent: &TableRef, catalog: &Catalog, table: &mut Table) {
    let Some(parent) = catalog.table(parent) else {
        return;
    };
    let own = std::mem::take(&mut table.columns);
    let inherited = parent.columns.iter().cloned().map(|column| Column {
        local: false,
        ..column
    });
    for column in inherited.chain(own) {
        merge(column, table);
    }
    let checks = parent.checks.iter();
    table.checks.extend(checks.cloned());
    table.sequences.extend(parent.sequences.iter().cloned());
}

fn merge(column: Column, table: &mut Table) {
    let mut columns = table.columns.iter_mut();
    match columns.find(|c| c.name.text == column.name.text) {
        Some(merged) => {
            merged.not_null |= column.not_null;
            merged.local |= column.local;
            merged.default = column.default.or(merged.default.take());
        }
        None => table.columns.push(column),
    }
}

/// The tables that inherit from one, directly or not.
pub(super) fn heirs_of(table: &Table, catalog: &Catalog, heirs: &mut Vec<TableRef>) {
    let key = catalog.key(&catalog.reference(table));
    for heir in catalog.tables.values() {
        let inherits = heir.parents.iter().any(|p| catalog.key(p) == key);
        let reference = catalog.reference(heir);
        if inherits && catalog.key(&reference) != key && !heirs.contains(&reference) {
            heirs.push(reference);
            heirs_of(heir, catalog, heirs);
        }
    }
}

/// What a table has that is added to its heirs when it is added to the table.
pub(super) struct Shape {
    columns: Vec<Column>,
    checks: Vec<Check>,
}

impl Shape {
    pub(super) fn of(table: &Table) -> Shape {
        Shape {
            columns: table.columns.clone(),
            checks: table.checks.clone(),
        }
    }
}

/// Does to the heirs what was done to a table of this shape before.
pub(super) fn pass_on(
    before: &Shape,
    owner: &TableRef,
    actions: &[Cursor<'_>],
    heirs: &[TableRef],
    catalog: &mut Catalog,
) {
    let changes = actions.iter().filter(|a| is_inherited(a)).cloned();
    let changes: Vec<Cursor<'_>> = changes.collect();
    let is_new = |column: &Column| {
        let mut known = before.columns.iter();
        !known.any(|c| c.name.text == column.name.text)
    };
    let added = catalog
        .table(owner)
        .filter(|_| actions.iter().any(|a| a.is("ADD")));
    let after = added.map(Shape::of);
    for heir in heirs {
        let Some(at) = catalog.find(&catalog.tables, heir) else {
            continue;
        };
        actions_on(at, &mut changes.clone(), true, catalog, &mut vec![]);
        let (Some(after), Some(at)) = (&after, catalog.find(&catalog.tables, heir)) else {
            continue;
        };
        let heir = &mut catalog.tables[at];
        for column in after.columns.iter().filter(|c| is_new(c)) {
            let column = Column {
                local: false,
                ..column.clone()
            };
            merge(column, heir);
        }
        let checks = after.checks.iter().filter(|c| !before.checks.contains(c));
        heir.checks.extend(checks.cloned());
    }
}

/// Whether what is done to a table is done to its heirs: keys are its own, and what is added is
/// passed on as it became.
fn is_inherited(action: &Cursor<'_>) -> bool {
    let renames_column = action.is("RENAME")
        && !["TO", "CONSTRAINT"]
            .iter()
            .any(|word| action.is_at(1, word));
    action.is_any(&["ALTER", "DROP"]) || renames_column
}
