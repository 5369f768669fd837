use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass};
use crate::error::RenderError;
use crate::operation::{Change, Operation};

/// Refuses to plan what drops a table or a column. The way back of what adds one still does.
#[derive(Clone, Copy, Debug)]
pub struct NoDrop;

impl PlanPass for NoDrop {
    fn apply<'s>(
        &self,
        plan: Vec<Operation<'s>>,
        _: Dialect,
        direction: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError> {
        let dropped = plan.iter().find_map(dropped);
        match dropped.filter(|_| direction == Direction::Up) {
            None => Ok(plan),
            Some(place) => Err(RenderError::Refused {
                place,
                pass: "no_drop",
                what: "drop it",
                help: "leave it in the schema, or plan this migration without the pass",
            }),
        }
    }
}

/// The first thing with rows that an operation drops.
fn dropped(operation: &Operation<'_>) -> Option<String> {
    let alter = match operation {
        Operation::DropTable(drop) => return Some(format!("table `{}`", drop.table.table.name)),
        Operation::AlterTable(alter) => alter,
        Operation::RebuildTable(rebuild) => &rebuild.alter,
        _ => return None,
    };
    alter.changes.iter().find_map(|change| match change {
        Change::DropColumn(column) => {
            let table = &alter.after.table.name;
            Some(format!("column `{}` of `{table}`", column.name))
        }
        _ => None,
    })
}
