//! A way through the history as a script, for those who may not let a program change a database.

use std::fmt::Write;

use super::error::MigrateError;
use super::graph::Walk;
use super::migration::Direction;
use super::runner::{script, stamped};
use super::segment::{Mode, Segment, segments};
use super::table;
use crate::dialect::Dialect;

impl Walk<'_> {
    /// The way as SQL for the engine's own client. It writes the record of migrations as well;
    /// one that begins before the first migration also makes the table for it.
    ///
    /// # Errors
    /// What cannot run, or not without a program.
    pub fn sql(&self, dialect: Dialect) -> Result<String, MigrateError> {
        let mut out = String::new();
        let from_nothing = self.direction == Direction::Up
            && self
                .migrations
                .iter()
                .any(|migration| migration.parents().next().is_none());
        if from_nothing {
            statement(&mut out, &table::create(dialect));
        }
        for migration in &self.migrations {
            let script = script(migration, self.direction, dialect)?;
            if migration.is_in_rust() {
                let id = migration.id().to_owned();
                return Err(MigrateError::InRust { id });
            }
            let _ = writeln!(out, "\n-- {} ({})\n", migration.id(), self.direction);
            let mut record = stamped(migration, dialect);
            // What is written today may run another day, and by somebody else.
            record.applied_by = "a script".to_owned();
            let record = match self.direction {
                Direction::Up => record.insert(dialect),
                Direction::Down => table::delete(migration.id(), dialect),
            };
            let mut segments = segments(&script, dialect);
            let ends_together = segments
                .last()
                .is_some_and(|last| last.mode == Mode::Together);
            if !ends_together {
                let end = script.statements.len();
                segments.push(Segment {
                    statements: end..end,
                    mode: Mode::Together,
                    foreign_keys: true,
                });
            }
            let count = segments.len();
            for (at, segment) in segments.into_iter().enumerate() {
                let unchecked = dialect == Dialect::Sqlite && !segment.foreign_keys;
                if unchecked {
                    statement(&mut out, "PRAGMA foreign_keys = OFF");
                }
                let together = segment.mode == Mode::Together;
                if together {
                    statement(&mut out, begin(dialect));
                }
                if segment.mode == Mode::Repeat {
                    out += "-- Run this again until it changes no row.\n";
                }
                for sql in &script.statements[segment.statements] {
                    statement(&mut out, &sql.text);
                }
                if at + 1 == count {
                    statement(&mut out, &record);
                }
                if together {
                    statement(&mut out, "COMMIT");
                }
                if unchecked {
                    statement(&mut out, "PRAGMA foreign_keys = ON");
                }
            }
        }
        Ok(out)
    }
}

fn begin(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Mysql | Dialect::Mariadb => "START TRANSACTION",
        Dialect::Sqlite => "BEGIN IMMEDIATE",
        Dialect::Postgres => "BEGIN",
    }
}

fn statement(out: &mut String, sql: &str) {
    let _ = writeln!(out, "{};", sql.trim_end());
}
