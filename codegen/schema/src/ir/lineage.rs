use super::{ColumnId, ModelId, RelationshipId};

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
    /// The models whose rows are its own, where each has a table for all of a row and this one
    /// has none: none of them where variants are stored with their base.
    pub variants: Vec<Variant>,
}

/// A model with a table of its own whose rows are rows of a base, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What the discriminator says of its rows.
    pub tag: String,
    /// The relationship of the base that leads there. It stands on a foreign key to the variant's
    /// primary one.
    pub relationship: RelationshipId,
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
