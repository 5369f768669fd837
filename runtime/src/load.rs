//! Loading: from a plan of includes to a graph.
//!
//! A query is typed by what it loads, but runs by an untyped [`Plan`]: each relationship has one
//! [`Face`], instantiated once and not once for each shape of query.

mod face;
mod get;
mod include;
mod loaded;
mod plan;

pub use get::Get;
pub use include::Include;
pub use loaded::Loaded;
pub(crate) use plan::Plan;
