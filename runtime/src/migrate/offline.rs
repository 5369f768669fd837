//! A way through the history as a script, for those who may not let a program change a database.

mod repeated;

use std::fmt::Write;

use super::error::MigrateError;
use super::graph::{Graph, GraphError, Walk};
use super::migration::{Direction, Migration};
use super::runner::{script, stamped};
use super::script::{Kind, Script, Sql, StepOptions};
use super::segment::{Mode, Segment, segments};
use super::table::{self, Row};
use crate::dialect::Dialect;

impl Walk<'_> {
    /// The way as SQL for the engine's own client (`sqlite3`, `psql`, `mysql`), which its first line
    /// tells to stop at an error where it would go on. It writes the record of migrations as well;
    /// one that begins before the first migration also makes the table for it.
    ///
    /// # Errors
    /// What cannot run, or not without a program.
    pub fn sql(&self, dialect: Dialect) -> Result<String, MigrateError> {
        let mut out = stop_at_errors(dialect).to_owned();
        let from_nothing = self.direction == Direction::Up
            && self
                .migrations
                .iter()
                .any(|migration| migration.parents().next().is_none());
        if from_nothing {
            statement(&mut out, &table::create(dialect));
        }
        for migration in &self.migrations {
            let _ = writeln!(out, "\n-- {} ({})\n", migration.id(), self.direction);
            let record = by_a_script(migration, dialect);
            let record = match self.direction {
                Direction::Up => record.insert(dialect),
                Direction::Down => table::delete(migration.id(), dialect),
            };
            let script = known(migration, self.direction, dialect)?;
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
            parts(&mut out, &script, segments, Some(&record), dialect);
        }
        Ok(out)
    }
}

impl Graph {
    /// The script that says that a database has these targets and what leads to them, and nothing
    /// else, whatever it said before: [`Graph::stamp`] for those who may not let a program do it.
    ///
    /// # Errors
    /// As [`Graph::stamp`].
    pub fn stamp_sql(&self, targets: &[&str], dialect: Dialect) -> Result<String, GraphError> {
        let mut out = stop_at_errors(dialect).to_owned();
        let records = self.stamp([], targets)?.into_iter().map(|migration| {
            let record = by_a_script(migration, dialect);
            record.insert(dialect)
        });
        statement(&mut out, &table::create(dialect));
        statement(&mut out, begin(dialect));
        statement(&mut out, &format!("DELETE FROM {}", table::TABLE));
        for record in records {
            statement(&mut out, &record);
        }
        statement(&mut out, "COMMIT");
        Ok(out)
    }
}

impl Migration {
    /// What it does, for another program that runs files: whether that may do so in a transaction
    /// of its own, and the text, with transactions where it may not.
    ///
    /// # Errors
    /// As [`Walk::sql`], and what cannot be sent to PostgreSQL as one text.
    pub fn plain_sql(
        &self,
        direction: Direction,
        dialect: Dialect,
    ) -> Result<(bool, String), MigrateError> {
        let script = known(self, direction, dialect)?;
        let mut out = String::new();
        let usual = |sql: &Sql| sql.options == StepOptions::default();
        if script.statements.iter().all(usual) {
            for sql in &script.statements {
                statement(&mut out, &sql.text);
            }
            return Ok((true, out));
        }
        let segments = segments(&script, dialect);
        // PostgreSQL runs several statements that are sent as one text in one transaction.
        if dialect == Dialect::Postgres
            && script.statements.len() > 1
            && let Some(sql) = alone(&script, &segments)
        {
            return Err(MigrateError::NotAsOneText {
                id: self.id().to_owned(),
                direction,
                line: sql.line,
            });
        }
        parts(&mut out, &script, segments, None, dialect);
        Ok((false, out))
    }
}

/// What is written today may run another day, and by somebody else.
fn by_a_script(migration: &Migration, dialect: Dialect) -> Row {
    Row {
        applied_by: "a script".to_owned(),
        ..stamped(migration, dialect)
    }
}

