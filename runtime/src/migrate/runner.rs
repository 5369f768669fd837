//! Brings a database to a place in the history.

mod journal;
mod mark;
mod order;
mod own;
mod parts;
mod run;
mod settings;
mod squashed;
mod verify;

use std::fmt;
use std::time::{Duration, Instant};

pub(super) use journal::stamped;
use own::OwnConnection;
use run::Run;
pub(super) use verify::script;

use super::error::MigrateError;
use super::events::{Event, Listener};
use super::graph::{Graph, Walk, to_end};
use super::literal::quoted;
use super::lock::{Lock, Locking, Wish};
use super::migration::{Direction, Migration};
use super::plan::{Plan, PlannedMigration};
use super::status::Status;
use super::table::{self, Row, State};
use crate::dialect::Dialect;
use crate::driver::{Access, Connection, Database};

/// Runs migrations on a database, on a connection of its own and alone.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use ormolu::{Database, Dialect};
/// use ormolu::migrate::{Migration, Migrations};
///
/// let migrations = Migrations::new([
///     Migration::new("20260101T120000_notes")
///         .up(Dialect::Sqlite, "CREATE TABLE notes (id INTEGER PRIMARY KEY)")
///         .down(Dialect::Sqlite, "DROP TABLE notes"),
/// ]);
/// let db = Database::connect("sqlite::memory:").await?;
/// let runner = migrations.runner(&db)?.wait(Duration::from_secs(10));
/// let report = runner.up("head").await?;
/// assert_eq!(report.ran[0].id, "20260101T120000_notes");
/// runner.down("base").await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Runner<'d> {
    db: &'d Database,
    graph: Graph,
    options: Options,
}

#[derive(Clone, Debug)]
struct Options {
    wish: Wish,
    lock_timeout: Option<Duration>,
    schema: Option<String>,
    out_of_order: bool,
    interrupted: Option<Interrupted>,
    listener: Listener,
}

/// What somebody found out about a statement during which a runner was interrupted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// It is done: go on after it.
    Done,
    /// It is not: run it again.
    Again,
}

/// What was run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In this order.
    pub ran: Vec<Ran>,
}

