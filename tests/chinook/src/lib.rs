//! Chinook, a music shop: models from the SQL files of three engines, compiled where the folder
//! of third-party schemas is at hand.

#![deny(warnings)]
#![allow(missing_docs)]

/// From SQLite's file.
#[cfg(corpus)]
pub mod lite {
    ormolu::include_models!("lite");
}

/// From PostgreSQL's file.
#[cfg(corpus)]
pub mod pg {
    ormolu::include_models!("pg");
}

/// From MySQL's file, for MariaDB.
#[cfg(corpus)]
pub mod my {
    ormolu::include_models!("my");
}
