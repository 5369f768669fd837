use ormolu_schema::ir::Index;

use super::Table;

/// Drops an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropIndex<'s> {
    /// The table it is over.
    pub table: Table<'s>,
    /// The index.
    pub index: &'s Index,
}
