//! Connections to the engines.
//!
//! The boundary to an engine is the statement, not the row: [`Connection::fetch`] hands every
//! row to a [`RowSink`] while the driver below is known to the compiler, so a row costs no
//! dispatch. [`Database`] is what an application keeps; [`Executor`] is what running a query
//! takes: a database, or a transaction.

mod address;
mod begin;
mod budget;
mod connection;
mod database;
mod executor;
mod failure;
mod follow;
mod options;
mod raw;
mod recorder;
mod sink;
mod source;
mod statement_hooks;
mod statistics;
mod stream;
mod transaction;

#[cfg(not(any(feature = "sqlite", feature = "postgres", feature = "mysql")))]
compile_error!("enable at least one of the features `sqlite`, `postgres` and `mysql`");

#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg_attr(not(any(feature = "sqlite", feature = "mysql")), allow(dead_code))]
// PostgreSQL has arrays
mod json_array;
#[cfg_attr(not(any(feature = "sqlite", feature = "mysql")), allow(dead_code))]
mod moment;

#[cfg(any(feature = "postgres", feature = "mysql"))]
mod audited;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;

#[cfg(feature = "postgres")]
mod postgres;

#[cfg(feature = "mysql")]
mod mysql;

pub use begin::{Begin, BeginMode, Isolation};
pub(crate) use budget::Budget;
pub use connection::{Connection, Executed};
pub use database::Database;
pub use executor::{Access, Executor, Lease};
pub(crate) use follow::Followed;
#[doc(hidden)]
pub use follow::{Follow, Following};
pub(crate) use json_array::to_json as value_to_json;
pub use options::DatabaseOptions;
pub use recorder::{Recorded, Recorder};
pub use sink::{FromRow, RowSink, Rows};
pub(crate) use source::RowSource;
pub use statement_hooks::{RanStatement, StatementHooks, UpcomingStatement};
pub use statistics::Statistics;
pub use stream::RowStream;
pub use transaction::Transaction;
