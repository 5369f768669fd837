use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::migration::Direction;

/// What a runner is doing.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// Somebody else is at work; the runner waits.
    Waiting {
        /// Who.
        holder: &'e str,
    },
    /// A migration is not run, nor what comes behind it: it waits until it is named, as its line
    /// `-- ormolu:wait` says.
    Held {
        /// Which.
        id: &'e str,
    },
    /// A migration begins, or goes on.
    Started {
        /// Which.
        id: &'e str,
        /// Which way.
        direction: Direction,
        /// Which one of the run, from 1.
        nth: usize,
        /// How many there are to run.
        of: usize,
        /// How many statements were done before.
        done: usize,
    },
    /// A statement begins.
    Statement {
        /// Whose.
        id: &'e str,
        /// Which, from 1.
        nth: usize,
        /// How many there are.
        of: usize,
        /// Its text.
        sql: &'e str,
    },
    /// A batch is stored.
    Batch {
        /// Whose.
        id: &'e str,
        /// Which, from 1.
        nth: usize,
        /// How many rows it changed, where that is known.
        rows: Option<u64>,
    },
    /// A migration is done.
    Finished {
        /// Which.
        id: &'e str,
        /// Which way.
        direction: Direction,
        /// How long it took.
        took: Duration,
    },
}

/// Who is told.
#[derive(Clone, Default)]
pub(crate) struct Listener(Option<Arc<Tell>>);

type Tell = dyn Fn(&Event<'_>) + Send + Sync;

impl Listener {
    pub(crate) fn new(tell: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        Listener(Some(Arc::new(tell)))
    }

    pub(crate) fn tell(&self, event: &Event<'_>) {
        match event {
            Event::Waiting { holder } => {
                tracing::info!(target: "ormolu::migrate", holder, "waiting for the lock");
            }
            Event::Held { id } => {
                tracing::info!(target: "ormolu::migrate", id, "waits until it is named");
            }
            Event::Started { id, direction, .. } => {
                tracing::info!(target: "ormolu::migrate", id, direction = direction.word(), "started");
            }
            Event::Finished {
                id,
                direction,
                took,
            } => {
                tracing::info!(target: "ormolu::migrate", id, direction = direction.word(), ?took, "finished");
            }
            Event::Statement { id, nth, .. } => {
                tracing::debug!(target: "ormolu::migrate", id, nth, "statement");
            }
            Event::Batch { id, nth, rows } => {
                tracing::debug!(target: "ormolu::migrate", id, nth, rows, "batch");
            }
        }
        if let Some(tell) = &self.0 {
            tell(event);
        }
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}
