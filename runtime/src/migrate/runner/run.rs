//! One migration, one way.

use std::ops::Range;
use std::time::Instant;

use super::Interrupted;
use super::journal::{Journal, done_checksum};
use super::mark;
use super::own::OwnConnection;
use super::{parts, verify};
use crate::dialect::Dialect;
use crate::driver::BeginMode;
use crate::error::{Error, Retry};
use crate::migrate::concurrent;
use crate::migrate::error::MigrateError;
use crate::migrate::events::{Event, Listener};
use crate::migrate::lock::Lock;
use crate::migrate::migration::{Direction, Migration};
use crate::migrate::script::{Kind, Script, Sql, without_comments};
use crate::migrate::segment::{Mode, Segment, segments};
use crate::migrate::table::{Row, State, fetch};
use crate::migrate::work::{Batch, MigrationContext, Work};
use crate::statement::Statement;

pub(super) struct Run<'r> {
    pub(super) connection: &'r mut OwnConnection,
    pub(super) lock: &'r Lock,
    pub(super) migration: &'r Migration,
    pub(super) direction: Direction,
    pub(super) interrupted: Option<Interrupted>,
    pub(super) listener: &'r Listener,
}

impl Run<'_> {
    /// Runs what is not done yet.
    pub(super) async fn all(mut self, row: Option<&Row>) -> Result<(), MigrateError> {
        let dialect = self.connection.dialect();
        let script = verify::script(self.migration, self.direction, dialect)?;
        let mut journal = Journal::new(self.migration, self.direction, row, dialect);
        if let Some(work) = self.migration.work() {
            return self.batches(&**work, &mut journal).await;
        }
        let started = Instant::now();
        self.resume(&script, &mut journal).await?;
        // The statement under way was the last, and is done.
        if journal.row.state == State::Applied {
            return Ok(());
        }
        for segment in segments(&script, dialect) {
            let from = segment.statements.start.max(journal.row.done);
            if from >= segment.statements.end {
                continue;
            }
            let left = Segment {
                statements: from..segment.statements.end,
                ..segment
            };
            self.check_lock().await?;
            match left.mode {
                Mode::Together => self.together(&script, &left, &mut journal, started).await?,
                Mode::Alone => self.alone(&script, from, &mut journal, started).await?,
                Mode::Repeat => self.repeat(&script, from, &mut journal, started).await?,
            }
        }
        if script.statements.is_empty() {
            journal.finish();
            self.note(&mut journal).await?;
        }
        Ok(())
    }

    /// Stores how far the migration is.
    async fn note(&mut self, journal: &mut Journal) -> Result<(), MigrateError> {
        let back = self.connection.go_home().await?;
        journal.store(self.connection).await?;
        Ok(self.connection.go_back(back).await?)
    }

    async fn check_lock(&mut self) -> Result<(), MigrateError> {
        if let Lock::Row(_) = self.lock {
            let back = self.connection.go_home().await?;
            self.lock.check(self.connection).await?;
            self.connection.go_back(back).await?;
        }
        Ok(())
    }

    /// Finds out where an interrupted migration stands, and tells the new connection what the old
    /// one was told.
    async fn resume(&mut self, script: &Script, journal: &mut Journal) -> Result<(), MigrateError> {
        let done = journal.row.done;
        if done > 0 && done_checksum(script, done) != journal.row.checksum {
            return Err(MigrateError::DoneChanged {
                id: self.migration.id().to_owned(),
                done,
            });
        }
        let settings = script.statements.iter().take(done);
        for sql in settings.filter(|sql| sql.kind() == Kind::Setting) {
            self.connection.execute_script(&[&sql.text]).await?;
        }
        let Some(sql) = script
            .statements
            .get(done)
            .filter(|_| journal.row.begun.is_some())
        else {
            return Ok(());
        };
        if self.was_done(sql, done, journal).await? {
            journal.reached(done + 1, script, std::time::Duration::ZERO);
            self.note(journal).await?;
        }
        Ok(())
    }

    /// Whether the statement in which the runner was interrupted is done.
    async fn was_done(
        &mut self,
        sql: &Sql,
        at: usize,
        journal: &Journal,
    ) -> Result<bool, MigrateError> {
        if let Some(known) = self.interrupted {
            return Ok(known == Interrupted::Done);
        }
        let begun = journal.row.begun.as_deref().unwrap_or_default();
        if !mark::is_of(begun, sql) {
            return Err(self.unseen(sql, at));
        }
        match sql.kind() {
            Kind::Rows | Kind::Setting | Kind::Harmless => Ok(false),
            Kind::Structure => {
                if let Some(is_done) = concurrent::is_done(self.connection, sql).await? {
                    return Ok(is_done);
                }
                match mark::take(self.connection, sql).await? {
                    Some(now) => Ok(begun != now),
                    None => Err(self.unseen(sql, at)),
                }
            }
            Kind::Unknown => Err(self.unseen(sql, at)),
        }
    }

    /// Nothing shows whether a statement is done.
    fn unseen(&self, sql: &Sql, at: usize) -> MigrateError {
        MigrateError::Interrupted {
            id: self.migration.id().to_owned(),
            direction: self.direction,
            line: sql.line,
            nth: at + 1,
            statement: brief(&sql.text),
        }
    }

    async fn together(
        &mut self,
        script: &Script,
        segment: &Segment,
        journal: &mut Journal,
        started: Instant,
    ) -> Result<(), MigrateError> {
        let unchecked = !segment.foreign_keys && self.connection.dialect() == Dialect::Sqlite;
        if unchecked {
            self.connection
                .execute_script(&["PRAGMA foreign_keys = OFF"])
                .await?;
        }
        self.connection.begin(BeginMode::Write).await?;
        for at in segment.statements.clone() {
            self.tell(script, at);
            let sql = &script.statements[at];
            let mut done = parts::make_again(self.connection, sql).await;
            if done.is_ok() {
                done = self.connection.execute_script(&[&sql.text]).await;
            }
            if let Err(error) = done {
                return Err(self.failed(script, at, segment.statements.start, error));
            }
        }
        if unchecked {
            self.check_foreign_keys().await?;
        }
        // Who has lost the lock meanwhile keeps nothing of this.
        self.check_lock().await?;
        journal.reached(segment.statements.end, script, started.elapsed());
        self.note(journal).await?;
        self.commit(script, segment.statements.clone()).await?;
        if unchecked {
            self.connection
                .execute_script(&["PRAGMA foreign_keys = ON"])
                .await?;
        }
        Ok(())
    }

    async fn check_foreign_keys(&mut self) -> Result<(), MigrateError> {
        let sql = "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check".to_owned();
        let broken: Vec<(String,)> = fetch(self.connection, sql).await?;
        if broken.is_empty() {
            return Ok(());
        }
        Err(MigrateError::ForeignKeys {
            id: self.migration.id().to_owned(),
            tables: broken.into_iter().map(|(table,)| table).collect(),
        })
    }

    async fn alone(
        &mut self,
        script: &Script,
        at: usize,
        journal: &mut Journal,
        started: Instant,
    ) -> Result<(), MigrateError> {
        let sql = &script.statements[at];
        self.tell(script, at);
        concurrent::drop_leftover(self.connection, sql).await?;
        let mark = match sql.kind() {
            Kind::Structure => mark::take(self.connection, sql).await?,
            _ => None,
        };
        journal.row.begun = Some(mark.unwrap_or_else(|| mark::without_catalog(sql)));
        if at == 0 {
            journal.row.checksum = done_checksum(script, 0);
        }
        self.note(journal).await?;
        if let Err(error) = self.connection.execute_script(&[&sql.text]).await {
            if error.retry() != Retry::Unknown {
                // Where that cannot be noted, the next runner looks. This error came first.
                let _ = self.connection.go_home().await;
                let _ = journal.refused(self.connection).await;
            }
            return Err(self.failed(script, at, at, error));
        }
        journal.reached(at + 1, script, started.elapsed());
        self.note(journal).await
    }

    async fn repeat(
        &mut self,
        script: &Script,
        at: usize,
        journal: &mut Journal,
        started: Instant,
    ) -> Result<(), MigrateError> {
        let statement = Statement::new(script.statements[at].text.clone(), Vec::new());
        self.tell(script, at);
        for nth in 1.. {
            self.check_lock().await?;
            self.connection.begin(BeginMode::Write).await?;
            let rows = match self.connection.execute(&statement).await {
                Ok(executed) => executed.rows,
                Err(error) => return Err(self.failed(script, at, at, error)),
            };
            if rows == 0 {
                journal.reached(at + 1, script, started.elapsed());
                self.note(journal).await?;
            }
            self.commit(script, at..at + 1).await?;
            if rows == 0 {
                break;
            }
            self.listener.tell(&Event::Batch {
                id: self.migration.id(),
                nth,
                rows: Some(rows),
            });
        }
        Ok(())
    }

    /// A migration in Rust: batch after batch, each stored together with how far it came.
    async fn batches(
        &mut self,
        work: &dyn Work,
        journal: &mut Journal,
    ) -> Result<(), MigrateError> {
        for nth in 1.. {
            self.check_lock().await?;
            self.connection.begin(BeginMode::Write).await?;
            let mut cx = MigrationContext::new(self.connection, journal.row.progress.clone());
            let batch = match self.direction {
                Direction::Up => work.up(&mut cx).await,
                Direction::Down => work.down(&mut cx).await,
            };
            let more = match batch {
                Ok(Batch::More(progress)) => {
                    journal.row.progress = Some(progress);
                    true
                }
                Ok(Batch::Done) => {
                    journal.finish();
                    false
                }
                Err(error) => return Err(self.batch_failed(nth, error)),
            };
            self.note(journal).await?;
            let stored = self.connection.commit().await;
            stored.map_err(|error| self.batch_failed(nth, error))?;
            self.listener.tell(&Event::Batch {
                id: self.migration.id(),
                nth,
                rows: None,
            });
            if !more {
                break;
            }
        }
        Ok(())
    }

    fn tell(&self, script: &Script, at: usize) {
        self.listener.tell(&Event::Statement {
            id: self.migration.id(),
            nth: at + 1,
            of: script.statements.len(),
            sql: &script.statements[at].text,
        });
    }

    /// Stores what these statements did, together with the word that they are done.
    async fn commit(
        &mut self,
        script: &Script,
        statements: Range<usize>,
    ) -> Result<(), MigrateError> {
        let stored = self.connection.commit().await;
        stored.map_err(|error| MigrateError::Commit {
            id: self.migration.id().to_owned(),
            direction: self.direction,
            nth: statements.end,
            of: script.statements.len(),
            stands: self.stands(statements.start, &error),
            error: Box::new(error),
        })
    }

    /// What is left of the migration, when its statements before `kept` are done for good.
    fn stands(&self, kept: usize, error: &Error) -> String {
        let way = self.direction.word();
        if error.retry() == Retry::Unknown {
            return format!(
                "whether it is done is not known, and the server may still be at it; after that \
                 `ormolu migrate {way}` finds out, and goes on"
            );
        }
        match kept {
            0 => "nothing of the migration was kept".to_owned(),
            1 => format!("statement 1 is done and stays; `ormolu migrate {way}` goes on after it"),
            _ => format!(
                "statements 1 to {kept} are done and stay; `ormolu migrate {way}` goes on after them"
            ),
        }
    }

    fn failed(&self, script: &Script, at: usize, kept: usize, error: Error) -> MigrateError {
        MigrateError::Failed {
            id: self.migration.id().to_owned(),
            direction: self.direction,
            line: script.statements[at].line,
            nth: at + 1,
            of: script.statements.len(),
            stands: self.stands(kept, &error),
            error: Box::new(error),
        }
    }

    fn batch_failed(&self, nth: usize, error: Error) -> MigrateError {
        MigrateError::BatchFailed {
            id: self.migration.id().to_owned(),
            direction: self.direction,
            stands: match nth {
                _ if error.retry() == Retry::Unknown => self.stands(0, &error),
                1 => "no batch of this run was kept".to_owned(),
                _ => format!("{} batches of this run are done and stay", nth - 1),
            },
            error: Box::new(error),
        }
    }
}

/// The beginning of a statement.
fn brief(text: &str) -> String {
    let line = without_comments(text).lines().next().unwrap_or_default();
    line.chars().take(120).collect()
}
