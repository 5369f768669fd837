//! ALTER TABLE, replayed on what was read so far.

use super::catalog::{
    Catalog, Column, ForeignKey, Index, IndexTerm, Name, SqlText, Table, TableRef,
};
use super::column::{column, default, identity, sql_type};
use super::constraint::{note, table_constraint, tail};
use super::cursor::{Cursor, Reading};
use super::inherit::{Shape, heirs_of, pass_on};
use super::names;
use super::part::collation;
use super::partition;
use super::rename::{
    mentions, rename_column, rename_constraint, rename_own_column, rename_table, same,
};
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
        if folded && c.take("ATTACH PARTITION") {
            catalog.fold_partition(&c.table()?);
            return Ok(());
        }
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
    if heirs.is_empty() {
        actions_on(at, &mut actions, false, catalog, notes);
        return Ok(());
    }
    let owner = catalog.reference(&catalog.tables[at]);
    let before = Shape::of(&catalog.tables[at]);
    // Only the table's own mistakes are told; the heirs' are the same.
    actions_on(at, &mut actions.clone(), false, catalog, notes);
    pass_on(&before, &owner, &actions, &heirs, catalog);
    Ok(())
}

/// Changes one table, in its own right or as an heir of the one that is changed.
pub(super) fn actions_on(
    at: usize,
    actions: &mut [Cursor<'_>],
    heir: bool,
    catalog: &mut Catalog,
    notes: &mut Vec<Diagnostic>,
) {
    let name = catalog.reference(&catalog.tables[at]);
    let mut table = catalog.take(at);
    let mut changes = vec![];
    for action in actions {
        match table_action(action, &mut table, heir, notes) {
            Ok(change) => changes.extend(change),
            Err(error) => notes.push(*error),
        }
    }
    names::fill(&mut table, catalog);
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
            Change::DropColumn(column) => {
                forget_target(catalog, &name, |key| key.contains(&column))
            }
            Change::DropKey(columns) => forget_target(catalog, &name, |key| key == columns),
            Change::Attach(child) => catalog.fold_partition(&child),
            Change::Detach(child) => partition::detach(&name, child, catalog),
        }
    }
}

/// A change that reaches beyond the table.
enum Change {
    Rename(TableRef),
    Move(String),
    RenameColumn(Name, Name),
    DropColumn(String),
    DropKey(Vec<String>),
    Attach(TableRef),
    Detach(TableRef),
}

