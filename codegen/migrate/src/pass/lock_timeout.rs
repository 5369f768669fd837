use ormolu_schema::ir::Dialect;

use super::{Direction, PlanPass};
use crate::error::RenderError;
use crate::operation::{Online, Operation};

/// Waits for no lock longer than five seconds: behind a statement that waits for a table, all others
/// wait, too.
#[derive(Clone, Copy, Debug)]
pub struct LockTimeout;

impl PlanPass for LockTimeout {
    fn apply<'s>(
        &self,
        mut plan: Vec<Operation<'s>>,
        dialect: Dialect,
        _: Direction,
    ) -> Result<Vec<Operation<'s>>, RenderError> {
        let first = Operation::Online(Online::LockTimeout);
        if dialect != Dialect::Sqlite && !plan.is_empty() && !plan.contains(&first) {
            plan.insert(0, first);
        }
        Ok(plan)
    }
}
