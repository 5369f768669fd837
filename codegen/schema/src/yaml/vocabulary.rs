//! The names that files define for each other: types, enumerations, mixins.

use indexmap::{IndexMap, IndexSet};

use super::tree::Node;

/// What the names of all files stand for.
#[derive(Clone, Default)]
pub(super) struct Vocabulary<'n> {
    pub(super) types: IndexMap<String, &'n Node>,
    pub(super) mixins: IndexMap<String, &'n Node>,
    pub(super) enums: IndexSet<String>,
    /// Whether the files add to SQL files, where a column may have its type already.
    pub(super) overlay: bool,
    /// Whether the files say all there is: see `exact`.
    pub(super) exact: bool,
    /// Whether types have whatever size they have: those of tables that are there.
    pub(super) any_size: bool,
}
