use crate::dialect::Dialect;
use crate::error::{Error, Result};

/// How a transaction begins. [`BeginMode`] and [`Isolation`] alone will do where a `Begin` is
/// asked for.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// use ormolu::{Begin, Isolation};
///
/// let mut tx = db.begin_with(Isolation::Serializable).await?;
/// Post::update().filter(|p| p.id.eq(1)).set(|p| p.published.to(true)).run(&mut tx).await?;
/// tx.commit().await?;
///
/// let mut tx = db.begin_with(Begin::read().isolation(Isolation::Serializable)).await?;
/// let posts = Post::select().count(&mut tx).await?;
/// # assert_eq!(posts, 2);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begin {
    pub(super) mode: BeginMode,
    isolation: Option<Isolation>,
    deferrable: bool,
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BeginMode {
    /// Reads one snapshot and writes nothing.
    Read,
    /// Reads and writes. On SQLite it takes the write lock at once, so that it cannot fail
    /// half-way by another's writing.
    Write,
}

/// How far a transaction is kept apart from others that run at the same time, as the SQL
/// standard names it. An engine may do better than it was asked to: SQLite's transactions are
/// always serializable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
    /// Each statement sees what was committed before it. PostgreSQL's default.
    ReadCommitted,
    /// All statements see what was committed before the first. The default of MySQL and MariaDB.
    /// On PostgreSQL a write that another was faster with fails, to be done again.
    RepeatableRead,
    /// As if transactions ran one after the other. What cannot be had so fails, to be done
    /// again: see [`Database::retry`](crate::Database::retry).
    Serializable,
}

impl Begin {
    /// A transaction that reads and writes.
    pub const fn write() -> Self {
        Begin::new(BeginMode::Write)
    }

    /// A transaction that only reads, one snapshot.
    pub const fn read() -> Self {
        Begin::new(BeginMode::Read)
    }

    const fn new(mode: BeginMode) -> Self {
        Begin {
            mode,
            isolation: None,
            deferrable: false,
        }
    }

    /// With this isolation instead of the engine's default.
    pub const fn isolation(mut self, isolation: Isolation) -> Self {
        self.isolation = Some(isolation);
        self
    }

    /// PostgreSQL: a serializable transaction that reads waits for a snapshot with which it can
    /// neither fail nor make others fail. Elsewhere it is an error to ask for that.
    pub const fn deferrable(mut self) -> Self {
        self.deferrable = true;
        self
    }

    /// The commands that begin it.
    pub(super) fn commands(self, dialect: Dialect) -> Result<Vec<String>> {
        if self.deferrable && dialect != Dialect::Postgres {
            return Err(Error::Unsupported {
                feature: "deferrable transactions",
                dialect,
            });
        }
        let level = self.isolation.map(Isolation::sql);
        Ok(match (dialect, self.mode) {
            (Dialect::Sqlite, BeginMode::Read) => vec!["BEGIN DEFERRED".into()],
            (Dialect::Sqlite, BeginMode::Write) => vec!["BEGIN IMMEDIATE".into()],
            (Dialect::Postgres, mode) => vec![self.postgres(mode)],
            (Dialect::Mysql | Dialect::Mariadb, mode) => {
                // It counts for the next transaction alone.
                let level = level.map(|level| format!("SET TRANSACTION ISOLATION LEVEL {level}"));
                let start = match mode {
                    // A snapshot for all statements is a matter of REPEATABLE READ alone.
                    BeginMode::Read if level.is_some() => "START TRANSACTION READ ONLY",
                    BeginMode::Read => "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
                    BeginMode::Write => "START TRANSACTION",
                };
                level.into_iter().chain([start.into()]).collect()
            }
        })
    }

    fn postgres(self, mode: BeginMode) -> String {
        let isolation = match mode {
            BeginMode::Read => Some(self.isolation.unwrap_or(Isolation::RepeatableRead)),
            BeginMode::Write => self.isolation,
        };
        let mut sql = String::from("BEGIN");
        if let Some(level) = isolation {
            sql += " ISOLATION LEVEL ";
            sql += level.sql();
        }
        if mode == BeginMode::Read {
            sql += " READ ONLY";
        }
        if self.deferrable {
            sql += " DEFERRABLE";
        }
        sql
    }
}

impl Isolation {
    fn sql(self) -> &'static str {
        match self {
            Isolation::ReadCommitted => "READ COMMITTED",
            Isolation::RepeatableRead => "REPEATABLE READ",
            Isolation::Serializable => "SERIALIZABLE",
        }
    }
}

impl From<BeginMode> for Begin {
    fn from(mode: BeginMode) -> Self {
        Begin::new(mode)
    }
}

/// Of a transaction that writes.
impl From<Isolation> for Begin {
    fn from(isolation: Isolation) -> Self {
        Begin::write().isolation(isolation)
    }
}
