//! Migrations: the history as a graph, and the runner that brings a database to a place in it.
//!
//! A program embeds the migrations of its folder and runs them when it starts:
//!
//! ```ignore
//! let db = Database::connect(&url).await?;
//! ormolu::migrate!("migrations").run(&db).await?;
//! db.require_schema(models::schema::HASH).await?;
//! ```
//!
//! The command `ormolu migrate` writes the folder, and runs it by the same code.

mod catalog;
mod checksum;
mod concurrent;
mod embedded;
mod error;
mod events;
mod gate;
mod graph;
mod literal;
mod lock;
mod migration;
mod offline;
mod plan;
mod process;
mod runner;
mod script;
mod segment;
mod split;
mod status;
mod subject;
mod table;
mod work;

pub use checksum::Checksum;
pub use embedded::{Embedded, Migrations};
pub use error::MigrateError;
pub use events::Event;
pub use graph::{Graph, GraphError, Walk, is_name};
pub use lock::Locking;
pub use migration::{Direction, Migration};
pub use plan::{Plan, PlannedMigration};
pub use runner::{Interrupted, Ran, Report, Runner};
pub use script::ScriptError;
pub use status::{MigrationStatus, Standing, Status};
pub use table::{Row, State, TABLE};
pub use work::{Batch, DataMigration, MigrationContext};
