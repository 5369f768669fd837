//! What a model inherits, as it was written.

use super::Target;
use crate::ir::Storage;
use crate::source::Spanned;

/// What a model inherits.
#[derive(Clone, Debug)]
pub struct Inherits {
    /// The model.
    pub from: Target,
    /// How the rows are stored with those of the base; none of them where all of a row is in a
    /// table of its own.
    pub by: Option<Storage>,
    /// What the discriminator says of them; else the name of the model in snake case.
    pub tag: Option<Spanned<String>>,
}

/// The column that says what a row is.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The column, by its field.
    pub column: Spanned<String>,
    /// What it says of rows that are of no variant; else the name of the model in snake case.
    pub tag: Option<Spanned<String>>,
}

/// What tells the rows of a model apart from those it is related to.
#[derive(Clone, Debug)]
pub struct Lineage {
    /// The column, by its field.
    pub discriminator: Spanned<String>,
    /// What it says of rows of this model.
    pub tag: String,
    /// What it inherits from, and how it is stored.
    pub base: Option<(Target, Storage)>,
    /// Relationships to the models whose rows are its own, where each has a table for all of a
    /// row, and their tags.
    pub variants: Vec<(Spanned<String>, String)>,
}

/// A column that rows of one kind must have.
#[derive(Clone, Debug)]
pub struct Conditional {
    /// The column, by its field.
    pub column: Spanned<String>,
    /// The column that says what a row is, by its field.
    pub discriminator: String,
    /// The kind.
    pub tag: String,
}
