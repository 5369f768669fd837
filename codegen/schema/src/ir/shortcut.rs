use super::{ModelId, RelationshipId};

/// A way over several relationships that goes by a name of its own. It is not loaded itself: it
/// leads through what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// The accessor's name, in snake case, without `r#`.
    pub name: String,
    /// The way as it was written.
    pub text: String,
    /// The relationships, each with the model that has it; two or more.
    pub steps: Vec<(ModelId, RelationshipId)>,
    /// Documentation.
    pub comment: Option<String>,
}
