/// A closed set of text values, a Rust enum in the generated code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enum {
    /// The Rust type's name, in upper camel case.
    pub name: String,
    /// The name of the type in databases that have named enumerations.
    pub sql_name: String,
    /// The database schema (namespace) of the type.
    pub namespace: Option<String>,
    /// The values in their order. Never empty.
    pub variants: Vec<EnumVariant>,
    /// Whether a stored text that is none of the values is read, too.
    pub open: bool,
    /// Documentation.
    pub comment: Option<String>,
}

/// One value of an [`Enum`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumVariant {
    /// The Rust variant's name, in upper camel case.
    pub name: String,
    /// The text the database stores.
    pub value: String,
    /// Documentation.
    pub comment: Option<String>,
}
