//! The order of a flush between rows, and the states after it.
#![allow(clippy::unwrap_used)]

mod circles;
mod keys;
mod order;
mod takers;
mod undone;
mod values;

use ormolu::{Database, Dialect, Recorder};

/// What follows an INSERT of several rows on MySQL, which has no RETURNING: the question in which
/// steps it counted their keys.
fn key_steps(db: &Database) -> Option<&'static str> {
    (db.dialect() == Dialect::Mysql).then_some("SELECT AS")
}

/// The statements so far, as verbs with tables.
fn verbs(record: &Recorder) -> Vec<String> {
    let verb = |sql: &str| {
        let sql = sql.replace(['`', '"'], "");
        let mut words = sql.split_whitespace();
        match words.next() {
            Some("WITH") => sql[sql.find("UPDATE").unwrap()..]
                .split_whitespace()
                .take(2)
                .collect::<Vec<_>>()
                .join(" "),
            Some("UPDATE") => format!("UPDATE {}", words.next().unwrap()),
            Some(verb) => format!("{verb} {}", words.nth(1).unwrap()),
            None => String::new(),
        }
    };
    record.statements().iter().map(|s| verb(&s.sql)).collect()
}
