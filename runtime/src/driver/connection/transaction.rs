use super::Connection;
use crate::dialect::Dialect;
use crate::driver::begin::{Begin, BeginMode};
use crate::error::{Error, Result};

impl Connection {
    /// Opens a transaction.
    pub async fn begin(&mut self, begin: impl Into<Begin>) -> Result<()> {
        if self.in_transaction() {
            return Err(Error::Invalid(
                "a transaction is open already; use a savepoint".into(),
            ));
        }
        let begin = begin.into();
        for command in begin.commands(self.shared.dialect)? {
            self.control(&command).await?;
        }
        self.state.open = Some(begin.mode);
        Ok(())
    }

    /// Stores what the transaction did.
    ///
    /// Fails with [`Error::Poisoned`] if a statement of it failed before, and with
    /// [`Error::CommitUnknown`] if the connection broke meanwhile and it may have written.
    pub async fn commit(&mut self) -> Result<()> {
        self.require_transaction()?;
        self.require_sound()?;
        match self.control("COMMIT").await {
            Ok(()) => {
                self.state.close();
                Ok(())
            }
            Err(error) => {
                self.state.poison(&error, false);
                Err(match error {
                    Error::Broken { message, .. } if self.state.open == Some(BeginMode::Write) => {
                        Error::CommitUnknown { message }
                    }
                    other => other,
                })
            }
        }
    }

    /// Undoes what the transaction did.
    pub async fn rollback(&mut self) -> Result<()> {
        self.require_transaction()?;
        self.require_idle()?;
        self.state.poison = None;
        self.control("ROLLBACK").await?;
        self.state.close();
        Ok(())
    }

    /// Whether a savepoint is open.
    pub(in crate::driver) fn in_savepoint(&self) -> bool {
        !self.state.savepoints.is_empty()
    }

    /// Sets a savepoint.
    pub async fn savepoint(&mut self, name: &str) -> Result<()> {
        self.require_transaction()?;
        let sql = format!("SAVEPOINT {}", self.savepoint_name(name)?);
        self.control(&sql).await?;
        self.state.savepoints.push(name.to_owned());
        Ok(())
    }

    /// Forgets a savepoint and those set after it; their work stays.
    pub async fn release(&mut self, name: &str) -> Result<()> {
        let depth = self.savepoint_depth(name)?;
        let sql = format!("RELEASE SAVEPOINT {}", self.savepoint_name(name)?);
        self.control(&sql).await?;
        self.state.savepoints.truncate(depth);
        Ok(())
    }

    /// Undoes what was done since a savepoint, which stays. A transaction that failed since then
    /// is well again, unless the engine gave it up as a whole.
    pub async fn rollback_to(&mut self, name: &str) -> Result<()> {
        let depth = self.savepoint_depth(name)?;
        let sql = format!("ROLLBACK TO SAVEPOINT {}", self.savepoint_name(name)?);
        self.state.poison.take_if(|poison| poison.curable);
        self.control(&sql)
            .await
            .inspect_err(|error| self.state.poison(error, false))?;
        self.state.savepoints.truncate(depth + 1);
        Ok(())
    }

    /// Checks foreign keys at COMMIT instead of after each statement, for the rest of the
    /// transaction. On PostgreSQL only keys declared `DEFERRABLE`; MySQL and MariaDB cannot.
    pub async fn defer_constraints(&mut self) -> Result<()> {
        self.require_transaction()?;
        match self.shared.dialect {
            Dialect::Sqlite => self.control("PRAGMA defer_foreign_keys = ON").await,
            Dialect::Postgres => self.control("SET CONSTRAINTS ALL DEFERRED").await,
            dialect @ (Dialect::Mysql | Dialect::Mariadb) => Err(Error::Unsupported {
                feature: "deferred constraints",
                dialect,
            }),
        }
    }

    fn savepoint_name(&self, name: &str) -> Result<String> {
        if name.is_empty() || name.len() > 63 || name.contains('\0') {
            return Err(Error::Invalid(
                "a savepoint's name has 1 to 63 bytes and no NUL".into(),
            ));
        }
        Ok(self.shared.dialect.quoted(name))
    }

    fn savepoint_depth(&self, name: &str) -> Result<usize> {
        self.state
            .savepoints
            .iter()
            .rposition(|open| open == name)
            .ok_or_else(|| Error::Invalid(format!("no savepoint `{name}` is open")))
    }

    fn require_transaction(&self) -> Result<()> {
        if self.in_transaction() {
            return Ok(());
        }
        Err(Error::Invalid("no transaction is open".into()))
    }
}
