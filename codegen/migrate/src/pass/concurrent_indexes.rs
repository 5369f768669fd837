use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass, new_tables};
use crate::error::RenderError;
use crate::operation::{AlterTable, Change, Online, Operation};

/// Makes and drops indexes while others go on writing: concurrently on PostgreSQL, in place on
/// MySQL and MariaDB. A unique constraint of PostgreSQL gets its index so.
#[derive(Clone, Copy, Debug)]
pub struct ConcurrentIndexes;

impl PlanPass for ConcurrentIndexes {
    fn apply<'s>(
        &self,
        plan: Vec<Operation<'s>>,
        dialect: Dialect,
        _: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError> {
        if dialect == Dialect::Sqlite {
            return Ok(plan);
        }
        let new = new_tables(&plan);
        let mut out = Vec::with_capacity(plan.len());
        for operation in plan {
            match operation {
                // Nobody is in a table that is new, nor in a view; a constraint comes and goes as a
                // whole.
                Operation::CreateIndex(create)
                    if !new.contains(&create.table)
                        && create.table.view.is_none()
                        && create.index.exclusion.is_none() =>
                {
                    out.push(Operation::Online(Online::CreateIndex(create)));
                }
                Operation::DropIndex(drop) if drop.index.exclusion.is_none() => {
                    out.push(Operation::Online(Online::DropIndex(drop)));
                }
                Operation::AlterTable(alter) if dialect == Dialect::Postgres => {
                    uniques_apart(alter, &mut out);
                }
                other => out.push(other),
            }
        }
        Ok(out)
    }
}

fn uniques_apart<'s>(mut alter: AlterTable<'s>, out: &mut Vec<Operation<'s>>) {
    let table = alter.after;
    let mut apart = Vec::new();
    alter.changes.retain(|change| match change {
        Change::AddUnique(unique) => {
            apart.push(Operation::Online(Online::AddUnique(table, unique)));
            false
        }
        _ => true,
    });
    if !alter.changes.is_empty() {
        out.push(Operation::AlterTable(alter));
    }
    out.extend(apart);
}
