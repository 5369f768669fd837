use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass};
use crate::error::RenderError;
use crate::operation::{AlterTable, Change, Online, Operation, Table};

/// Takes `NOT NULL` for a column that has NULLs apart: they get a value some rows at a time first.
/// On PostgreSQL a check holds for new rows meanwhile, so that `SET NOT NULL` looks at none.
#[derive(Clone, Copy, Debug)]
pub struct SplitNotNull;

impl PlanPass for SplitNotNull {
    fn apply<'s>(
        &self,
        plan: Vec<Operation<'s>>,
        dialect: Dialect,
        _: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError> {
        if dialect == Dialect::Sqlite {
            return Ok(plan);
        }
        let apart: Vec<(Table<'s>, &'s str)> = plan.iter().filter_map(expected).collect();
        let mut out = Vec::with_capacity(plan.len());
        for operation in plan {
            match operation {
                Operation::AlterTable(alter) => values_first(alter, dialect, &apart, &mut out),
                other => out.push(other),
            }
        }
        Ok(out)
    }
}

/// The column that was taken apart before.
fn expected<'s>(operation: &Operation<'s>) -> Option<(Table<'s>, &'s str)> {
    match operation {
        Operation::Online(Online::ExpectValue(table, column)) => Some((*table, column)),
        _ => None,
    }
}

fn values_first<'s>(
    mut alter: AlterTable<'s>,
    dialect: Dialect,
    apart: &[(Table<'s>, &'s str)],
    out: &mut Vec<Operation<'s>>,
) {
    let table = alter.after;
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for change in &mut alter.changes {
        let Change::AlterColumn(column) = change else {
            continue;
        };
        if column.changes_type() || !column.values.is_empty() {
            continue;
        }
        let asks = column.from.nullable && !column.to.nullable;
        if !asks || column.to.generated.is_some() || column.to.identity.is_some() {
            continue;
        }
        let name = column.after.name.as_str();
        if let Some(fill) = column.fill.take() {
            before.push(Online::Backfill {
                table,
                column: name,
                fill,
            });
        }
        if dialect == Dialect::Postgres && !apart.contains(&(table, name)) {
            before.push(Online::ExpectValue(table, name));
            before.push(Online::ValidateValue(table, name));
            after.push(Online::ForgetValue(table, name));
        }
    }
    out.extend(before.into_iter().map(Operation::Online));
    out.push(Operation::AlterTable(alter));
    out.extend(after.into_iter().map(Operation::Online));
}
