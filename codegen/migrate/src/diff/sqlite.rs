//! SQLite changes a table in place where it can, and makes it anew where it cannot.

use std::collections::BTreeSet;

use ormolu_schema::ir::{Column, ColumnId, Dialect, Model, Type};

use super::mention;
use super::table::{KeyChange, TableDiff};
use crate::error::RenderError;
use crate::operation::{
    AlterColumn, AlterTable, CreateIndex, DropIndex, Operation, RebuildTable, Table,
};
use crate::plan;
use crate::render::{fill, kept, quote};

/// Whether the table has to be made anew.
pub(super) fn must_rebuild(diff: &TableDiff<'_>) -> Result<bool, RenderError> {
    let beyond = diff.key != KeyChange::None
        || !diff.uniques.is_empty()
        || !diff.checks.is_empty()
        || diff.options
        || !diff.columns.altered.is_empty()
        || !diff.foreign_keys.gone.is_empty()
        || !diff.foreign_keys.renamed.is_empty();
    if beyond {
        return Ok(true);
    }
    let mut own_keys = Vec::new();
    for column in &diff.columns.new {
        match addable(diff, column)? {
            Some(key) => own_keys.extend(key),
            None => return Ok(true),
        }
    }
    let comes_along = |key: &&ormolu_schema::ir::ForeignKey| own_keys.contains(&key.name.as_str());
    let droppable = |column: &&Column| is_droppable(diff, column);
    Ok(!diff.foreign_keys.new.iter().all(comes_along) || !diff.columns.gone.iter().all(droppable))
}

/// Whether ALTER TABLE can add the column; if so, with the foreign key that comes along.
fn addable<'s>(
    diff: &TableDiff<'s>,
    column: &Column,
) -> Result<Option<Option<&'s str>>, RenderError> {
    let after = diff.after.model();
    let Some(id) = after.column_named(&column.name) else {
        return Ok(None);
    };
    let facts = kept::of_column(diff.after, column, Dialect::Sqlite)?;
    let default = facts.default.trim_start_matches(" DEFAULT ");
    let in_key = after.in_primary_key(id) || after.uniques.iter().any(|u| u.columns.contains(&id));
    let comes_again = diff.before.model().column_named(&column.name).is_some();
    let stored = column.generated.as_ref().is_some_and(|g| g.stored);
    let must_have = !facts.nullable && default.is_empty();
    if in_key || comes_again || stored || must_have || default.starts_with('(') {
        return Ok(None);
    }
    let keys: Vec<_> = after
        .foreign_keys
        .iter()
        .filter(|k| k.columns.contains(&id))
        .collect();
    Ok(match keys.as_slice() {
        [] => Some(None),
        // A key that comes along must find NULL in the rows that are there.
        [key] if key.columns == [id] && default.is_empty() => Some(Some(&key.name)),
        _ => None,
    })
}

/// Whether ALTER TABLE can drop the column: nothing else of the table may know it.
fn is_droppable(diff: &TableDiff<'_>, column: &Column) -> bool {
    let before = diff.before.model();
    let Some(id) = before.column_named(&column.name) else {
        return false;
    };
    let over = |ids: &[ColumnId]| ids.contains(&id);
    let known = over(&before.primary_key.columns)
        || before.uniques.iter().any(|unique| over(&unique.columns))
        || before.foreign_keys.iter().any(|key| over(&key.columns))
        || is_mentioned(before, column);
    // Indexes that know it are gone by then.
    let stays = diff.after.model().column_named(&column.name).is_some();
    !known && !stays
}

/// Whether a check or an expression names the column. (In an index that stays none does.)
fn is_mentioned(before: &Model, column: &Column) -> bool {
    let checks = before.checks.iter().map(|check| &check.expression);
    let others = before
        .columns
        .iter()
        .filter(|other| other.name != column.name);
    let generated = others.filter_map(|other| other.generated.as_ref().map(|g| &g.expression));
    checks.chain(generated).any(|sql| {
        let sql = sql.get(Dialect::Sqlite);
        sql.is_some_and(|sql| mention::mentions(sql, &column.name))
    })
}

/// The operations of one table.
pub(super) fn operations<'s>(diff: &TableDiff<'s>) -> Result<Vec<Operation<'s>>, RenderError> {
    let mut plan = Vec::new();
    let alter = diff.alter(Dialect::Sqlite)?;
    if must_rebuild(diff)? {
        plan.push(Operation::RebuildTable(rebuild(diff, alter)?));
        plan.extend(plan::indexes(diff.after));
        return Ok(plan);
    }
    let table = diff.before;
    let gone = diff.indexes.gone.iter();
    plan.extend(gone.map(|index| Operation::DropIndex(DropIndex { table, index })));
    if !alter.changes.is_empty() {
        plan.push(Operation::AlterTable(alter));
    }
    let table = diff.after;
    let new = diff.indexes.new.iter();
    plan.extend(new.map(|index| Operation::CreateIndex(CreateIndex { table, index })));
    Ok(plan)
}

/// What each column of the new table takes from the old one.
fn rebuild<'s>(
    diff: &TableDiff<'s>,
    alter: AlterTable<'s>,
) -> Result<RebuildTable<'s>, RenderError> {
    let mut copy = Vec::new();
    let new: BTreeSet<&str> = diff.columns.new.iter().map(|c| c.name.as_str()).collect();
    for column in &diff.after.model().columns {
        if column.generated.is_some() {
            continue;
        }
        let name = quote::name(Dialect::Sqlite, &column.name)?;
        let altered = diff
            .columns
            .altered
            .iter()
            .find(|a| a.after.name == column.name);
        let value = if new.contains(column.name.as_str()) {
            match arriving(diff.after, column)? {
                Some(value) => value,
                None => continue,
            }
        } else {
            match altered {
                Some(altered) => changed(altered, &name)?,
                None => name,
            }
        };
        copy.push((column.name.as_str(), value));
    }
    Ok(RebuildTable { alter, copy })
}

/// What rows that are there get in a new column; none where the engine knows.
fn arriving(table: Table<'_>, column: &Column) -> Result<Option<String>, RenderError> {
    let facts = kept::of_column(table, column, Dialect::Sqlite)?;
    if facts.identity.is_some() || facts.nullable || !facts.default.is_empty() {
        return Ok(None);
    }
    fill::of(table, column, Dialect::Sqlite).map(|fill| Some(fill.sql))
}

/// A value on its way to another type, without NULL where none is allowed.
fn changed(altered: &AlterColumn<'_>, name: &str) -> Result<String, RenderError> {
    let mut value = altered.using.clone().unwrap_or_else(|| name.to_owned());
    if !altered.values.is_empty() && matches!(altered.after.ty.base, Type::Enum(_)) {
        value = format!("CASE {value}");
        for (from, to) in &altered.values {
            let text = |text: &str| quote::text(Dialect::Sqlite, text);
            value += &format!(" WHEN {} THEN {}", text(from)?, text(to)?);
        }
        value += &format!(" ELSE {name} END");
    }
    Ok(match &altered.fill {
        Some(fill) => format!("coalesce({value}, {fill})"),
        None => value,
    })
}
