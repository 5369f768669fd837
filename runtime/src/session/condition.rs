use super::{Session, SessionError};
use crate::error::Result;

/// Whether a session may go on.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    Sound,
    /// Statements of its transaction are under way, or were when their future was dropped.
    Busy,
    /// COMMIT is under way, or was when its future was dropped.
    Committing,
    /// Only a rollback helps.
    Failed(SessionError),
}

impl Session {
    /// Makes good for a dropped future; refuses if only a rollback helps.
    pub(super) fn ready(&mut self) -> Result<()> {
        match &self.condition {
            Condition::Sound => Ok(()),
            Condition::Failed(error) => Err(error.clone().into()),
            Condition::Busy => {
                self.replay();
                self.ready_again()
            }
            Condition::Committing => {
                self.transaction = None;
                self.condition = Condition::Failed(SessionError::CommitCancelled);
                Err(SessionError::CommitCancelled.into())
            }
        }
    }

    fn ready_again(&self) -> Result<()> {
        match &self.condition {
            Condition::Failed(error) => Err(error.clone().into()),
            _ => Ok(()),
        }
    }

    /// As [`ready`](Session::ready), where there is nothing to refuse.
    pub(super) fn recover(&mut self) {
        if self.condition == Condition::Busy {
            self.replay();
        }
    }

    /// The end of what [`Condition::Busy`] began.
    pub(super) fn settle<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.condition = match &outcome {
            Ok(_) => Condition::Sound,
            Err(error) => Condition::Failed(SessionError::Failed {
                first: error.to_string(),
            }),
        };
        outcome
    }

    /// Takes up again the work of a transaction whose future was dropped: the engine rolls it
    /// back, so everything since the last COMMIT is pending again.
    fn replay(&mut self) {
        self.transaction = None;
        if self.frames.iter().any(|frame| frame.foreign) {
            self.condition = Condition::Failed(SessionError::Lost);
            return;
        }
        self.merge_frames(0);
        let followed = self.followed();
        let frame = &mut self.frames[0];
        frame.flushed = Default::default();
        self.states.replay(&mut self.graph, frame);
        self.unfollow(&followed);
        // A transaction of somebody else's holds more than the session could do again.
        self.condition = match self.joined {
            Some(_) => Condition::Failed(SessionError::NotJoined),
            None => Condition::Sound,
        };
    }
}
