//! All differences as operations, in an order in which each finds what it needs.

use std::collections::BTreeSet;

use ormolu_schema::ir::{Column, Dialect, ForeignKeyId, Schema};

use super::domains::DomainDiff;
use super::enums::EnumDiff;
use super::histories::HistoryDiff;
use super::renames::{Names, Renamed};
use super::sequences::SequenceDiff;
use super::table::{Columns, TableDiff};
use super::views::ViewDiff;
use super::{Pairs, enums, sqlite, touched};
use crate::error::RenderError;
use crate::operation::{
    AddForeignKey, CreateIndex, CreateNamespace, CreateTable, DropForeignKey, DropIndex, DropTable,
    Operation, Rename, Table,
};
use crate::plan::{self, order::Order};

pub(super) fn operations<'s>(
    before: &'s Schema,
    renamed: &'s Renamed,
    after: &'s Schema,
    pairs: &Pairs<'s>,
    names: &Names,
    dialect: Dialect,
) -> Result<Vec<Operation<'s>>, RenderError> {
    let enums = EnumDiff::of(pairs, dialect)?;
    let domains = DomainDiff::of(pairs, &enums, dialect)?;
    let diffs = tables(pairs, &enums, &domains, names, dialect)?;
    let changed = changed(&diffs, pairs, (&enums, &domains), names, dialect)?;
    let views = ViewDiff::of(before, after, &changed, names, dialect)?;
    let histories = HistoryDiff::of(before, after, pairs, &changed, dialect)?;
    let known: BTreeSet<&str> = plan::namespaces(before, dialect).collect();
    let mut plan = views.gone;
    plan.extend(histories.gone);
    let namespaces = plan::namespaces(after, dialect).filter(|name| !known.contains(name));
    plan.extend(namespaces.map(|name| Operation::CreateNamespace(CreateNamespace { name })));
    plan.extend(renamed.operations.iter().cloned().map(Operation::Rename));
    let sequences = SequenceDiff::of(pairs, dialect);
    plan.extend(sequences.made);
    let mut unchecked = false;
    if dialect == Dialect::Sqlite {
        unchecked = in_sqlite(&diffs, pairs, &mut plan)?;
    } else {
        elsewhere(&diffs, pairs, (enums, domains), dialect, &mut plan)?;
    }
    plan.extend(sequences.dropped);
    plan.extend(histories.new);
    plan.extend(views.new);
    if unchecked {
        plan.push(Operation::CheckForeignKeys);
    }
    Ok(plan)
}

fn tables<'s>(
    pairs: &Pairs<'s>,
    enums: &EnumDiff<'s>,
    domains: &DomainDiff<'s>,
    names: &Names,
    dialect: Dialect,
) -> Result<Vec<TableDiff<'s>>, RenderError> {
    let mut diffs = Vec::with_capacity(pairs.kept.len());
    for (before, after) in &pairs.kept {
        let mut columns = Columns::of(*before, *after, names, dialect)?;
        for column in &before.model().columns {
            let rebuilt =
                |of: &crate::operation::RebuildEnum<'_>| enums::is_of(*before, column, of.before);
            if enums.rebuilt.iter().any(rebuilt) || domains.touches(*after, column) {
                columns.touch(column);
            }
        }
        columns.computed_again(dialect);
        diffs.push(TableDiff::of(columns, dialect)?);
    }
    touched::foreign_keys(&mut diffs, dialect)?;
    Ok(diffs)
}