/// What a migration does that no program is needed for.
fn known(
    migration: &Migration,
    direction: Direction,
    dialect: Dialect,
) -> Result<Script, MigrateError> {
    if migration.is_in_rust() {
        let id = migration.id().to_owned();
        return Err(MigrateError::InRust { id });
    }
    let script = script(migration, direction, dialect)?;
    let repeats = script.statements.iter().find(|sql| sql.options.repeat);
    match repeats.filter(|_| dialect == Dialect::Sqlite) {
        Some(sql) => Err(MigrateError::Repeats {
            id: migration.id().to_owned(),
            direction,
            line: sql.line,
        }),
        None => Ok(script),
    }
}

/// The first statement that may run in no transaction.
fn alone<'s>(script: &'s Script, segments: &[Segment]) -> Option<&'s Sql> {
    let alone = segments.iter().filter(|s| s.mode != Mode::Together);
    let mut statements = alone.map(|segment| &script.statements[segment.statements.start]);
    statements.find(|sql| sql.kind() != Kind::Setting)
}

/// The segments, each in a transaction or without; with the last of them, the record.
fn parts(
    out: &mut String,
    script: &Script,
    segments: Vec<Segment>,
    record: Option<&str>,
    dialect: Dialect,
) {
    let count = segments.len();
    for (at, segment) in segments.into_iter().enumerate() {
        let unchecked = dialect == Dialect::Sqlite && !segment.foreign_keys;
        if unchecked {
            statement(out, "PRAGMA foreign_keys = OFF");
        }
        let together = segment.mode == Mode::Together;
        if together {
            statement(out, begin(dialect));
        }
        let repeat = segment.mode == Mode::Repeat;
        for sql in &script.statements[segment.statements] {
            let texts = match repeat {
                true => repeated::repeated(&sql.text, dialect),
                false => vec![sql.text.clone()],
            };
            for text in texts {
                // The client of MySQL ends a statement at each semicolon, also within a body.
                let is_body = record.is_some() && text.contains(';');
                match is_body && matches!(dialect, Dialect::Mysql | Dialect::Mariadb) {
                    true => body(out, &text),
                    false => statement(out, &text),
                }
            }
        }
        if let Some(record) = record.filter(|_| at + 1 == count) {
            statement(out, record);
        }
        if together {
            statement(out, "COMMIT");
        }
        if unchecked {
            statement(out, "PRAGMA foreign_keys = ON");
        }
    }
}

/// What goes on after an error would drop a table whose rows were not copied, and record what failed.
/// No SQL says that it must not, but each client has a command; that of MySQL stops by itself.
fn stop_at_errors(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => ".bail on\n",
        Dialect::Postgres => "\\set ON_ERROR_STOP on\n",
        Dialect::Mysql | Dialect::Mariadb => "",
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
    let _ = writeln!(out, "{}", ended(sql, ";"));
}

/// A statement with its end, which a comment in its last line would swallow.
fn ended(sql: &str, end: &str) -> String {
    let sql = sql.trim_end();
    let last = sql.lines().next_back().unwrap_or_default();
    let line = if last.contains("--") || last.contains('#') {
        "\n"
    } else {
        ""
    };
    format!("{sql}{line}{end}")
}

/// A statement with semicolons in it, for the client of MySQL.
fn body(out: &mut String, sql: &str) {
    let sql = sql.trim_end();
    // The client looks for the mark alone, also in texts and comments.
    let ends = |mark: &str| format!("{sql}{mark}").find(mark) == Some(sql.len());
    let mut mark = String::from("//");
    if !ends(&mark) {
        mark = String::from("$$");
    }
    while !ends(&mark) {
        mark.push('/');
    }
    let _ = writeln!(out, "DELIMITER {mark}\n{}\nDELIMITER ;", ended(sql, &mark));
}
