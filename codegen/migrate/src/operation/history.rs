use ormolu_schema::ir::{Column, ModelKind};

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

    /// The tables with more columns of the same rows, which go together with these, wherever they
    /// stand below: those of models that inherit.
    pub(crate) fn parts(self) -> Vec<Table<'s>> {
        let models = || self.schema.models().map(|(_, model)| model);
        let is_part = |table: &Table<'s>| {
            let model = table.model();
            let rows = models().find(|m| m.kind == ModelKind::Rows && m.name == model.name);
            let base = rows.and_then(|rows| rows.lineage.as_ref()?.base);
            model.kind == ModelKind::Table
                && base.is_some_and(|base| self.schema.model(base.model).table == self.table)
        };
        let tables = self.schema.models().map(|(id, _)| self.other(id));
        tables
            .filter(is_part)
            .flat_map(|part| std::iter::once(part).chain(part.parts()))
            .collect()
    }
}
