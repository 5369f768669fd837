//! A plan that others hardly notice: each lock is short, and each long work without one.

use ormolu_schema::ir::Dialect;

use crate::operation::{AlterTable, Change, Online, Operation};

/// The same operations in more steps. SQLite has one writer, whom nothing helps but being quick.
pub(super) fn online(plan: Vec<Operation<'_>>, dialect: Dialect) -> Vec<Operation<'_>> {
    if dialect == Dialect::Sqlite {
        return plan;
    }
    let postgres = dialect == Dialect::Postgres;
    let mut new_tables = Vec::new();
    let mut out = Vec::new();
    for operation in plan {
        match operation {
            Operation::CreateTable(create) => {
                new_tables.push(create.table);
                out.push(Operation::CreateTable(create));
            }
            // Nobody is in a table that is new, nor in a view.
            Operation::CreateIndex(create)
                if !new_tables.contains(&create.table) && create.table.view.is_none() =>
            {
                out.push(Operation::Online(Online::CreateIndex(create)));
            }
            Operation::DropIndex(drop) => out.push(Operation::Online(Online::DropIndex(drop))),
            Operation::AddForeignKey(add) if postgres && !new_tables.contains(&add.table) => {
                let name = add.foreign_key.name.as_str();
                out.push(Operation::Online(Online::AddForeignKey(add)));
                out.push(Operation::Online(Online::Validate(add.table, name)));
            }
            Operation::AlterTable(alter) => self::alter(alter, postgres, &mut out),
            other => out.push(other),
        }
    }
    if !out.is_empty() {
        out.insert(0, Operation::Online(Online::LockTimeout));
    }
    out
}

fn alter<'s>(mut alter: AlterTable<'s>, postgres: bool, out: &mut Vec<Operation<'s>>) {
    let table = alter.after;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for change in &mut alter.changes {
        let Change::AlterColumn(column) = change else {
            continue;
        };
        if column.changes_type() || !column.values.is_empty() {
            continue;
        }
        let Some(fill) = column.fill.take() else {
            continue;
        };
        let name = column.after.name.as_str();
        before.push(Online::Backfill {
            table,
            column: name,
            fill,
        });
        if postgres {
            before.push(Online::ExpectValue(table, name));
            before.push(Online::ValidateValue(table, name));
            after.push(Online::ForgetValue(table, name));
        }
    }
    if postgres {
        alter.changes.retain(|change| match change {
            Change::AddUnique(unique) => {
                after.push(Online::AddUnique(table, unique));
                false
            }
            Change::AddCheck(check) => {
                after.push(Online::AddCheck(table, check));
                after.push(Online::Validate(table, &check.name));
                false
            }
            _ => true,
        });
    }
    out.extend(before.into_iter().map(Operation::Online));
    if !alter.changes.is_empty() {
        out.push(Operation::AlterTable(alter));
    }
    out.extend(after.into_iter().map(Operation::Online));
}
