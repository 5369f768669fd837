use ormolu_schema::ir::ForeignKey;

use super::Table;

/// Adds a foreign key to a table that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddForeignKey<'s> {
    /// The table that owns the key.
    pub table: Table<'s>,
    /// The key.
    pub foreign_key: &'s ForeignKey,
}
