//! Loading: from a plan of includes to a graph.
//!
//! A query is typed by what it loads, but runs by an untyped plan: each relationship has one
//! face, instantiated once and not once for each shape of query.

mod behind;
mod children;
mod columns;
mod entity;
mod explain_plan;
mod face;
mod from_join;
mod get;
mod include;
mod joined;
mod keys;
mod later;
mod link_back;
mod loaded;
mod many_to_many;
mod page;
mod plan;
mod prepare;
mod recursive;
mod recursive_cte;
mod rows;
mod run;
mod select_in;
mod stream;
mod subquery;
mod undefer;
mod variants;
mod write_only;

pub(crate) use behind::behind;
pub use explain_plan::{LoadPlan, LoadStep};
pub use get::Get;
pub use include::Include;
pub use loaded::Loaded;
pub(crate) use plan::Plan;
pub use recursive::Levels;
pub(crate) use run::{load_into, run_in};
pub use undefer::Columns;
pub use variants::{Family, SetWays, Way, Ways};
pub use write_only::{Named, WriteOnly};
