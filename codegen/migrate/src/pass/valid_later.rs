use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass, new_tables};
use crate::error::RenderError;
use crate::operation::{AlterTable, Change, Online, Operation};

/// PostgreSQL: foreign keys and checks hold for new rows first, and are held against all rows then,
/// while others go on writing.
#[derive(Clone, Copy, Debug)]
pub struct ValidLater;

impl PlanPass for ValidLater {
    fn apply<'s>(
        &self,
        plan: Vec<Operation<'s>>,
        dialect: Dialect,
        _: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError> {
        if dialect != Dialect::Postgres {
            return Ok(plan);
        }
        let new = new_tables(&plan);
        let mut out = Vec::with_capacity(plan.len());
        for operation in plan {
            match operation {
                Operation::AddForeignKey(add) if !new.contains(&add.table) => {
                    let name = add.foreign_key.name.as_str();
                    out.push(Operation::Online(Online::AddForeignKey(add)));
                    out.push(Operation::Online(Online::Validate(add.table, name)));
                }
                Operation::AlterTable(alter) => checks_apart(alter, &mut out),
                other => out.push(other),
            }
        }
        Ok(out)
    }
}

fn checks_apart<'s>(mut alter: AlterTable<'s>, out: &mut Vec<Operation<'s>>) {
    let table = alter.after;
    let mut apart = Vec::new();
    alter.changes.retain(|change| match change {
        Change::AddCheck(check) => {
            apart.push(Operation::Online(Online::AddCheck(table, check)));
            apart.push(Operation::Online(Online::Validate(table, &check.name)));
            false
        }
        _ => true,
    });
    if !alter.changes.is_empty() {
        out.push(Operation::AlterTable(alter));
    }
    out.extend(apart);
}
