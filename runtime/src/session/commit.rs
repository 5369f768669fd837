use super::Session;
use super::condition::Condition;
use super::state::RowState;
use crate::error::Result;

impl Session {
    /// Flushes and stores the transaction. Only now is the work done and forgotten; what
    /// [`on_commit`](Session::on_commit) was told follows.
    ///
    /// Values stay readable; nothing is read anew. If the commit fails, `rollback()` is the one
    /// way on, and [`Error::retry`](crate::Error::retry) says whether to do it all again. The one
    /// error of work that is stored is [`Error::AfterCommit`](crate::Error::AfterCommit).
    pub async fn commit(&mut self) -> Result<()> {
        self.flush().await?;
        self.before_commit().await?;
        let mut stored = false;
        if self.joined.is_some() {
            self.commit_joined().await?;
        } else if let Some(transaction) = self.transaction.take() {
            self.condition = Condition::Committing;
            let outcome = transaction.commit().await;
            self.settle(outcome)?;
            stored = true;
        }
        self.merge_frames(0);
        let watched = stored && !self.hooks.is_empty();
        let rows = watched.then(|| self.to_be_committed());
        let mut frame = std::mem::take(&mut self.frames[0]);
        for table in &mut self.graph.tables {
            table.committed();
        }
        for id in frame.before.keys().chain(&frame.inserts) {
            if self.states.get(*id) == RowState::Deleted {
                self.states.set(*id, RowState::Detached);
            }
        }
        frame.after_commit.run().await;
        match &rows {
            Some(rows) => self.after_commit(rows).await,
            None => Ok(()),
        }
    }
}
