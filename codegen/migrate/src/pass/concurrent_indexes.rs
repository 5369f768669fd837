use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass, apart, new_tables};
use crate::error::RenderError;
use crate::operation::{Change, Online, Operation};

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
                    let table = alter.after;
                    let alone = |change: &Change<'s>| match change {
                        Change::AddUnique(unique) => vec![Online::AddUnique(table, unique)],
                        _ => Vec::new(),
                    };
                    apart(alter, alone, &mut out);
                }
                other => out.push(other),
            }
        }
        Ok(out)
    }
}
