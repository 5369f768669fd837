use super::ColumnId;

/// A named choice of a model's columns: a struct for rows of just these.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// The struct's name, in upper camel case.
    pub name: String,
    /// Its columns, in the order of its fields. Never empty, none twice.
    pub columns: Vec<ColumnId>,
    /// Derives added to the struct.
    pub derives: Vec<String>,
    /// Documentation.
    pub comment: Option<String>,
}
