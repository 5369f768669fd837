use super::error::MigrateError;
use super::migration::{Direction, Migration};
use super::runner::script;
use crate::dialect::Dialect;

/// What would run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which way.
    pub direction: Direction,
    /// In this order.
    pub migrations: Vec<PlannedMigration>,
}

/// A migration that would run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedMigration {
    /// Which.
    pub id: String,
    /// Its statements. Those of a migration in Rust are not known.
    pub statements: Vec<String>,
    /// How many of them are done already.
    pub done: usize,
}

impl Migration {
    /// Its statements, one way. None for one that is written in Rust.
    ///
    /// # Errors
    /// A file that is not there, or cannot be read; a migration without a way back.
    pub fn statements(
        &self,
        direction: Direction,
        dialect: Dialect,
    ) -> Result<Vec<String>, MigrateError> {
        if self.is_in_rust() && self.sql(direction, dialect).is_none() {
            return Ok(Vec::new());
        }
        let script = script(self, direction, dialect)?;
        Ok(script.statements.into_iter().map(|sql| sql.text).collect())
    }
}

impl PlannedMigration {
    pub(crate) fn new(
        migration: &Migration,
        direction: Direction,
        dialect: Dialect,
        done: usize,
    ) -> Result<Self, MigrateError> {
        let script = script(migration, direction, dialect)?;
        Ok(PlannedMigration {
            id: migration.id().to_owned(),
            statements: script.statements.into_iter().map(|sql| sql.text).collect(),
            done,
        })
    }
}
