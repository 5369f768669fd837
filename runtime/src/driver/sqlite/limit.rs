use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS: i32 = 10_000;

/// Stops statements that run too long.
pub(super) struct Limit {
    /// The limit of a statement that has none of its own.
    usual: Option<Duration>,
    /// That of the statement that began last.
    current: Cell<Option<Duration>>,
    /// Microseconds after `epoch` at which to stop; 0 while no statement runs.
    deadline: Arc<AtomicU64>,
    epoch: Instant,
}

impl Limit {
    pub(super) fn install(
        connection: &Connection,
        usual: Option<Duration>,
    ) -> rusqlite::Result<Self> {
        let deadline = Arc::new(AtomicU64::new(0));
        let (seen, epoch) = (deadline.clone(), Instant::now());
        connection.progress_handler(
            STEPS,
            Some(move || {
                let deadline = seen.load(Ordering::Relaxed);
                deadline != 0 && micros(epoch.elapsed()) > deadline
            }),
        )?;
        Ok(Limit {
            usual,
            current: Cell::new(None),
            deadline,
            epoch,
        })
    }

    /// The limit of the statement that began last.
    pub(super) fn current(&self) -> Option<Duration> {
        self.current.get()
    }

    /// Starts the clock for a statement, if there is a limit.
    pub(super) fn start(&self, own: Option<Duration>) -> Option<Running<'_>> {
        let longest = own.or(self.usual);
        self.current.set(longest);
        let deadline = micros(self.epoch.elapsed() + longest?).max(1);
        self.deadline.store(deadline, Ordering::Relaxed);
        Some(Running(self))
    }
}

/// While it lives, the clock runs.
pub(super) struct Running<'l>(&'l Limit);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.deadline.store(0, Ordering::Relaxed);
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
