//! Loading: what a query with includes returns, and in how many statements.
//!
//! The counts are those of the scenarios measured with SQLAlchemy, or lower.

mod defaults;
mod has_one;
mod joined;
mod limits;
mod paths;
mod results;
mod scenarios;
mod select_in;
mod strategies;
mod trees;
mod trees_at_once;
