use super::{ColumnId, ModelId};

/// What tells the rows of a model apart from those of models that inherit from it, or that it
/// inherits from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lineage {
    /// The column that says what a row is; the same for the base and its variants.
    pub discriminator: ColumnId,
    /// What it says of a row of this model.
    pub tag: String,
    /// What a variant inherits from.
    pub base: Option<Base>,
}

/// What a variant inherits from: its first columns are those of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// The model.
    pub model: ModelId,
    /// How the rows of the variant are stored.
    pub storage: Storage,
}

/// How the rows of a model are stored that inherits from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In the table of the base.
    Single,
    /// In the table of the base, with what is the variant's own in a table beside it.
    Joined,
}
