use std::sync::atomic::{AtomicU64, Ordering};

/// How many statements the connections of a database ran, and for how many of them the engine
/// had to prepare the text first.
///
/// A connection keeps the statements it prepared, as many as
/// [`DatabaseOptions::statement_cache`](super::DatabaseOptions::statement_cache) says. Where
/// `prepared` keeps growing, texts differ from each other more than they need to, or there are
/// more of them than are kept.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let before = db.statistics();
/// for id in 1..=2 {
///     User::get(id).one(&db).await?;
/// }
/// let after = db.statistics();
/// assert_eq!(after.statements - before.statements, 2);
/// assert_eq!(after.prepared - before.prepared, 1);
/// # Ok(()) }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Statements that ran to their end. Commands such as BEGIN and COMMIT do not count.
    pub statements: u64,
    /// Those among them whose text the connection had to prepare.
    pub prepared: u64,
}

/// The counters of a database.
#[derive(Debug, Default)]
pub(super) struct Counters {
    statements: AtomicU64,
    prepared: AtomicU64,
}

impl Counters {
    pub(super) fn note(&self, prepared: bool) {
        self.statements.fetch_add(1, Ordering::Relaxed);
        if prepared {
            self.prepared.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn read(&self) -> Statistics {
        Statistics {
            statements: self.statements.load(Ordering::Relaxed),
            prepared: self.prepared.load(Ordering::Relaxed),
        }
    }
}
