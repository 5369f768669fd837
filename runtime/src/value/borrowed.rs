use super::{Kind, NamedType, Value};

/// A [`Value`] whose text is still where it was.
#[derive(Debug)]
pub enum ValueRef<'a> {
    /// Text.
    Text(&'a str),
    /// Text of a named type.
    Named(&'a str, &'static NamedType),
    /// Anything else.
    Owned(Value),
}

impl<'a> ValueRef<'a> {
    /// The value, if it is text, as one of a named type.
    pub(crate) fn named(self, named: &'static NamedType) -> ValueRef<'a> {
        match self {
            ValueRef::Text(text) => ValueRef::Named(text, named),
            ValueRef::Owned(Value::Text(text)) => ValueRef::Owned(Value::Named(text, named)),
            ValueRef::Owned(Value::Null(_)) => ValueRef::Owned(Value::Null(Kind::Named(named))),
            other => other,
        }
    }
}

impl From<ValueRef<'_>> for Value {
    fn from(value: ValueRef<'_>) -> Value {
        match value {
            ValueRef::Text(text) => Value::Text(text.to_owned()),
            ValueRef::Named(text, named) => Value::Named(text.to_owned(), named),
            ValueRef::Owned(value) => value,
        }
    }
}
