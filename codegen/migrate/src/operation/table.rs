use std::ops::Deref;

use ormolu_schema::ir::{ColumnId, Model, ModelId, Schema};

/// A model with the schema its ids belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table<'s> {
    /// The schema.
    pub schema: &'s Schema,
    /// The model.
    pub id: ModelId,
}

impl<'s> Table<'s> {
    /// The model, for as long as the schema lives.
    #[must_use]
    pub fn model(self) -> &'s Model {
        self.schema.model(self.id)
    }

    /// Another model of the same schema.
    #[must_use]
    pub fn other(self, id: ModelId) -> Table<'s> {
        Table {
            schema: self.schema,
            id,
        }
    }

    /// The names of columns.
    pub fn column_names(self, ids: &'s [ColumnId]) -> impl Iterator<Item = &'s str> {
        ids.iter()
            .map(move |id| self.model().column(*id).name.as_str())
    }
}

impl Deref for Table<'_> {
    type Target = Model;

    fn deref(&self) -> &Model {
        self.schema.model(self.id)
    }
}
