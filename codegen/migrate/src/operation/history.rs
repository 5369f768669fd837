use ormolu_schema::ir::Column;

use super::Table;

/// Makes the database keep the versions of a table's rows, whoever changes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepHistory<'s> {
    /// The table.
    pub table: Table<'s>,
    /// The table of the versions.
    pub history: Table<'s>,
    /// Whether rows that are there already get their first version.
    pub begins: bool,
    /// Columns that the versions which hold now have to get from the rows.
    pub new: Vec<&'s Column>,
}

/// Makes the database keep them no more. Those that are there stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StopHistory<'s> {
    /// The table.
    pub table: Table<'s>,
    /// The table of the versions.
    pub history: Table<'s>,
}

impl<'s> Table<'s> {
    /// The table of the versions of its rows.
    pub(crate) fn history(self) -> Option<Table<'s>> {
        self.model().rules.history.map(|id| self.other(id))
    }
}
