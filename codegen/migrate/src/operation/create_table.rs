use ormolu_schema::ir::ForeignKey;

use super::Table;

/// Makes a table with its constraints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateTable<'s> {
    /// The table.
    pub table: Table<'s>,
    /// The foreign keys made with it. The others of the table are added when their target is
    /// there.
    pub foreign_keys: Vec<&'s ForeignKey>,
}
