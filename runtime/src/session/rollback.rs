use super::condition::Condition;
use super::frame::Frame;
use super::state::RowState;
use super::{Session, SessionError};
use crate::error::Result;

impl Session {
    /// Undoes everything since the last COMMIT, in the database and in memory: edited rows have
    /// their values back, deleted rows are there again, rows added are detached. Rows that were
    /// first read after the transaction had changed something are out of date: what was read may
    /// be undone.
    ///
    /// The one way on after a flush that failed.
    pub async fn rollback(&mut self) -> Result<()> {
        self.undo().await?;
        self.after_rollback(None).await;
        Ok(())
    }

    /// As [`rollback`](Session::rollback), without what the program does after it.
    pub(super) async fn undo(&mut self) -> Result<()> {
        if self.condition == Condition::Busy {
            self.recover();
        }
        if self.stays_joined() && self.transaction.is_some() {
            self.rewind(0);
            self.condition = Condition::Sound;
            return self.undo_joined().await;
        }
        let transaction = self.transaction.take();
        self.rewind(0);
        self.condition = match self.joined {
            Some(_) => Condition::Failed(SessionError::NotJoined),
            None => Condition::Sound,
        };
        match transaction {
            // A connection that cannot roll back is closed, which rolls back as well.
            Some(transaction) => transaction.rollback().await.or(Ok(())),
            None => Ok(()),
        }
    }

    /// Puts memory back to where a frame began.
    pub(super) fn rewind(&mut self, depth: usize) {
        let name = self
            .frames
            .get_mut(depth)
            .and_then(|frame| frame.name.take());
        self.merge_frames(depth);
        let frame = std::mem::take(&mut self.frames[depth]);
        self.frames[depth].name = name;
        for at in 0..self.graph.tables.len() {
            let touched = self.graph.tables[at].rewind(depth);
            for row in touched {
                let id = super::state::RowId {
                    table: at as u32,
                    row,
                };
                if self.states.get(id).is_stored() {
                    self.graph.tables[at].index(row);
                }
            }
        }
        for id in &frame.stale {
            self.graph.tables[id.table as usize].set_stale(id.row, false);
        }
        for id in &frame.inserts {
            let table = &mut self.graph.tables[id.table as usize];
            table.forget(id.row);
            table.reset(id.row);
            self.states.set(*id, RowState::Detached);
        }
        self.restore_states(&frame);
        if let Some(known) = &frame.known {
            self.doubt_later(known);
        }
    }

    fn restore_states(&mut self, frame: &Frame) {
        for (&id, &before) in &frame.before {
            if self.states.get(id) == RowState::Detached {
                continue; // it was added in the same frame
            }
            self.states.set(id, before);
            if before.is_stored() {
                self.graph.tables[id.table as usize].index(id.row);
            }
        }
    }

    /// Makes one frame of a frame and those of the savepoints within it.
    pub(super) fn merge_frames(&mut self, depth: usize) {
        let later = self.frames.split_off(depth + 1);
        for frame in later {
            self.frames[depth].absorb(frame);
        }
    }

    /// The frame that work goes to.
    pub(super) fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }
}
