use ormolu_migrate::RenderError;
use ormolu_schema::ir::Dialect;

/// Why no code can be generated from a schema.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmitError {
    /// Something the user wrote as Rust is none.
    #[error("{place}: `{text}` is not {expected}: {reason}")]
    NotRust {
        /// The model and column.
        place: String,
        /// What was written.
        text: String,
        /// What it should be.
        expected: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// A column of a key has a type without equality or order.
    #[error("{place}: a {ty} column cannot be part of a key: its values have no exact equality")]
    KeyType {
        /// The model and column.
        place: String,
        /// The type.
        ty: &'static str,
    },
    /// A key of more columns than tuples are supported for.
    #[error("{place}: a key of {columns} columns; at most 6 are supported")]
    WideKey {
        /// The model or relationship.
        place: String,
        /// How many.
        columns: usize,
    },
    /// A function of more arguments than tuples are supported for.
    #[error("{place}: {arguments} arguments; at most 12 are supported")]
    WideFunction {
        /// The function.
        place: String,
        /// How many.
        arguments: usize,
    },
    /// The two sides of a foreign key have Rust types that do not compare.
    #[error("{place}: `{from}` cannot be compared with `{to}`; give both columns one `rust`")]
    JoinTypes {
        /// The model and foreign key.
        place: String,
        /// The Rust type of the foreign key's column.
        from: String,
        /// The Rust type of the column it points at.
        to: String,
    },
    /// Two things of the generated code would have one name.
    #[error("{place}: `{name}` is the name of {other} in the generated code; rename it")]
    NameTaken {
        /// The model and what it has.
        place: String,
        /// The name.
        name: String,
        /// What has it already.
        other: &'static str,
    },
    /// A dialect of the schema cannot store what the schema asks for.
    #[error("{dialect}: {source}")]
    Ddl {
        /// The dialect.
        dialect: Dialect,
        /// What it lacks.
        source: RenderError,
    },
    /// The generated text is not Rust: a bug of the generator.
    #[error("the generated code does not parse ({0}); this is a bug of ormolu")]
    Bug(#[from] syn::Error),
}
