use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Decoder, Scalar, SqlType, Value, ValueRef};
use crate::error::DecodeError;

/// A field of a row whose column the schema calls `deferred: true`: rows are read without it.
///
/// `Post::select().undefer(|p| p.body)` reads it along; a query for the column alone
/// (`.select(|p| p.body)`) reads nothing else. Values of a new row are there already. A session
/// writes it where it was set, and leaves it alone where it was not read.
///
/// ```
/// use ormolu::Deferred;
///
/// let mut body: Deferred<String> = Deferred::Unread;
/// assert_eq!(body.get(), None);
/// body = "Text".to_owned().into();
/// assert_eq!(body.get().map(String::as_str), Some("Text"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deferred<T> {
    /// The column was left out.
    #[default]
    Unread,
    /// The value, read or set.
    Read(T),
}

impl<T> Deferred<T> {
    /// The value, if it was read or set.
    pub fn get(&self) -> Option<&T> {
        self.as_ref()
    }

    /// The value, if it was read or set.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Deferred::Unread => None,
            Deferred::Read(value) => Some(value),
        }
    }

    /// The value, if it was read or set.
    pub fn into_option(self) -> Option<T> {
        match self {
            Deferred::Unread => None,
            Deferred::Read(value) => Some(value),
        }
    }

    /// Whether the value is there.
    pub fn is_read(&self) -> bool {
        matches!(self, Deferred::Read(_))
    }
}

impl<T> From<T> for Deferred<T> {
    fn from(value: T) -> Self {
        Deferred::Read(value)
    }
}

impl From<&str> for Deferred<String> {
    fn from(value: &str) -> Self {
        Deferred::Read(value.to_owned())
    }
}

/// What is left out comes as NULL.
impl<T: SqlType> SqlType for Deferred<T> {
    type Base = T::Base;

    fn into_value(self) -> Value {
        match self {
            Deferred::Read(value) => value.into_value(),
            Deferred::Unread => {
                Value::Invalid(T::Base::KIND, "a deferred column was not read".to_owned())
            }
        }
    }

    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Deferred::Read(value) => value.as_value(),
            Deferred::Unread => ValueRef::Owned(self.clone().into_value()),
        }
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        match row.is_null(at)? {
            true => Ok(Deferred::Unread),
            false => Self::read(row, at),
        }
    }

    fn read<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        T::decode(row, at).map(Deferred::Read)
    }

    fn placeholder() -> Self {
        Deferred::Unread
    }

    fn is_unread(&self) -> bool {
        !self.is_read()
    }
}

impl<T: Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Deferred<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Deferred::Read)
    }
}