/// A migration that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// Which.
    pub id: String,
    /// Which way.
    pub direction: Direction,
    /// How long it took.
    pub took: Duration,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl<'d> Runner<'d> {
    /// A runner with the usual options: a minute's wait for another to be done.
    pub fn new(db: &'d Database, graph: Graph) -> Self {
        Runner {
            db,
            graph,
            options: Options {
                wish: Wish {
                    locking: Locking::Auto,
                    wait: Duration::from_secs(60),
                    steal: false,
                },
                lock_timeout: None,
                schema: None,
                out_of_order: false,
                interrupted: None,
                listener: Listener::default(),
            },
        }
    }

    /// How long to wait for another runner.
    pub fn wait(mut self, longest: Duration) -> Self {
        self.options.wish.wait = longest;
        self
    }

    /// How runners are kept apart.
    pub fn locking(mut self, locking: Locking) -> Self {
        self.options.wish.locking = locking;
        self
    }

    /// Takes a lock that is a row away from its holder, who is gone for sure.
    pub fn steal_lock(mut self, steal: bool) -> Self {
        self.options.wish.steal = steal;
        self
    }

    /// How long a statement may wait for a table that others use; on servers. Without it, one
    /// that waits makes all others wait behind it.
    pub fn lock_timeout(mut self, longest: Duration) -> Self {
        self.options.lock_timeout = Some(longest);
        self
    }

    /// Works in this schema (PostgreSQL) or database (MySQL, MariaDB) of the server, which has a
    /// history of its own.
    pub fn schema(mut self, name: impl Into<String>) -> Self {
        self.options.schema = Some(name.into());
        self
    }

    /// Applies migrations also below others that are applied.
    pub fn out_of_order(mut self, allowed: bool) -> Self {
        self.options.out_of_order = allowed;
        self
    }

    /// What is known of the statement in which a runner was interrupted.
    pub fn interrupted(mut self, was: Interrupted) -> Self {
        self.options.interrupted = Some(was);
        self
    }

    /// Tells what it does.
    pub fn on_event(mut self, tell: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.options.listener = Listener::new(tell);
        self
    }

    /// The history.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Applies what a target needs: `head`, `heads`, `+1`, an id, `label@head`.
    ///
    /// # Errors
    /// What is wrong with the history or the database, before anything runs; and the first
    /// statement that fails, with what is left of its migration.
    pub async fn up(&self, target: &str) -> Result<Report, MigrateError> {
        self.walk(Direction::Up, target).await
    }

    /// Takes back what comes after a target: `-1`, `base`, an id, `label@base`.
    ///
    /// # Errors
    /// As [`up`](Runner::up), and migrations without a way back.
    pub async fn down(&self, target: &str) -> Result<Report, MigrateError> {
        self.walk(Direction::Down, target).await
    }

    /// What [`up`](Runner::up) or [`down`](Runner::down) would run. Nothing is written.
    ///
    /// # Errors
    /// As they.
    pub async fn plan(&self, direction: Direction, target: &str) -> Result<Plan, MigrateError> {
        let mut connection = self.connect(Access::Read).await?;
        let rows = self.rows(&mut connection).await?;
        let walk = self.planned(&rows, direction, target)?;
        let dialect = connection.dialect();
        let migrations = walk.migrations.iter().map(|migration| {
            let done = half_done(&rows, migration.id(), direction).map_or(0, |row| row.done);
            PlannedMigration::new(migration, direction, dialect, done)
        });
        Ok(Plan {
            direction,
            migrations: migrations.collect::<Result<_, _>>()?,
        })
    }

    /// What the database has of the history. Nothing is written.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn status(&self) -> Result<Status, MigrateError> {
        let mut connection = self.connect(Access::Read).await?;
        let rows = self.rows(&mut connection).await?;
        Ok(Status::of(&self.graph, rows, connection.dialect()))
    }

    /// Says that the database is at these targets, without running anything. Nothing is kept of
    /// before with `purge`. The ids that it has now.
    ///
    /// # Errors
    /// Targets that mean nothing, and those of the database.
    pub async fn stamp(&self, targets: &[&str], purge: bool) -> Result<Vec<String>, MigrateError> {
        let (mut connection, lock) = self.begin().await?;
        let stamped = self.stamp_locked(&mut connection, targets, purge).await;
        self.end(connection, lock, stamped).await
    }

    async fn stamp_locked(
        &self,
        connection: &mut Connection,
        targets: &[&str],
        purge: bool,
    ) -> Result<Vec<String>, MigrateError> {
        let dialect = connection.dialect();
        let rows = match purge {
            // Whatever it says, it goes.
            true => table::read(connection).await?,
            false => {
                squashed::adopt(connection, &self.graph).await?;
                verify::read(connection).await?
            }
        };
        let known = rows.iter().filter(|_| !purge).map(|row| row.id.as_str());
        let wanted = self.graph.stamp(known, targets)?;
        let mut statements = Vec::new();
        for row in &rows {
            let stays = wanted.iter().any(|migration| migration.id() == row.id);
            let is_known = self.graph.get(&row.id).is_some();
            if purge || is_known && !stays {
                statements.push(table::delete(&row.id, dialect));
            }
        }
        for migration in &wanted {
            let row = rows.iter().find(|row| row.id == migration.id() && !purge);
            match row {
                None => statements.push(journal::stamped(migration, dialect).insert(dialect)),
                Some(row) if row.state != State::Applied => {
                    statements.push(journal::stamped(migration, dialect).update(dialect));
                }
                Some(_) => {}
            }
        }
        write(connection, &statements).await?;
        order::restore(connection, &self.graph).await?;
        let ids = wanted.iter().map(|migration| migration.id().to_owned());
        Ok(ids.collect())
    }

    /// Says that a migration that was changed after it was applied is what the database has.
    ///
    /// # Errors
    /// A migration that is not applied, and those of the database.
    pub async fn accept(&self, target: &str) -> Result<String, MigrateError> {
        let migration = self.graph.one(target)?;
        let (mut connection, lock) = self.begin().await?;
        let accepted = self.accept_locked(&mut connection, migration).await;
        self.end(connection, lock, accepted).await
    }

    async fn accept_locked(
        &self,
        connection: &mut Connection,
        migration: &Migration,
    ) -> Result<String, MigrateError> {
        let dialect = connection.dialect();
        let rows = verify::read(connection).await?;
        let is_it = |row: &&Row| row.id == migration.id() && row.state == State::Applied;
        let Some(row) = rows.iter().find(is_it) else {
            let id = migration.id().to_owned();
            return Err(super::graph::GraphError::NotApplied(id).into());
        };
        let row = Row {
            checksum: migration.checksum(dialect),
            schema_hash: migration.schema_hash().map(str::to_owned),
            ..row.clone()
        };
        write(connection, &[row.update(dialect)]).await?;
        Ok(row.id)
    }

    async fn walk(&self, direction: Direction, target: &str) -> Result<Report, MigrateError> {
        let (mut connection, lock) = self.begin().await?;
        let ran = self
            .walk_locked(&mut connection, &lock, direction, target)
            .await;
        self.end(connection, lock, ran).await
    }

    async fn walk_locked(
        &self,
        connection: &mut OwnConnection,
        lock: &Lock,
        direction: Direction,
        target: &str,
    ) -> Result<Report, MigrateError> {
        squashed::adopt(connection, &self.graph).await?;
        order::restore(connection, &self.graph).await?;
        let rows = verify::read(connection).await?;
        let walk = self.planned(&rows, direction, target)?;
        let of = walk.migrations.len();
        let mut report = Report::default();
        for (at, migration) in walk.migrations.iter().enumerate() {
            let row = rows.iter().find(|row| row.id == migration.id());
            let started = Instant::now();
            let done = half_done(&rows, migration.id(), direction).map_or(0, |row| row.done);
            self.options.listener.tell(&Event::Started {
                id: migration.id(),
                direction,
                nth: at + 1,
                of,
                done,
            });
            let run = Run {
                connection,
                lock,
                migration,
                direction,
                interrupted: self.options.interrupted,
                listener: &self.options.listener,
            };
            let of_it = |error: MigrateError| error.of(migration, direction);
            run.all(row).await.map_err(of_it)?;
            let renewed = connection.renew_settings().await;
            renewed.map_err(|error| of_it(error.into()))?;
            let restored = order::restore(connection, &self.graph).await;
            restored.map_err(of_it)?;
            let took = started.elapsed();
            self.options.listener.tell(&Event::Finished {
                id: migration.id(),
                direction,
                took,
            });
            report.ran.push(Ran {
                id: migration.id().to_owned(),
                direction,
                took,
            });
        }
        Ok(report)
    }

    /// What the database has, with what took the place of others that it has.
    async fn rows(&self, connection: &mut Connection) -> Result<Vec<Row>, MigrateError> {
        let rows = verify::read(connection).await?;
        let dialect = connection.dialect();
        Ok(squashed::seen(&self.graph, rows, dialect)?.0)
    }

    /// A migration that waits is not run by the way to `head`, nor what comes behind it; but in a
    /// new database, which no program uses.
    fn hold(&self, walk: &mut Walk<'_>, rows: &[Row], target: &str) {
        if walk.direction == Direction::Down || !to_end(target) || rows.is_empty() {
            return;
        }
        // What a runner began is not left half done.
        let begun = |id: &str| rows.iter().any(|row| row.id == id);
        let waits = |m: &&Migration| m.waits() && !begun(m.id());
        if let Some(at) = walk.migrations.iter().position(waits) {
            let id = walk.migrations[at].id();
            self.options.listener.tell(&Event::Held { id });
            walk.migrations.truncate(at);
        }
    }

    /// The way to a target, once everything that can be known before is known to be right.
    fn planned(
        &self,
        rows: &[Row],
        direction: Direction,
        target: &str,
    ) -> Result<Walk<'_>, MigrateError> {
        let applied = |row: &&Row| row.state == State::Applied || row.state == State::HalfDown;
        let mut walk = match direction {
            Direction::Up => {
                let applied = rows.iter().filter(applied).map(|row| row.id.as_str());
                self.graph.up(applied, target)?
            }
            Direction::Down => {
                let there = rows.iter().map(|row| row.id.as_str());
                self.graph.down(there, target)?
            }
        };
        verify::rows(
            &self.graph,
            rows,
            &walk,
            self.db.dialect(),
            self.options.out_of_order,
        )?;
        verify::walk(&walk, self.db.dialect())?;
        self.hold(&mut walk, rows, target);
        Ok(walk)
    }

    async fn connect(&self, access: Access) -> Result<OwnConnection, MigrateError> {
        let mut connection = OwnConnection::new(self.db.connection(access).await?);
        let dialect = connection.dialect();
        if let Some(schema) = &self.options.schema {
            let name = quoted(schema, dialect);
            let sql = match dialect {
                Dialect::Postgres => format!("SET search_path TO {name}"),
                Dialect::Mysql | Dialect::Mariadb => format!("USE {name}"),
                Dialect::Sqlite => {
                    return Err(MigrateError::Unsupported {
                        feature: "schemas within a database; each tenant has a file of its own",
                        dialect,
                    });
                }
            };
            connection.execute_script(&[&sql]).await?;
        }
        Ok(connection)
    }

    /// A connection with the lock, and the table.
    async fn begin(&self) -> Result<(OwnConnection, Lock), MigrateError> {
        let mut connection = self.connect(Access::Write).await?;
        let dialect = connection.dialect();
        let lock = Lock::take(&mut connection, self.options.wish, &self.options.listener).await?;
        let mut setup = vec![table::create(dialect)];
        if let Some(longest) = self.options.lock_timeout {
            setup.extend(settings::lock_timeout(longest, dialect));
        }
        let setup: Vec<&str> = setup.iter().map(String::as_str).collect();
        let mut ready = connection.execute_script(&setup).await;
        if ready.is_ok() {
            ready = connection.keep_settings().await;
        }
        match ready {
            Ok(()) => Ok((connection, lock)),
            Err(error) => self.end(connection, lock, Err(error.into())).await,
        }
    }

    /// Gives the lock back, whatever came of the work.
    async fn end<T>(
        &self,
        mut connection: OwnConnection,
        lock: Lock,
        outcome: Result<T, MigrateError>,
    ) -> Result<T, MigrateError> {
        if connection.in_transaction() {
            // What is not rolled back here is when the connection closes.
            let _ = connection.rollback().await;
        }
        // Where that fails, so does what follows.
        let _ = connection.renew_settings().await;
        let released = lock.release(&mut connection).await;
        let value = outcome?;
        released?;
        Ok(value)
    }
}

/// What is known of a migration that was interrupted this way.
fn half_done<'r>(rows: &'r [Row], id: &str, direction: Direction) -> Option<&'r Row> {
    let state = match direction {
        Direction::Up => State::HalfUp,
        Direction::Down => State::HalfDown,
    };
    rows.iter().find(|row| row.id == id && row.state == state)
}

/// Runs statements of our own in one transaction.
async fn write(connection: &mut Connection, statements: &[String]) -> Result<(), MigrateError> {
    connection.begin(crate::driver::BeginMode::Write).await?;
    for statement in statements {
        connection.execute_script(&[statement]).await?;
    }
    Ok(connection.commit().await?)
}
