use super::{ColumnType, PerDialect};

/// An SQL function that the schema declares, to be called in expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// The Rust function's name, in snake case, without `r#`; may be a keyword.
    pub name: String,
    /// What it is called in SQL. Every declared dialect has a name for it.
    pub sql: PerDialect<FunctionName>,
    /// What it takes, in order.
    pub arguments: Vec<Argument>,
    /// What it answers.
    pub returns: Returns,
    /// Whether it makes one value of many rows.
    pub aggregate: bool,
    /// Whether NULL for any argument makes NULL. Then each argument may be NULL, whatever its
    /// type says, and the result is nullable where one is.
    pub strict: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// What a [`Function`] answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returns {
    /// A value.
    Value(ValueType),
    /// Rows with these columns, by their names in SQL, of which there is at least one.
    Rows(Vec<Argument>),
}

/// A function's name in SQL, as the database has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionName {
    /// The database schema (namespace), if not the connection's own.
    pub namespace: Option<String>,
    /// The function.
    pub name: String,
}

/// An argument of a [`Function`], or a column of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name, in snake case, without `r#`; may be a keyword.
    pub name: String,
    /// What it takes.
    pub ty: ValueType,
}

/// The type of a value that is no column's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueType {
    /// What it is.
    pub ty: ColumnType,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// A Rust type of the user that stands in for the type's own.
    pub rust_type: Option<String>,
}
