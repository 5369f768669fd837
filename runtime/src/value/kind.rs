use super::Wrapped;

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
    /// Of values with SQL around them.
    Wrapped(&'static Wrapped),
}

/// A type with a name of its own in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NamedType {
    /// The database schema it stands in.
    pub namespace: Option<&'static str>,
    /// Its name (PostgreSQL).
    pub name: &'static str,
}

impl super::Value {
    /// How it is stored.
    pub fn kind(&self) -> Kind {
        use super::Value;
        match self {
            Value::Null(kind) | Value::Invalid(kind, _) | Value::Parameter(_, kind, _) => *kind,
            Value::Bool(_) => Kind::Bool,
            Value::I16(_) => Kind::I16,
            Value::I32(_) => Kind::I32,
            Value::I64(_) => Kind::I64,
            Value::U64(_) => Kind::U64,
            Value::F32(_) => Kind::F32,
            Value::F64(_) => Kind::F64,
            Value::Text(_) => Kind::Text,
            Value::Bytes(_) => Kind::Bytes,
            Value::Decimal(_) => Kind::Decimal,
            Value::Uuid(_) => Kind::Uuid,
            Value::Date(_) => Kind::Date,
            Value::Time(_) => Kind::Time,
            Value::DateTime(_) => Kind::DateTime,
            Value::DateTimeTz(_) => Kind::DateTimeTz,
            Value::Interval(_) => Kind::Interval,
            Value::Json(_) => Kind::Json,
            Value::Named(_, of) => Kind::Named(of),
            Value::Array(element, _) => Kind::Array(element),
            Value::Wrapped(_, of) => Kind::Wrapped(of),
            Value::Texts(_) => Kind::Array(&Kind::Text),
        }
    }
}
