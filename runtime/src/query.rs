//! Statements under construction.

mod ast;

pub use ast::{JoinKind, JoinNode, PerGroup, SelectNode, Source, TableRef};
