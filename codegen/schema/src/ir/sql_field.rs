use super::{ColumnId, PerDialect, ValueType};

/// A property that only SQL can compute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlField {
    /// The name of the method, in snake case, without `r#`.
    pub name: String,
    /// SQL, by dialect. `{field}` stands for a column, `{{` and `}}` for braces.
    pub sql: PerDialect<String>,
    /// The columns that stand in the text, each once: the same for every dialect.
    pub columns: Vec<ColumnId>,
    /// What comes out.
    pub ty: ValueType,
    /// Documentation.
    pub comment: Option<String>,
}
