//! ALTER TABLE, replayed on what was read so far.

use super::catalog::{Catalog, Column, Index, IndexTerm, Name, Table, TableRef};
use super::column::{column, default, identity, sql_type};
use super::constraint::table_constraint;
use super::cursor::{Cursor, Reading};
use super::names;
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;

/// Reads what follows `ALTER TABLE`.
pub(super) fn alter_table(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let guarded = c.take("IF EXISTS");
    c.take("ONLY");
    let name = c.table()?;
    c.take("*");
    let Some(at) = catalog.find(&catalog.tables, &name) else {
        // Ownership of a view or a sequence is set this way too.
        let folded = catalog.is_folded(&name);
        if guarded
            || folded
            || c.is_any(&["OWNER", "SET", "ENABLE", "DISABLE", "REPLICA", "CLUSTER"])
        {
            return Ok(());
        }
        let message = format!("`{}` is no table of this file", name.name.text);
        return Err(Box::new(Diagnostic::warning(
            "unknown-table",
            name.name.span,
            message,
        )));
    };
    let mut table = std::mem::replace(&mut catalog.tables[at], Table::new(None, name.name.clone()));
    let mut change = None;
    let mut failed = None;
    for action in &mut c.items() {
        match table_action(action, &mut table, notes) {
            Ok(None) => {}
            Ok(other) => change = other,
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    names::fill(&mut table, catalog.dialect);
    catalog.tables[at] = table;
    match change {
        None => {}
        Some(Change::Rename(new)) => rename_table(catalog, &name, new),
        Some(Change::RenameColumn(old, new)) => rename_column(catalog, &name, &old, &new),
        Some(Change::Attach(child)) => {
            catalog.remove_table(&child);
            catalog.folded.insert(catalog.key(&child));
        }
    }
    failed.map_or(Ok(()), Err)
}

/// A change that reaches beyond the table.
enum Change {
    Rename(TableRef),
    RenameColumn(Name, Name),
    Attach(TableRef),
}

fn table_action(
    c: &mut Cursor<'_>,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<Option<Change>> {
    if c.take("ADD") {
        add(c, table, notes)?;
    } else if c.is_any(&["ENABLE", "DISABLE"])
        || c.take("ALTER CONSTRAINT")
        || c.take("ALTER INDEX")
    {
        return Ok(None);
    } else if c.take("ALTER") {
        alter_column(c, table)?;
    } else if c.take("DROP") {
        drop(c, table)?;
    } else if c.take("MODIFY") {
        c.take("COLUMN");
        redefine(c, None, table, notes)?;
    } else if c.take("CHANGE") {
        c.take("COLUMN");
        let old = c.name()?;
        redefine(c, Some(old), table, notes)?;
    } else if c.take("RENAME") {
        return rename(c, table);
    } else if c.take("ATTACH PARTITION") {
        return Ok(Some(Change::Attach(c.table()?)));
    } else if c.is_postgres() && c.take("SET UNLOGGED") {
        table.unlogged = true;
    }
    // Whatever else there is says nothing about the shape of the data.
    Ok(None)
}

fn add(c: &mut Cursor<'_>, table: &mut Table, notes: &mut Vec<Diagnostic>) -> Reading<()> {
    let column_word = c.take("COLUMN");
    let guarded = c.take("IF NOT EXISTS");
    if !column_word && table_constraint(c, table, notes)? {
        return Ok(());
    }
    if c.is("PARTITION") {
        return Ok(());
    }
    if c.is("(") {
        for item in &mut c.group()?.items() {
            if !table_constraint(item, table, notes)? {
                let column = column(item, table, notes)?;
                table.columns.push(column);
            }
        }
        return Ok(());
    }
    let name = c.clone().name()?;
    if guarded && table.column_at(&name.text, c.dialect).is_some() {
        return Ok(());
    }
    let column = column(c, table, notes)?;
    place(table, column, c, None);
    Ok(())
}

/// Puts a column at its place: `FIRST`, `AFTER x`, or `usual`, or the end.
fn place(table: &mut Table, column: Column, c: &Cursor<'_>, usual: Option<usize>) {
    let at = match c.placement() {
        Some(None) => 0,
        Some(Some(after)) => table
            .column_at(&after, c.dialect)
            .map_or(table.columns.len(), |at| at + 1),
        None => usual.unwrap_or(table.columns.len()),
    };
    table.columns.insert(at.min(table.columns.len()), column);
}

fn alter_column(c: &mut Cursor<'_>, table: &mut Table) -> Reading<()> {
    c.take("COLUMN");
    let name = c.name()?;
    let Some(column) = table.column_mut(&name.text, c.dialect) else {
        return Err(no_column(&name, &table.name));
    };
    if c.take("SET DEFAULT") {
        column.default = default(c);
    } else if c.take("DROP DEFAULT") {
        column.default = None;
    } else if c.take("SET NOT NULL") {
        column.not_null = true;
    } else if c.take("DROP NOT NULL") {
        column.not_null = false;
    } else if c.take("DROP IDENTITY") {
        column.identity = None;
    } else if c.take("DROP EXPRESSION") {
        column.generated = None;
    } else if c.take("ADD GENERATED") {
        let always = c.take("ALWAYS");
        c.take("BY DEFAULT");
        c.expect("AS IDENTITY")?;
        column.identity = Some(identity(c, always)?);
        column.not_null = true;
    } else if c.take("TYPE") || c.take("SET DATA TYPE") {
        column.ty = sql_type(c)?;
        if c.take("COLLATE") {
            column.collation = c.path()?.pop().map(|n| n.text);
        }
    }
    Ok(())
}

fn no_column(column: &Name, table: &Name) -> Box<Diagnostic> {
    let message = format!(
        "table `{}` has no column `{}` here",
        table.text, column.text
    );
    Box::new(Diagnostic::warning("unknown-column", column.span, message))
}

fn redefine(
    c: &mut Cursor<'_>,
    old: Option<Name>,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let name = c.clone().name()?;
    let old = old.unwrap_or(name.clone());
    let Some(at) = table.column_at(&old.text, c.dialect) else {
        return Err(no_column(&old, &table.name));
    };
    let column = column(c, table, notes)?;
    table.columns.remove(at);
    place(table, column, c, Some(at));
    rename_own_column(table, &old.text, &name.text, c.dialect);
    Ok(())
}

/// What has a name to be dropped by.
const DROPPED: &[&str] = &["CONSTRAINT", "FOREIGN KEY", "INDEX", "KEY", "CHECK"];

fn drop(c: &mut Cursor<'_>, table: &mut Table) -> Reading<()> {
    if c.take("PRIMARY KEY") {
        table.primary_key = None;
    } else if let Some(what) = c.take_any(DROPPED) {
        c.take("IF EXISTS");
        let name = c.name()?.text;
        drop_named(table, &name, what);
    } else if !c.is_any(&["PARTITION", "PERIOD"]) {
        c.take("COLUMN");
        c.take("IF EXISTS");
        let name = c.name()?;
        if let Some(at) = table.column_at(&name.text, c.dialect) {
            let name = table.columns.remove(at).name.text;
            forget_column(table, &name, c.is_mysql());
        }
    }
    Ok(())
}

/// Removes the constraint or index of this name; `what` says which it can be.
pub(super) fn drop_named(table: &mut Table, name: &str, what: &str) {
    let is = |given: &Option<Name>| given.as_ref().is_some_and(|g| g.text == name);
    if what != "INDEX" && what != "KEY" {
        table.foreign_keys.retain(|k| !is(&k.name));
        table.checks.retain(|k| !is(&k.name));
    }
    if what != "FOREIGN KEY" && what != "CHECK" {
        table.primary_key.take_if(|k| is(&k.name));
        table.uniques.retain(|k| !is(&k.name));
        table.indexes.retain(|k| !is(&k.name));
    }
}

/// Takes a column out of keys and indexes, or these with it.
fn forget_column(table: &mut Table, name: &str, shrinks: bool) {
    let uses = |columns: &[Name]| columns.iter().any(|c| c.text == name);
    table.primary_key.take_if(|k| uses(&k.columns));
    table.uniques.retain(|k| !uses(&k.columns));
    table.foreign_keys.retain(|k| !uses(&k.columns));
    let is = |term: &IndexTerm| matches!(term, IndexTerm::Column(c) if c.text == name);
    if shrinks {
        for index in &mut table.indexes {
            index.parts.retain(|p| !is(&p.term));
        }
        table.indexes.retain(|i| !i.parts.is_empty());
    } else {
        table
            .indexes
            .retain(|i: &Index| !i.parts.iter().any(|p| is(&p.term)));
    }
}

fn rename(c: &mut Cursor<'_>, table: &mut Table) -> Reading<Option<Change>> {
    if c.take("TO") || c.take("AS") {
        return Ok(Some(Change::Rename(c.table()?)));
    }
    let what = c.take_any(&["CONSTRAINT", "INDEX", "KEY"]);
    if what.is_none() && c.is_mysql() && !c.is_at(1, "TO") && !c.is("COLUMN") {
        return Ok(Some(Change::Rename(c.table()?)));
    }
    c.take("COLUMN");
    let old = c.name()?;
    c.expect("TO")?;
    let new = c.name()?;
    if what.is_none() {
        return Ok(Some(Change::RenameColumn(old, new)));
    }
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|k| &mut k.name);
    let names = keys
        .chain(table.foreign_keys.iter_mut().map(|k| &mut k.name))
        .chain(table.checks.iter_mut().map(|k| &mut k.name))
        .chain(table.indexes.iter_mut().map(|k| &mut k.name));
    for name in names.flatten().filter(|n| n.text == old.text) {
        name.text = new.text.clone();
    }
    Ok(None)
}

/// Gives a table another name, also where other tables mention it.
pub(super) fn rename_table(catalog: &mut Catalog, old: &TableRef, new: TableRef) {
    let old_key = catalog.key(old);
    let Some(at) = catalog.find(&catalog.tables, old) else {
        return;
    };
    let mut table = std::mem::replace(&mut catalog.tables[at], Table::new(None, new.name.clone()));
    if new.namespace.is_some() {
        table.namespace = catalog.namespace_of(new.namespace.as_deref());
    }
    table.name = new.name.clone();
    let target = TableRef {
        namespace: table.namespace.clone(),
        name: new.name,
    };
    let key = catalog.key(&target);
    catalog.tables.shift_remove_index(at);
    catalog.tables.insert(key, table);
    let mut targets = vec![];
    for (t, table) in catalog.tables.values().enumerate() {
        for (k, foreign) in table.foreign_keys.iter().enumerate() {
            if catalog.key(&foreign.target) == old_key {
                targets.push((t, k));
            }
        }
    }
    for (t, k) in targets {
        let foreign = &mut catalog.tables[t].foreign_keys[k];
        foreign.target.name.text = target.name.text.clone();
        foreign.target.namespace = target.namespace.clone();
    }
}

fn rename_column(catalog: &mut Catalog, owner: &TableRef, old: &Name, new: &Name) {
    let (dialect, key) = (catalog.dialect, catalog.key(owner));
    if let Some(table) = catalog.table_mut(owner) {
        if let Some(column) = table.column_mut(&old.text, dialect) {
            column.name = new.clone();
        }
        rename_own_column(table, &old.text, &new.text, dialect);
    }
    let mut targets = vec![];
    for (t, table) in catalog.tables.values().enumerate() {
        for (k, foreign) in table.foreign_keys.iter().enumerate() {
            if catalog.key(&foreign.target) == key {
                targets.push((t, k));
            }
        }
    }
    for (t, k) in targets {
        for column in &mut catalog.tables[t].foreign_keys[k].target_columns {
            if same(&column.text, &old.text, dialect) {
                column.text = new.text.clone();
            }
        }
    }
}

fn same(a: &str, b: &str, dialect: Dialect) -> bool {
    a == b || (dialect != Dialect::Postgres && a.to_lowercase() == b.to_lowercase())
}

fn rename_own_column(table: &mut Table, old: &str, new: &str, dialect: Dialect) {
    let keys = table
        .primary_key
        .iter_mut()
        .chain(&mut table.uniques)
        .map(|k| &mut k.columns);
    let mut names: Vec<&mut Name> = keys.flatten().collect();
    names.extend(table.foreign_keys.iter_mut().flat_map(|k| &mut k.columns));
    for index in &mut table.indexes {
        names.extend(&mut index.include);
        names.extend(index.parts.iter_mut().filter_map(|p| match &mut p.term {
            IndexTerm::Column(name) => Some(name),
            IndexTerm::Expression(_) => None,
        }));
    }
    for name in names {
        if same(&name.text, old, dialect) {
            name.text = new.to_owned();
        }
    }
}
