//! ALTER TABLE, replayed on what was read so far.

use super::catalog::{
    Catalog, Column, ForeignKey, Index, IndexTerm, Name, SqlText, Table, TableRef,
};
use super::column::{column, default, identity, sql_type};
use super::constraint::{note, table_constraint};
use super::cursor::{Cursor, Reading};
use super::names;
use super::rename::{mentions, rename_column, rename_own_column, rename_table};
use super::table::mysql_option;
use crate::diagnostic::Diagnostic;
use crate::ir::Dialect;

/// Reads what follows `ALTER TABLE`.
pub(super) fn alter_table(
    c: &mut Cursor<'_>,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let guarded = c.take("IF EXISTS");
    let only = c.take("ONLY");
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
    let mut actions = c.items();
    let mut heirs: Vec<TableRef> = vec![];
    if !only {
        heirs_of(&catalog.tables[at], catalog, &mut heirs);
    }
    // Only the table's own mistakes are told; the heirs' are the same.
    actions_on(at, &mut actions.clone(), catalog, notes);
    actions.retain(is_inherited);
    for heir in heirs {
        if let Some(at) = catalog.find(&catalog.tables, &heir) {
            actions_on(at, &mut actions.clone(), catalog, &mut vec![]);
        }
    }
    Ok(())
}

fn actions_on(
    at: usize,
    actions: &mut [Cursor<'_>],
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) {
    let name = catalog.reference(&catalog.tables[at]);
    let hollow = Table::new(None, name.name.clone());
    let mut table = std::mem::replace(&mut catalog.tables[at], hollow);
    let mut changes = vec![];
    for action in actions {
        match table_action(action, &mut table, notes) {
            Ok(change) => changes.extend(change),
            Err(error) => notes.push(*error),
        }
    }
    names::fill(&mut table, catalog.dialect);
    catalog.qualify(&mut table);
    catalog.tables[at] = table;
    for change in changes {
        match change {
            Change::Rename(new) => rename_table(catalog, &name, new),
            Change::Move(namespace) => {
                let new = TableRef {
                    namespace: Some(namespace),
                    name: name.name.clone(),
                };
                rename_table(catalog, &name, new);
            }
            Change::RenameColumn(old, new) => rename_column(catalog, &name, &old, &new),
            Change::DropColumn(column) => forget_target(catalog, &name, &column),
            Change::Attach(child) => {
                catalog.remove_table(&child);
                catalog.folded.insert(catalog.key(&child));
            }
        }
    }
}

/// The tables that inherit from one, directly or not.
fn heirs_of(table: &Table, catalog: &Catalog, heirs: &mut Vec<TableRef>) {
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

/// Whether what is done to a table is done to its heirs: keys are its own.
fn is_inherited(action: &Cursor<'_>) -> bool {
    let constraint = if action.is_at(1, "CONSTRAINT") { 3 } else { 1 };
    let key = ["PRIMARY", "UNIQUE", "FOREIGN", "EXCLUDE"]
        .iter()
        .any(|word| action.is_at(constraint, word));
    let renames_column = action.is("RENAME")
        && !["TO", "CONSTRAINT"]
            .iter()
            .any(|word| action.is_at(1, word));
    (action.is("ADD") && !key) || action.is_any(&["ALTER", "DROP"]) || renames_column
}

/// A change that reaches beyond the table.
enum Change {
    Rename(TableRef),
    Move(String),
    RenameColumn(Name, Name),
    DropColumn(String),
    Attach(TableRef),
}

fn table_action(
    c: &mut Cursor<'_>,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<Option<Change>> {
    let span = c.here();
    if c.take("ADD") {
        add(c, table, notes)?;
    } else if c.take("ENABLE ROW LEVEL SECURITY") {
        let text = "row level security: a program may see fewer rows than there are";
        notes.push(note("row-security", span, text));
    } else if c.is_any(&["ENABLE", "DISABLE"])
        || c.take("ALTER CONSTRAINT")
        || c.take("ALTER INDEX")
    {
        return Ok(None);
    } else if c.take("ALTER") {
        alter_column(c, table)?;
    } else if c.take("DROP") {
        return drop(c, table);
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
    } else if c.take("SET UNLOGGED") {
        table.unlogged = true;
    } else if c.take("SET LOGGED") {
        table.unlogged = false;
    } else if c.take("SET SCHEMA") {
        return Ok(Some(Change::Move(c.name()?.text)));
    } else if c.take("INHERIT") {
        table.parents.push(c.table()?);
    } else if c.take("NO INHERIT") {
        let parent = c.table()?.name.text;
        table.parents.retain(|p| p.name.text != parent);
    } else if c.is_mysql() && c.take("CONVERT TO") {
        while !c.is_done() {
            mysql_option(c, table)?;
        }
    } else if c.is_mysql() && c.is_any(MYSQL_OPTIONS) {
        mysql_option(c, table)?;
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

/// Options of a table that may be changed one by one.
const MYSQL_OPTIONS: &[&str] = &[
    "CHARACTER",
    "CHARSET",
    "COLLATE",
    "COMMENT",
    "DEFAULT",
    "ENGINE",
    "KEY_BLOCK_SIZE",
    "ROW_FORMAT",
];

fn drop(c: &mut Cursor<'_>, table: &mut Table) -> Reading<Option<Change>> {
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
            forget_column(table, &name, c.dialect);
            if c.ends_with("CASCADE") {
                return Ok(Some(Change::DropColumn(name)));
            }
        }
    }
    Ok(None)
}

/// Removes the foreign keys of other tables that point at a column that goes.
fn forget_target(catalog: &mut Catalog, owner: &TableRef, column: &str) {
    let key = catalog.key(owner);
    let own_key = |table: &Table| table.primary_key.is_none();
    let lost_key = catalog.table(owner).is_some_and(own_key);
    let goes = |catalog: &Catalog, of: &ForeignKey| {
        let named = of.target_columns.iter().any(|c| c.text == column);
        catalog.key(&of.target) == key && (named || (of.target_columns.is_empty() && lost_key))
    };
    for at in 0..catalog.tables.len() {
        let keys = std::mem::take(&mut catalog.tables[at].foreign_keys);
        let kept = keys.into_iter().filter(|of| !goes(catalog, of)).collect();
        catalog.tables[at].foreign_keys = kept;
    }
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
fn forget_column(table: &mut Table, name: &str, dialect: Dialect) {
    let says = |sql: &SqlText| !mentions(&sql.text, name, dialect).is_empty();
    let uses = |columns: &[Name]| columns.iter().any(|c| c.text == name);
    table.primary_key.take_if(|k| uses(&k.columns));
    table.uniques.retain(|k| !uses(&k.columns));
    table.foreign_keys.retain(|k| !uses(&k.columns));
    let is = |term: &IndexTerm| matches!(term, IndexTerm::Column(c) if c.text == name);
    if dialect == Dialect::Mysql {
        for index in &mut table.indexes {
            index.parts.retain(|p| !is(&p.term));
        }
        table.indexes.retain(|i| !i.parts.is_empty());
    } else {
        table
            .indexes
            .retain(|i: &Index| !i.parts.iter().any(|p| is(&p.term)));
    }
    if dialect == Dialect::Postgres {
        table.checks.retain(|check| !says(&check.expression));
        let of_expression =
            |term: &IndexTerm| matches!(term, IndexTerm::Expression(sql) if says(sql));
        table.indexes.retain(|index| {
            let parts = index.parts.iter().any(|p| of_expression(&p.term));
            !parts && !index.predicate.as_ref().is_some_and(says)
        });
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
