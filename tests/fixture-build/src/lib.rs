//! Models compiled by a build script: they must give no warning.
#![deny(warnings)]

/// The models of schema.yaml.
pub mod models {
    ormolu::include_models!();
}

/// Where the build script wrote them.
pub const MODELS: &str = concat!(env!("OUT_DIR"), "/models");
