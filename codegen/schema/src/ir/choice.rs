use super::RelationshipId;

/// A relationship to the row of one of several models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The accessor's name, in snake case, without `r#`.
    pub name: String,
    /// The models it may lead to, in their order.
    pub alternatives: Vec<Alternative>,
    /// Whether there may be no such row.
    pub nullable: bool,
    /// Whether it leads to the row itself where it leads to none of them: the variants of a base.
    pub itself: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// One of the models a [`Choice`] may lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The variant's name, in upper camel case.
    pub name: String,
    /// The relationship that leads there.
    pub relationship: RelationshipId,
}
