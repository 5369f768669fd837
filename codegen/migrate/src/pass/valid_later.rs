use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass, apart, new_tables};
use crate::error::RenderError;
use crate::operation::{Change, Online, Operation};

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
                Operation::AlterTable(alter) => {
                    let table = alter.after;
                    let alone = |change: &Change<'s>| match change {
                        Change::AddCheck(check) => vec![
                            Online::AddCheck(table, check),
                            Online::Validate(table, &check.name),
                        ],
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
