//! Plans of migrations, run on real engines.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says so by failing"
)]

mod apply;
mod rows;
mod same;

pub use apply::{Failure, apply, create, pulled};
pub use rows::{rows, seed, touch, versions_hold};
pub use same::same;

use ormolu_schema::ir::{Dialect, Schema};
use ormolu_schema::{Input, compile};
use testkit::Engine;

/// An engine as schemas call it.
#[must_use]
pub fn dialect(engine: Engine) -> Dialect {
    match engine {
        Engine::Sqlite => Dialect::Sqlite,
        Engine::Postgres => Dialect::Postgres,
        Engine::Mariadb => Dialect::Mariadb,
    }
}

/// A schema from YAML.
///
/// # Panics
/// If it is not one.
#[must_use]
pub fn schema(text: &str) -> Schema {
    let outcome = compile(&Input::text("schema.yaml", text));
    match &outcome.result {
        Ok((schema, _)) => schema.clone(),
        Err(_) => panic!("{}\n{text}", outcome.render(false)),
    }
}
