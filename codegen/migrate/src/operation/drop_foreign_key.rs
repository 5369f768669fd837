use ormolu_schema::ir::ForeignKey;

use super::Table;

/// Takes a foreign key off a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropForeignKey<'s> {
    /// The table that owns the key.
    pub table: Table<'s>,
    /// The key.
    pub foreign_key: &'s ForeignKey,
}