/// The old names of tables that views must not read meanwhile.
fn changed(
    diffs: &[TableDiff<'_>],
    pairs: &Pairs<'_>,
    (enums, domains): (&EnumDiff<'_>, &DomainDiff<'_>),
    names: &Names,
    dialect: Dialect,
) -> Result<BTreeSet<String>, RenderError> {
    let mut changed = BTreeSet::new();
    let old = |table: Table<'_>| names.old_table(&table.model().table).name.clone();
    for diff in diffs {
        let rebuilt = dialect == Dialect::Sqlite && sqlite::must_rebuild(diff)?;
        if diff.disturbs_views() || rebuilt {
            changed.insert(old(diff.before));
        }
    }
    changed.extend(pairs.gone.iter().map(|table| old(*table)));
    for rebuild in &enums.rebuilt {
        changed.extend(rebuild.columns.iter().map(|(table, ..)| old(*table)));
    }
    let rebuilt = domains.rebuilt.iter().flat_map(|rebuild| &rebuild.columns);
    changed.extend(rebuilt.map(|of| old(of.table)));
    Ok(changed)
}

/// Keys may be declared to tables that are not there yet, and only with their table. Answers
/// whether foreign keys have to be off meanwhile, and checked at the end.
fn in_sqlite<'s>(
    diffs: &[TableDiff<'s>],
    pairs: &Pairs<'s>,
    plan: &mut Vec<Operation<'s>>,
) -> Result<bool, RenderError> {
    for diff in diffs {
        plan.extend(sqlite::operations(diff)?);
    }
    // Rows that hold each other go only while nobody looks.
    let is_cyclic = drop_tables(pairs, Dialect::Sqlite, plan);
    create_tables(pairs, Dialect::Sqlite, plan);
    let rebuilds = |operation: &Operation<'_>| matches!(operation, Operation::RebuildTable(_));
    Ok(is_cyclic || plan.iter().any(rebuilds))
}

fn elsewhere<'s>(
    diffs: &[TableDiff<'s>],
    pairs: &Pairs<'s>,
    (mut enums, mut domains): (EnumDiff<'s>, DomainDiff<'s>),
    dialect: Dialect,
    plan: &mut Vec<Operation<'s>>,
) -> Result<(), RenderError> {
    // A column that goes is gone by then.
    let goes = |table: Table<'_>, column: &Column| {
        let diff = diffs.iter().find(|diff| diff.before.id == table.id);
        diff.is_some_and(|diff| {
            diff.columns
                .gone
                .iter()
                .any(|gone| gone.name == column.name)
        })
    };
    for rebuild in &mut enums.rebuilt {
        rebuild
            .columns
            .retain(|(table, column, _)| !goes(*table, column));
        rebuild.keeps_old = domains.kept_enums.contains(&rebuild.before);
    }
    if let Some(rebuild) = &mut domains.rebuilt {
        rebuild.columns.retain(|of| {
            let before = pairs.old(of.table);
            !before.is_some_and(|table| goes(table, of.before))
        });
    }
    for diff in diffs {
        let table = diff.before;
        let gone = diff.foreign_keys.gone.iter();
        plan.extend(
            gone.map(|foreign_key| {
                Operation::DropForeignKey(DropForeignKey { table, foreign_key })
            }),
        );
    }
    drop_tables(pairs, dialect, plan);
    for diff in diffs {
        let table = diff.before;
        let gone = diff.indexes.gone.iter();
        plan.extend(gone.map(|index| Operation::DropIndex(DropIndex { table, index })));
    }
    plan.extend(enums.created);
    plan.extend(enums.changed);
    plan.extend(domains.looser);
    let rebuilds = !enums.rebuilt.is_empty() || domains.rebuilt.is_some();
    let apart = |diff: &TableDiff<'_>| rebuilds || diff.takes_names_over(dialect);
    let drops = diffs.iter().filter(|diff| apart(diff));
    let drops = drops.map(|diff| diff.with(diff.drops()));
    let drops = drops.filter(|alter| !alter.changes.is_empty());
    plan.extend(drops.map(Operation::AlterTable));
    plan.extend(enums.rebuilt.into_iter().map(Operation::RebuildEnum));
    plan.extend(domains.made);
    plan.extend(domains.rebuilt.map(Operation::RebuildDomains));
    for diff in diffs {
        let alter = match apart(diff) {
            true => diff.with(diff.rest(dialect)?),
            false => diff.alter(dialect)?,
        };
        if !alter.changes.is_empty() {
            plan.push(Operation::AlterTable(alter));
        }
    }
    for diff in diffs {
        let table = &diff.after.model().table;
        plan.extend(diff.indexes.renamed.iter().map(|(from, to)| {
            Operation::Rename(Rename::Index {
                table: table.clone(),
                from: from.name.clone(),
                to: to.name.clone(),
            })
        }));
        let table = diff.after;
        let new = diff.indexes.new.iter();
        plan.extend(new.map(|index| Operation::CreateIndex(CreateIndex { table, index })));
    }
    create_tables(pairs, dialect, plan);
    for diff in diffs {
        let table = diff.after;
        let new = diff.foreign_keys.new.iter();
        plan.extend(
            new.map(|foreign_key| Operation::AddForeignKey(AddForeignKey { table, foreign_key })),
        );
    }
    plan.extend(domains.tightened);
    plan.extend(domains.dropped);
    plan.extend(enums.dropped);
    plan.extend(enums.comments);
    plan.extend(domains.comments);
    Ok(())
}

