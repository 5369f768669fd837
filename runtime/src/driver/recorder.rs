use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The statements that a database ran since [`Database::record`](super::Database::record):
/// for tests and debugging. Values are not kept.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
/// # let db = blog().await?;
/// let recorder = db.record();
/// User::select().with(user::posts()).all(&db).await?;
/// assert_eq!(recorder.count(), 2);
/// assert!(recorder.statements()[0].sql.contains(r#"FROM "users""#));
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct Recorder {
    log: Arc<Log>,
}

/// A statement that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its text.
    pub sql: String,
    /// How many parameters it had.
    pub params: usize,
    /// How many rows it read or changed.
    pub rows: u64,
}

#[derive(Debug)]
struct Log {
    statements: Mutex<Vec<Recorded>>,
    control: Mutex<Vec<String>>,
    active: Arc<AtomicUsize>,
}

impl Drop for Log {
    fn drop(&mut self) {
        self.active.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Recorder {
    /// The statements, in order. BEGIN, COMMIT, ROLLBACK and savepoints are not among them.
    pub fn statements(&self) -> Vec<Recorded> {
        lock(&self.log.statements).clone()
    }

    /// How many statements.
    pub fn count(&self) -> usize {
        lock(&self.log.statements).len()
    }

    /// The commands that began and ended transactions and savepoints, in order.
    pub fn control(&self) -> Vec<String> {
        lock(&self.log.control).clone()
    }

    /// Forgets what was recorded so far.
    pub fn clear(&self) {
        lock(&self.log.statements).clear();
        lock(&self.log.control).clear();
    }
}

/// The recorders of a database. Costs one load of an atomic while there are none.
#[derive(Debug, Default)]
pub(super) struct Recorders {
    active: Arc<AtomicUsize>,
    logs: Mutex<Vec<Weak<Log>>>,
}

impl Recorders {
    pub(super) fn start(&self) -> Recorder {
        self.active.fetch_add(1, Ordering::Relaxed);
        let log = Arc::new(Log {
            statements: Mutex::default(),
            control: Mutex::default(),
            active: self.active.clone(),
        });
        lock(&self.logs).push(Arc::downgrade(&log));
        Recorder { log }
    }

    pub(super) fn is_active(&self) -> bool {
        self.active.load(Ordering::Relaxed) > 0
    }

    pub(super) fn statement(&self, sql: &str, params: usize, rows: u64) {
        self.each(|log| {
            lock(&log.statements).push(Recorded {
                sql: sql.to_owned(),
                params,
                rows,
            });
        });
    }

    pub(super) fn control(&self, sql: &str) {
        if self.is_active() {
            self.each(|log| lock(&log.control).push(sql.to_owned()));
        }
    }

    fn each(&self, record: impl Fn(&Log)) {
        lock(&self.logs).retain(|log| match log.upgrade() {
            Some(log) => {
                record(&log);
                true
            }
            None => false,
        });
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
