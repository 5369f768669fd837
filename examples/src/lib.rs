//! The models of the shop, made from `schema.example.yaml` by this crate's build script.

#![allow(missing_docs)]

pub mod models {
    ormolu::include_models!();
}
