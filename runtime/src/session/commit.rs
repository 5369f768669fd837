use super::Session;
use super::condition::Condition;
use super::state::RowState;
use crate::error::Result;

impl Session {
    /// Flushes and stores the transaction. Only now is the work done and forgotten; what
    /// [`on_commit`](Session::on_commit) was told follows.
    ///
    /// Values stay readable; nothing is read anew. If the commit fails, `rollback()` is the one
    /// way on, and [`Error::retry`](crate::Error::retry) says whether to do it all again.
    pub async fn commit(&mut self) -> Result<()> {
        self.flush().await?;
        if self.joined.is_some() {
            self.commit_joined().await?;
        } else if let Some(transaction) = self.transaction.take() {
            self.condition = Condition::Committing;
            let outcome = transaction.commit().await;
            self.settle(outcome)?;
        }
        self.merge_frames(0);
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
        Ok(())
    }
}
