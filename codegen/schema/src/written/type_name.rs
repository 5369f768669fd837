//! Types as they are named.

use crate::ir::{ColumnType, TableName, Type};

/// A type as named in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// A portable or native type, with its spellings by dialect. Never an enumeration.
    Known(ColumnType),
    /// An enumeration by its Rust name or, from DDL, by the database's name of the type.
    Enum {
        /// The database schema, if one is named.
        namespace: Option<String>,
        /// Its name.
        name: String,
    },
    /// A domain by its name.
    Domain(TableName),
    /// A list. `fallback_json` allows JSON where the dialect has no lists.
    Array {
        /// The element's type.
        element: Box<TypeName>,
        /// Whether JSON may stand in.
        fallback_json: bool,
    },
}

impl From<Type> for TypeName {
    fn from(ty: Type) -> Self {
        TypeName::Known(ty.into())
    }
}
