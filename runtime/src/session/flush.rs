//! Running a plan, a step at a time.

mod delete;
mod follow;
mod insert;
mod links;
mod park;
mod stale;
mod switch;
mod unhook;
mod update;

pub(super) use update::next_version;

use super::condition::Condition;
use super::frame::Flushed;
use super::plan::{Plan, Step, Work};
use super::pointer::Pointer;
use super::{Session, SessionError};
use crate::driver::Connection;
use crate::error::Result;
use crate::graph::AnyTable;

impl Session {
    /// Writes all pending work into the transaction, which begins here if it did not yet.
    ///
    /// Fails as a whole: then only [`rollback`](Session::rollback) (or
    /// [`rollback_to`](Session::rollback_to) a savepoint) goes on. A dropped future loses
    /// nothing: the work since the last COMMIT is pending again and flushed by the next call.
    pub async fn flush(&mut self) -> Result<()> {
        self.ready()?;
        self.before_flush().await?;
        self.own_rows()?;
        self.admit_values()?;
        let plan = self.plan();
        if plan.is_empty() {
            return Ok(());
        }
        self.check_parents()?;
        self.check_restricted()?;
        self.check_claims()?;
        self.check_stuck(&plan)?;
        self.open().await?;
        self.writes();
        self.condition = Condition::Busy;
        let outcome = self.run_with_hooks(plan).await;
        self.settle(outcome)?;
        let frame = self.frame();
        frame.claims.clear();
        frame.flushed = Flushed {
            inserts: frame.inserts.len(),
            deletes: frame.deletes.len(),
            links: frame.links.len(),
            pointers: frame.pointers.len(),
        };
        Ok(())
    }

    async fn run_with_hooks(&mut self, mut plan: Plan) -> Result<()> {
        if self.before_writing(&plan).await? {
            self.admit_values()?;
            plan = self.plan();
            self.check_stuck(&plan)?;
        }
        let after = self.after_writing(&plan);
        let watched = self.watched(&plan);
        let audited = self.audited(&plan);
        // Boxed, so that the futures of programs nest no deeper than rustc follows.
        Box::pin(self.run(&plan)).await?;
        self.run_hooks(after).await?;
        self.leave_trail(audited).await?;
        self.after_flush(watched).await
    }

    async fn run(&mut self, plan: &Plan) -> Result<()> {
        let mut waiting: Vec<Pointer> = self.waiting().collect();
        let mut postponed = Some(&plan.postponed);
        let last = plan.steps().iter().rposition(Step::inserts);
        for (at, step) in plan.steps().iter().enumerate() {
            if matches!(step.work, Work::Update(_)) {
                self.fill_pointers(&mut waiting)?;
                if last.is_none_or(|last| at > last) {
                    postponed
                        .take()
                        .into_iter()
                        .for_each(|keys| self.fill_postponed(keys));
                }
            }
            match &step.work {
                Work::Insert(_) => self.run_insert(step, &plan.postponed).await?,
                Work::Update(columns) => self.run_update(step, columns).await?,
                Work::Park(column) => self.run_park(step, *column).await?,
                Work::Switch(_) => self.run_switch(step).await?,
                Work::Unhook(columns) => self.run_unhook(step, columns).await?,
                Work::Link => self.run_links(step).await?,
                Work::Delete => self.run_delete(step).await?,
            }
        }
        Ok(())
    }

    /// The connection of the transaction and a table.
    pub(super) fn parts(&mut self, table: u32) -> Result<(&mut Connection, &mut dyn AnyTable)> {
        match (
            &mut self.transaction,
            self.graph.tables.get_mut(table as usize),
        ) {
            (Some(transaction), Some(table)) => Ok((transaction.connection(), &mut **table)),
            _ => Err(SessionError::Failed {
                first: "the transaction is gone".into(),
            }
            .into()),
        }
    }
}
