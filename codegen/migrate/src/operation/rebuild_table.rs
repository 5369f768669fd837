use super::{AlterTable, Table};

/// Makes a table anew and moves its rows, where the engine cannot change it in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RebuildTable<'s> {
    /// What changes.
    pub alter: AlterTable<'s>,
    /// The columns that are copied, each with what is made of the old row.
    pub copy: Vec<(&'s str, String)>,
}

impl<'s> RebuildTable<'s> {
    /// What the table becomes.
    #[must_use]
    pub fn after(&self) -> Table<'s> {
        self.alter.after
    }
}
