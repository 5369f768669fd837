//! The models of the shop, made from `schema.example.yaml` by this crate's build script.

#![allow(missing_docs)]

pub mod models {
    ormolu::include_models!();
}

/// The code blocks of the README, compiled as this crate's documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
