use ormolu_schema::ir::View;

use super::Table;

/// Makes a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreateView<'s> {
    /// Its name and columns.
    pub table: Table<'s>,
    /// Its query.
    pub view: &'s View,
}