fn table_action(
    c: &mut Cursor<'_>,
    table: &mut Table,
    heir: bool,
    notes: &mut Vec<Diagnostic>,
) -> Reading<Option<Change>> {
    let span = c.here();
    if c.take("ADD") {
        add(c, table, notes)?;
    } else if c.take("ENABLE ROW LEVEL SECURITY") {
        let text = "row level security: a program may see fewer rows than there are";
        notes.push(note("row-security", span, text));
    } else if c.is_any(&["ENABLE", "DISABLE"]) || c.take("ALTER INDEX") {
        return Ok(None);
    } else if c.take("ALTER CONSTRAINT") {
        retime(c, table, notes)?;
    } else if c.take("ALTER") {
        alter_column(c, table)?;
    } else if c.take("DROP") {
        return drop(c, table, heir);
    } else if c.take("MODIFY") {
        c.take("COLUMN");
        let guarded = c.take("IF EXISTS");
        let name = c.clone().name()?;
        redefine(c, name, guarded, table, notes)?;
    } else if c.take("CHANGE") {
        c.take("COLUMN");
        let guarded = c.take("IF EXISTS");
        let old = c.name()?;
        redefine(c, old, guarded, table, notes)?;
    } else if c.take("RENAME") {
        return rename(c, table);
    } else if c.take("ATTACH PARTITION") {
        return Ok(Some(Change::Attach(c.table()?)));
    } else if c.take("DETACH PARTITION") {
        return Ok(Some(Change::Detach(c.table()?)));
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
    if !column_word {
        if let Some(name) = constraint_there(c, table) {
            return Err(twice("constraint", &name));
        }
        if table_constraint(c, table, notes)? {
            return Ok(());
        }
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
    if table.column_at(&name.text, c.dialect).is_some() {
        return match guarded {
            true => Ok(()),
            false => Err(twice("column", &name)),
        };
    }
    let column = column(c, table, notes)?;
    place(table, column, c, None);
    Ok(())
}

/// The name of a constraint that is to be added and is there.
fn constraint_there(c: &Cursor<'_>, table: &Table) -> Option<Name> {
    let mut c = c.clone();
    let name = c.take("CONSTRAINT").then(|| c.name().ok())??;
    let is = |given: &Option<Name>| given.as_ref().is_some_and(|g| g.text == name.text);
    let keys = table
        .primary_key
        .iter()
        .chain(&table.uniques)
        .map(|k| &k.name);
    let exclusions = table.indexes.iter().filter(|i| i.exclusion.is_some());
    let there = keys
        .chain(table.foreign_keys.iter().map(|k| &k.name))
        .chain(table.checks.iter().map(|k| &k.name))
        .chain(exclusions.map(|i| &i.name))
        .any(is);
    there.then_some(name)
}

/// PostgreSQL's `ALTER CONSTRAINT name DEFERRABLE`, for foreign keys alone.
fn retime(c: &mut Cursor<'_>, table: &mut Table, notes: &mut Vec<Diagnostic>) -> Reading<()> {
    let name = c.name()?.text;
    let is = |key: &&mut ForeignKey| key.name.as_ref().is_some_and(|n| n.text == name);
    let key = table.foreign_keys.iter_mut().find(is);
    if let Some(key) = key.filter(|_| c.is_postgres()) {
        key.timing = tail(c, notes);
    }
    Ok(())
}

/// What the engine would refuse.
fn twice(what: &str, name: &Name) -> Box<Diagnostic> {
    let message = format!(
        "{what} `{}` is added twice: the first one counts",
        name.text
    );
    let code = if what == "column" {
        "column-twice"
    } else {
        "constraint-twice"
    };
    Box::new(Diagnostic::warning(code, name.span, message))
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
    let guarded = c.take("IF EXISTS");
    let name = c.name()?;
    if guarded && table.column_at(&name.text, c.dialect).is_none() {
        return Ok(());
    }
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
            column.collation = Some(collation(c)?);
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
    old: Name,
    guarded: bool,
    table: &mut Table,
    notes: &mut Vec<Diagnostic>,
) -> Reading<()> {
    let name = c.clone().name()?;
    let Some(at) = table.column_at(&old.text, c.dialect) else {
        return match guarded {
            true => Ok(()),
            false => Err(no_column(&old, &table.name)),
        };
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

/// Whether a column goes where it is dropped: an heir keeps what it declared itself.
fn goes(column: &Column, heir: bool) -> bool {
    !(heir && column.local)
}

fn drop(c: &mut Cursor<'_>, table: &mut Table, heir: bool) -> Reading<Option<Change>> {
    if c.take("PRIMARY KEY") {
        table.primary_key = None;
    } else if let Some(what) = c.take_any(DROPPED) {
        c.take("IF EXISTS");
        let name = c.name()?.text;
        let lost = c.ends_with("CASCADE").then(|| key_named(table, &name));
        drop_named(table, &name, what, c.dialect);
        return Ok(lost.flatten().map(Change::DropKey));
    } else if !c.is_any(&["PARTITION", "PERIOD"]) {
        c.take("COLUMN");
        c.take("IF EXISTS");
        let name = c.name()?;
        let at = table.column_at(&name.text, c.dialect);
        if let Some(at) = at.filter(|at| goes(&table.columns[*at], heir)) {
            let name = table.columns.remove(at).name.text;
            forget_column(table, &name, c.dialect);
            if c.ends_with("CASCADE") {
                return Ok(Some(Change::DropColumn(name)));
            }
        }
    }
    Ok(None)
}

/// The columns of the key of this name.
fn key_named(table: &Table, name: &str) -> Option<Vec<String>> {
    let mut keys = table.primary_key.iter().chain(&table.uniques);
    let key = keys.find(|key| key.name.as_ref().is_some_and(|n| n.text == name))?;
    Some(key.columns.iter().map(|c| c.text.clone()).collect())
}

/// Removes the foreign keys that point at columns that go, or at a key that does.
fn forget_target(catalog: &mut Catalog, owner: &TableRef, goes: impl Fn(&[String]) -> bool) {
    let key = catalog.key(owner);
    let lost_key = catalog
        .table(owner)
        .is_some_and(|t| t.primary_key.is_none());
    let goes = |catalog: &Catalog, of: &ForeignKey| {
        let columns: Vec<String> = of.target_columns.iter().map(|c| c.text.clone()).collect();
        let lost = match columns.is_empty() {
            true => lost_key,
            false => goes(&columns),
        };
        lost && catalog.key(&of.target) == key
    };
    for at in 0..catalog.tables.len() {
        let keys = std::mem::take(&mut catalog.tables[at].foreign_keys);
        let kept = keys.into_iter().filter(|of| !goes(catalog, of)).collect();
        catalog.tables[at].foreign_keys = kept;
    }
}

/// Removes the constraint or index of this name; `what` says which it can be.
pub(super) fn drop_named(table: &mut Table, name: &str, what: &str, dialect: Dialect) {
    let is = |given: &Option<Name>| given.as_ref().is_some_and(|g| same(&g.text, name, dialect));
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
    c.take("IF EXISTS");
    let old = c.name()?;
    c.expect("TO")?;
    let new = c.name()?;
    if what.is_none() {
        return Ok(Some(Change::RenameColumn(old, new)));
    }
    rename_constraint(table, &old.text, &new.text);
    Ok(None)
}
