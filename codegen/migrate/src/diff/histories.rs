//! Versions of rows: what writes them goes before anything changes, and comes again last.

use std::collections::BTreeSet;

use ormolu_schema::ir::{Column, Dialect, Schema, TableName};

use super::renames::Names;
use super::{Pairs, mention};
use crate::error::RenderError;
use crate::operation::{KeepHistory, Operation, StopHistory, Table};
use crate::plan;
use crate::render;
use crate::render::convert::{self, Conversion};

/// What goes before everything else, and what comes after it.
#[derive(Default)]
pub(super) struct HistoryDiff<'s> {
    pub(super) gone: Vec<Operation<'s>>,
    pub(super) new: Vec<Operation<'s>>,
}

impl<'s> HistoryDiff<'s> {
    /// `changed` holds the old names of tables whose triggers would be in the way, or go with them.
    pub(super) fn of(
        before: &'s Schema,
        after: &'s Schema,
        pairs: &Pairs<'s>,
        changed: &BTreeSet<String>,
        dialect: Dialect,
    ) -> Result<HistoryDiff<'s>, RenderError> {
        let mut diff = HistoryDiff::default();
        let mut kept = BTreeSet::new();
        for (table, history) in plan::histories(before) {
            let stays = changed.is_disjoint(&[table, history].map(|t| t.table.name.clone()).into());
            let same = plan::histories(after).find(|(other, _)| other.table == table.table);
            let same = match same.filter(|_| stays) {
                Some((other, of)) => {
                    text(other, of, dialect)? == text(table, history, dialect)?
                        && new_values(other, pairs.old(other), pairs.old(of), dialect).is_empty()
                }
                None => false,
            };
            if same {
                kept.insert(&table.model().table);
            } else {
                let stop = StopHistory { table, history };
                diff.gone.push(Operation::StopHistory(stop));
            }
        }
        for (table, history) in plan::histories(after) {
            if kept.contains(&table.model().table) {
                continue;
            }
            let (old, new) = (pairs.old(table), pairs.old(history));
            diff.new.push(Operation::KeepHistory(KeepHistory {
                table,
                history,
                begins: old.is_some() && new.is_none(),
                new: match new {
                    Some(_) => new_values(table, old, new, dialect),
                    None => vec![],
                },
            }));
        }
        Ok(diff)
    }
}

/// The columns of which versions lack what rows have: they are new to them, or the migration gives
/// each row a value that it had not.
fn new_values<'s>(
    table: Table<'s>,
    rows: Option<Table<'_>>,
    versions: Option<Table<'_>>,
    dialect: Dialect,
) -> Vec<&'s Column> {
    let of = |table: Table<'_>, column: &Column| {
        let id = table.column_named(&column.name)?;
        Some(table.column(id).clone())
    };
    let is_new = |column: &&Column| {
        let of = |table: Table<'_>| of(table, column);
        let is_other = |old: Column| {
            let lost = convert::between(&old.ty, &column.ty, dialect, "", "") == Conversion::None;
            (old.ty != column.ty && lost)
                || old.generated != column.generated
                || (old.nullable && !column.nullable)
        };
        versions.and_then(of).is_none() || rows.and_then(of).is_some_and(is_other)
    };
    let columns = &table.model().columns;
    let mut new: Vec<&Column> = columns.iter().filter(is_new).collect();
    let mut changed: Vec<&str> = new.iter().map(|column| column.name.as_str()).collect();
    let is_other = |column: &&Column| {
        let old = rows.and_then(|rows| of(rows, column));
        old.is_some_and(|old| old.ty != column.ty)
    };
    let other = columns.iter().filter(is_other);
    changed.extend(other.map(|column| column.name.as_str()));
    // What is computed from another value is another one, too.
    let computed = |column: &&Column, changed: &[&str]| {
        let sql = column.generated.as_ref().map(|of| &of.expression);
        let sql = sql.and_then(|sql| sql.get(dialect));
        sql.is_some_and(|sql| changed.iter().any(|name| mention::mentions(sql, name)))
    };
    loop {
        let is_known = |column: &&Column| new.iter().any(|known| known.name == column.name);
        let mut rest = columns.iter().filter(|column| !is_known(column));
        let Some(column) = rest.find(|column| computed(column, &changed)) else {
            return new;
        };
        changed.push(&column.name);
        new.push(column);
    }
}

/// All that keeps them.
fn text(
    table: Table<'_>,
    history: Table<'_>,
    dialect: Dialect,
) -> Result<Vec<String>, RenderError> {
    let keep = Operation::KeepHistory(KeepHistory {
        table,
        history,
        begins: false,
        new: vec![],
    });
    render::operation_statements(&keep, dialect)
}

/// New names of tables and columns are those of their versions as well.
pub(super) fn renamed(before: &Schema, after: &Schema, names: &mut Names) {
    let mut columns = vec![];
    let mut tables = vec![];
    for (table, history) in plan::histories(after) {
        let old: &TableName = names.old_table(&table.model().table);
        let there = plan::histories(before).find(|(other, _)| other.table == *old);
        let Some((_, there)) = there else { continue };
        let (from, to) = (&there.model().table, &history.model().table);
        if from != to {
            tables.push((from.clone(), to.clone()));
        }
        let own = names.columns.iter().filter(|(of, ..)| *of == table.table);
        columns.extend(own.map(|(_, from, new)| (to.clone(), from.clone(), new.clone())));
    }
    let known = names.tables.clone();
    names
        .tables
        .extend(tables.into_iter().filter(|new| !known.contains(new)));
    let known = names.columns.clone();
    names
        .columns
        .extend(columns.into_iter().filter(|new| !known.contains(new)));
}
