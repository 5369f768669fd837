//! What the benchmarks of all libraries share: the data, the workloads, and how a library is
//! asked for a round of one.
//!
//! The program of a library enters its contestants on a [`Stage`] and serves. The referee (the
//! binary of this crate) starts the programs, compares the contestants' results and lets them
//! take turns, so that whatever else a machine does disturbs all of them alike.

mod contestant;
mod data;
mod seen;
mod stage;
mod workload;

pub use contestant::{Contestant, Work};
pub use data::*;
pub use seen::{Facts, Seen};
pub use stage::{Stage, mariadb_url, postgres_url, sqlite_path};
pub use workload::{Engine, Workload};

/// What may go wrong ends the program of the library.
pub type Outcome<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;
