use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::Connection;

/// How many steps of SQLite's machine pass between two looks at the clock.
const STEPS: i32 = 10_000;

/// Stops statements that run too long.
pub(super) struct Limit {
    pub(super) longest: Duration,
    /// Microseconds after `epoch` at which to stop; 0 while no statement runs.
    deadline: Arc<AtomicU64>,
    epoch: Instant,
}

impl Limit {
    pub(super) fn install(connection: &Connection, longest: Duration) -> rusqlite::Result<Self> {
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
            longest,
            deadline,
            epoch,
        })
    }

    pub(super) fn start(&self) -> Running<'_> {
        let deadline = micros(self.epoch.elapsed() + self.longest).max(1);
        self.deadline.store(deadline, Ordering::Relaxed);
        Running(self)
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
