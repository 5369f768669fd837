use super::condition::Condition;
use super::frame::Frame;
use super::{Session, SessionError};
use crate::error::{Error, Result};

impl Session {
    /// Sets a savepoint: flushes, so that what was done before is outside of it.
    pub async fn savepoint(&mut self, name: &str) -> Result<()> {
        self.flush().await?;
        self.open().await?;
        self.condition = Condition::Busy;
        let outcome = self.command(Command::Set, name).await;
        self.settle(outcome)?;
        self.frames.push(Frame {
            name: Some(name.to_owned()),
            ..Frame::default()
        });
        Ok(())
    }

    /// Undoes everything since a savepoint, in the database and in memory. The savepoint stays,
    /// those set after it are gone. Also helps after a flush that failed within it.
    pub async fn rollback_to(&mut self, name: &str) -> Result<()> {
        if !matches!(
            self.condition,
            Condition::Failed(SessionError::Failed { .. })
        ) {
            self.ready()?;
        }
        let depth = self.find_savepoint(name)?;
        self.condition = Condition::Busy;
        let outcome = self.command(Command::RollBack, name).await;
        self.settle(outcome)?;
        self.rewind(depth);
        self.after_rollback(Some(name)).await;
        Ok(())
    }

    /// Flushes and forgets a savepoint and those set after it; their work stays.
    pub async fn release(&mut self, name: &str) -> Result<()> {
        self.flush().await?;
        let depth = self.find_savepoint(name)?;
        self.condition = Condition::Busy;
        let outcome = self.command(Command::Release, name).await;
        self.settle(outcome)?;
        self.merge_frames(depth - 1);
        for table in &mut self.graph.tables {
            table.merge(depth);
        }
        Ok(())
    }

    async fn command(&mut self, command: Command, name: &str) -> Result<()> {
        let Some(transaction) = &mut self.transaction else {
            return Ok(());
        };
        match command {
            Command::Set => transaction.savepoint(name).await,
            Command::RollBack => transaction.rollback_to(name).await,
            Command::Release => transaction.release(name).await,
        }
    }

    fn find_savepoint(&self, name: &str) -> Result<usize> {
        let named = |frame: &Frame| frame.name.as_deref() == Some(name);
        self.frames.iter().rposition(named).ok_or_else(|| {
            let name = name.to_owned();
            Error::from(SessionError::NoSavepoint { name })
        })
    }
}

enum Command {
    Set,
    RollBack,
    Release,
}
