use ormolu_schema::ir::View;

use super::Table;

/// Drops a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DropView<'s> {
    /// Its name.
    pub table: Table<'s>,
    /// What it is.
    pub view: &'s View,
}
