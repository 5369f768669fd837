//! Tells of statements that take long.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use ormolu::migrate::Event;

/// Nobody wonders before.
const FIRST: Duration = Duration::from_secs(2);
const AGAIN: Duration = Duration::from_secs(60);

/// Hears of statements. It has a thread, since SQLite works on the one that asks.
pub(crate) struct Watch(Sender<Option<String>>);

impl Watch {
    pub(crate) fn new() -> Self {
        let (sender, receiver) = channel();
        thread::spawn(move || watch(&receiver));
        Watch(sender)
    }

    pub(crate) fn hear(&self, event: &Event<'_>, prefix: &str) {
        let under_way = match event {
            Event::Statement { id, nth, of, .. } => {
                Some(format!("{prefix}{id}: statement {nth} of {of}"))
            }
            Event::Finished { .. } => None,
            _ => return,
        };
        // Without the thread nothing is told, and nothing lost.
        let _ = self.0.send(under_way);
    }
}

fn watch(heard: &Receiver<Option<String>>) {
    let (mut since, mut told) = (Instant::now(), false);
    let mut under_way: Option<String> = None;
    loop {
        let wait = if told { AGAIN } else { FIRST };
        match (heard.recv_timeout(wait), &under_way) {
            (Ok(next), _) => (under_way, since, told) = (next, Instant::now(), false),
            (Err(RecvTimeoutError::Disconnected), _) => return,
            (Err(RecvTimeoutError::Timeout), Some(statement)) => {
                eprintln!("{statement}, {} s so far", since.elapsed().as_secs());
                told = true;
            }
            (Err(RecvTimeoutError::Timeout), None) => {}
        }
    }
}
