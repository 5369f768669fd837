//! Compiles an Ormolu schema in `build.rs`.
//!
//! ```no_run
//! ormolu_build::Config::new().schema("schema.yaml").compile();
//! ```
//!
//! The models are then in `OUT_DIR`, and `ormolu::include_models!()` brings them into a module.
//! With [`Config::out_dir`] they are written to a source folder instead, to be checked in.
//! Either way the bytes are those of `ormolu generate`.
#![warn(missing_docs)]

mod cargo;
mod config;
mod error;

pub use config::Config;
pub use error::Error;
pub use ormolu_schema::Tolerance;
pub use ormolu_schema::ir::Dialect;
