use std::sync::Arc;

use super::Session;
use super::condition::Condition;
use super::plan::Plan;
use super::work::{Committed, CommittedWork, PendingWork, UndoneWork, Written, WrittenWork};
use crate::error::{Error, Result};
use crate::hooks::{HookContext, SessionHooks};

impl Session {
    /// Hooks for this session alone, which run behind those that it has from its database's
    /// handle.
    pub fn add_hooks(&mut self, hooks: impl SessionHooks) {
        self.hooks = self.hooks.with(Arc::new(hooks));
    }

    /// Opens a transaction of the session's own.
    pub(super) async fn begin_own(&mut self) -> Result<()> {
        let mut transaction = self.database.begin_with(self.begin).await?;
        for hooks in self.hooks.iter() {
            let mut cx = HookContext::new(transaction.connection(), &self.context);
            hooks.after_begin(&mut cx).await?;
        }
        self.transaction = Some(transaction);
        Ok(())
    }

    pub(super) async fn before_flush(&mut self) -> Result<()> {
        if self.hooks.is_empty() || !self.has_work() {
            return Ok(());
        }
        let all = self.hooks.clone();
        for hooks in all.iter() {
            hooks.before_flush(&mut PendingWork(self)).await?;
        }
        self.ready()
    }

    /// What the hooks behind a flush are told of a plan, before it runs.
    pub(super) fn watched(&self, plan: &Plan) -> Option<Written> {
        (!self.hooks.is_empty()).then(|| self.to_be_written(plan, |_| true))
    }

    pub(super) async fn after_flush(&mut self, written: Option<Written>) -> Result<()> {
        let Some(written) = &written else {
            return Ok(());
        };
        let all = self.hooks.clone();
        for hooks in all.iter() {
            let session = &mut *self;
            let mut work = WrittenWork { session, written };
            hooks.after_flush(&mut work).await?;
        }
        Ok(())
    }

    /// All is flushed; what the hooks change is flushed as well.
    pub(super) async fn before_commit(&mut self) -> Result<()> {
        if self.hooks.is_empty() || self.transaction.is_none() {
            return Ok(());
        }
        let all = self.hooks.clone();
        for hooks in all.iter() {
            let outcome = hooks.before_commit(&mut PendingWork(self)).await;
            if outcome.is_err() && self.condition == Condition::Sound {
                return self.settle(outcome);
            }
            outcome?;
        }
        self.flush().await
    }

    /// Runs all of them, and answers with the first error.
    pub(super) async fn after_commit(&mut self, rows: &Committed) -> Result<()> {
        let mut first = Ok(());
        let all = self.hooks.clone();
        for hooks in all.iter() {
            let session = &mut *self;
            let mut work = CommittedWork { session, rows };
            if let Err(error) = hooks.after_commit(&mut work).await {
                tracing::error!(target: "ormolu::hooks", %error, "after COMMIT");
                first = first.and(Err(Error::AfterCommit {
                    error: Box::new(error),
                }));
            }
        }
        first
    }

    pub(super) async fn after_rollback(&mut self, savepoint: Option<&str>) {
        let all = self.hooks.clone();
        for hooks in all.iter() {
            let session = &mut *self;
            let mut work = UndoneWork { session, savepoint };
            hooks.after_rollback(&mut work).await;
        }
    }
}
