//! Writing: inserts, updates, deletes and the session, on every engine.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_parens,
    clippy::unwrap_used,
    clippy::panic,
    clippy::type_complexity
)]

mod data;
mod models;

mod batches;
mod bulk;
mod cancel;
mod copy_in;
mod insert;
mod insert_from;
mod joined;
mod returning;
mod session;
mod speed;
mod speed_of_loading;
mod support;
mod update_many;
mod upsert;
mod with;
