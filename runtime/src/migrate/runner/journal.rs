//! What is written to the table of migrations while one runs.

use std::time::Duration;

use chrono::Utc;

use crate::dialect::Dialect;
use crate::driver::Connection;
use crate::error::Result;
use crate::migrate::checksum::Checksum;
use crate::migrate::migration::{Direction, Migration};
use crate::migrate::process::Process;
use crate::migrate::script::Script;
use crate::migrate::table::{Row, State, delete};

/// The row of a migration that runs.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) row: Row,
    /// Whether the table has it.
    is_there: bool,
    direction: Direction,
    full_checksum: String,
    earlier_ms: i64,
}

impl Journal {
    pub(super) fn new(
        migration: &Migration,
        direction: Direction,
        row: Option<&Row>,
        dialect: Dialect,
    ) -> Self {
        let fresh = stamped(migration, dialect);
        let state = match direction {
            Direction::Up => State::HalfUp,
            Direction::Down => State::HalfDown,
        };
        let goes_on = row.filter(|row| row.state == state);
        let is_down = direction == Direction::Down;
        let earlier_ms = goes_on.map_or(0, |row| row.duration_ms);
        Journal {
            full_checksum: fresh.checksum.clone(),
            row: match goes_on {
                Some(row) => row.clone(),
                None => Row {
                    state,
                    done: 0,
                    begun: None,
                    progress: None,
                    // Where nothing is taken back, it is applied as it was.
                    ..row.filter(|_| is_down).cloned().unwrap_or(fresh)
                },
            },
            is_there: row.is_some(),
            direction,
            earlier_ms,
        }
    }

    /// Notes that so many statements are done. With the last of them, that all is.
    pub(super) fn reached(&mut self, done: usize, script: &Script, took: Duration) {
        self.row.done = done;
        self.row.begun = None;
        self.row.checksum = done_checksum(script, done);
        self.row.duration_ms = self
            .earlier_ms
            .saturating_add(i64::try_from(took.as_millis()).unwrap_or(i64::MAX));
        if done == script.statements.len() {
            self.finish();
        }
    }

    /// Notes that all is done.
    pub(super) fn finish(&mut self) {
        self.row.state = State::Applied;
        self.row.done = 0;
        self.row.begun = None;
        self.row.progress = None;
        self.row.checksum.clone_from(&self.full_checksum);
        self.row.applied_at = now();
        self.row.applied_by = Process::current().name();
    }

    /// The statement that stores it.
    fn statement(&self, dialect: Dialect) -> String {
        match (self.direction, self.row.state) {
            (Direction::Down, State::Applied) => delete(&self.row.id, dialect),
            _ if self.is_there => self.row.update(dialect),
            _ => self.row.insert(dialect),
        }
    }

    /// Notes that a statement was refused, so that it is not done.
    pub(super) async fn refused(&mut self, connection: &mut Connection) -> Result<()> {
        self.row.begun = None;
        if self.row.done > 0 {
            return self.store(connection).await;
        }
        // Then nothing is.
        let dialect = connection.dialect();
        let sql = match self.direction {
            Direction::Up => delete(&self.row.id, dialect),
            Direction::Down => {
                self.row.state = State::Applied;
                self.row.checksum.clone_from(&self.full_checksum);
                self.row.update(dialect)
            }
        };
        connection.execute_script(&[&sql]).await
    }

    pub(super) async fn store(&mut self, connection: &mut Connection) -> Result<()> {
        let sql = self.statement(connection.dialect());
        connection.execute_script(&[&sql]).await?;
        self.is_there = true;
        Ok(())
    }
}

/// Of the statements that are done: what comes after them may be mended.
pub(super) fn done_checksum(script: &Script, done: usize) -> String {
    let mut checksum = Checksum::of("");
    for statement in script.statements.iter().take(done) {
        checksum.add(&statement.text);
    }
    checksum.to_string()
}

/// The row of a migration that is applied.
pub(in crate::migrate) fn stamped(migration: &Migration, dialect: Dialect) -> Row {
    Row {
        id: migration.id().to_owned(),
        checksum: migration.checksum(dialect),
        schema_hash: migration.schema_hash().map(str::to_owned),
        state: State::Applied,
        done: 0,
        begun: None,
        progress: None,
        applied_at: now(),
        duration_ms: 0,
        applied_by: Process::current().name(),
    }
}

fn now() -> String {
    Utc::now().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}