/// What points at another goes first; keys that close a cycle go before their tables. Answers
/// whether there is a cycle.
fn drop_tables<'s>(pairs: &Pairs<'s>, dialect: Dialect, plan: &mut Vec<Operation<'s>>) -> bool {
    let order = Order::of(pairs.before);
    let gone: BTreeSet<_> = pairs.gone.iter().map(|table| table.id).collect();
    let schema = pairs.before;
    let mut is_cyclic = false;
    for (owner, key) in order.cut.iter().filter(|(owner, _)| gone.contains(owner)) {
        let table = Table { schema, id: *owner };
        let foreign_key = table.model().foreign_key(*key);
        is_cyclic = true;
        if !plan::declares_forward(dialect) {
            plan.push(Operation::DropForeignKey(DropForeignKey {
                table,
                foreign_key,
            }));
        }
    }
    for id in order
        .tables
        .into_iter()
        .rev()
        .filter(|id| gone.contains(id))
    {
        let table = Table { schema, id };
        let itself = |key: &ormolu_schema::ir::ForeignKey| schema.table_of(key.target) == id;
        is_cyclic |= table.model().foreign_keys.iter().any(itself);
        plan.push(Operation::DropTable(DropTable { table }));
    }
    is_cyclic
}

/// What is pointed at comes first; keys that close a cycle come after their tables.
fn create_tables<'s>(pairs: &Pairs<'s>, dialect: Dialect, plan: &mut Vec<Operation<'s>>) {
    let order = Order::of(pairs.after);
    let new: BTreeSet<_> = pairs.new.iter().map(|table| table.id).collect();
    let schema = pairs.after;
    let cut: Vec<_> = match plan::declares_forward(dialect) {
        true => Vec::new(),
        false => order
            .cut
            .into_iter()
            .filter(|(owner, _)| new.contains(owner))
            .collect(),
    };
    for id in order.tables.into_iter().filter(|id| new.contains(id)) {
        let table = Table { schema, id };
        let keys = table.model().foreign_keys.iter().enumerate();
        let inline = keys.filter(|(key, _)| !cut.contains(&(id, ForeignKeyId(*key))));
        let foreign_keys = inline.map(|(_, key)| key).collect();
        plan.push(Operation::CreateTable(CreateTable {
            table,
            foreign_keys,
        }));
        plan.extend(plan::indexes(table));
        plan.extend(plan::table_comments(table, dialect));
    }
    for (owner, key) in cut {
        let table = Table { schema, id: owner };
        let foreign_key = table.model().foreign_key(key);
        plan.push(Operation::AddForeignKey(AddForeignKey {
            table,
            foreign_key,
        }));
    }
}
