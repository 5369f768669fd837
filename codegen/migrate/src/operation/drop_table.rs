use super::Table;

/// Drops a table with its rows and indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropTable<'s> {
    /// The table.
    pub table: Table<'s>,
}
