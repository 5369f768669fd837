//! Loading: what queries with includes return, and in how many statements.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod chunks;
mod data;
mod edges;
mod joined;
mod later;
mod limits;
mod models;
mod pages;
mod proof;
mod select_in;
mod sql;
mod stream;
