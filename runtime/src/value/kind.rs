/// The storage type of a column, as far as binding and decoding care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // the names are those of `Value`
pub enum Kind {
    Bool,
    I16,
    I32,
    I64,
    U64,
    F32,
    F64,
    Text,
    Bytes,
    Decimal,
    Uuid,
    Date,
    Time,
    DateTime,
    DateTimeTz,
    Interval,
    Json,
    /// Text of a named type. PostgreSQL: bound with a cast to it, selected with a cast to text.
    Named(&'static NamedType),
    /// An array on PostgreSQL, JSON elsewhere.
    Array(&'static Kind),
}

/// A type with a name of its own in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NamedType {
    /// The database schema it stands in.
    pub namespace: Option<&'static str>,
    /// Its name (PostgreSQL).
    pub name: &'static str,
}
