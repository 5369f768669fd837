//! One of several references, as it was written.

use super::Target;
use crate::source::Spanned;

/// One of several references, or none of them: a polymorphic target.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The name of the column that says it, and of the relationship over it.
    pub name: Spanned<String>,
    /// The references it is made of.
    pub alternatives: Vec<Alternative>,
    /// Whether none may be set.
    pub nullable: bool,
    /// Whether it is the row itself where it is none of them: the variants of a base.
    pub itself: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// One of the targets of a [`Choice`].
#[derive(Clone, Debug)]
pub struct Alternative {
    /// The model or table.
    pub target: Target,
    /// The column with the reference, by its field.
    pub reference: String,
    /// The relationship, where there is one.
    pub relationship: Option<String>,
}
