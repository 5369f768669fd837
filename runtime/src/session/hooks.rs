use std::collections::HashSet;

use super::Session;
use super::plan::{Plan, Work};
use super::state::{RowId, RowState};
use crate::error::Result;
use crate::hooks::{Event, HookContext};

impl Session {
    /// Runs what is to be done before the rows of a plan are written. Whether anything ran: then
    /// the plan is another one.
    pub(super) async fn before_writing(&mut self, plan: &Plan) -> Result<bool> {
        let rows = self.hooked(plan, |work| match work {
            Work::Insert(_) | Work::Switch(_) => Some((Event::BeforeInsert, RowState::Pending)),
            Work::Update(_) => Some((Event::BeforeUpdate, RowState::Persistent)),
            Work::Delete => Some((Event::BeforeDelete, RowState::Deleting)),
            Work::Link | Work::Park(_) | Work::Unhook(_) => None,
        });
        let any = !rows.is_empty();
        self.run_hooks(rows).await?;
        Ok(any)
    }

    /// The rows of a plan with what is to be done once they are written.
    pub(super) fn after_writing(&self, plan: &Plan) -> Vec<(Event, RowId)> {
        self.hooked(plan, |work| match work {
            Work::Insert(_) | Work::Switch(_) => Some((Event::AfterInsert, RowState::Pending)),
            Work::Update(_) => Some((Event::AfterUpdate, RowState::Persistent)),
            Work::Delete => Some((Event::AfterDelete, RowState::Deleting)),
            Work::Link | Work::Park(_) | Work::Unhook(_) => None,
        })
    }

    /// Rows of models with hooks, each once. A row that a step writes for the second time is in
    /// another state than the step is for.
    fn hooked(
        &self,
        plan: &Plan,
        event: impl Fn(&Work) -> Option<(Event, RowState)>,
    ) -> Vec<(Event, RowId)> {
        let mut known = HashSet::new();
        let mut found = vec![];
        for step in plan.steps() {
            // A step may be for the part of the rows in the table of a base.
            let model = self.graph.tables[step.table as usize].meta();
            let hooks = model.table.rules.and_then(|rules| rules.hooks);
            let (Some(_), Some((event, state))) = (hooks, event(&step.work)) else {
                continue;
            };
            for &row in &step.rows {
                let table = step.table;
                let id = RowId { table, row };
                if self.states.get(id) == state && known.insert(id) {
                    found.push((event, id));
                }
            }
        }
        found
    }

    pub(super) async fn run_hooks(&mut self, rows: Vec<(Event, RowId)>) -> Result<()> {
        for (event, id) in rows {
            let (Some(transaction), Some(table)) = (
                &mut self.transaction,
                self.graph.tables.get_mut(id.table as usize),
            ) else {
                continue;
            };
            let rules = table.meta().table.rules;
            let Some(hooks) = rules.and_then(|rules| rules.hooks) else {
                continue;
            };
            let mut cx = HookContext::new(transaction.connection(), &self.context);
            hooks.run(event, &mut **table, id.row, &mut cx).await?;
        }
        Ok(())
    }
}
