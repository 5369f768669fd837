use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Decoder, Element, Kind, Scalar, Value, ValueRef};
use crate::error::DecodeError;

/// The key of an `M`, stored as a `T`: what the schema's `typed_ids: true` makes of keys and of
/// the foreign keys that point at them.
///
/// `pub type UserId = Id<User, i64>;` stands beside each model. Ids of different models are
/// different types, so that neither a mixed up argument nor a mixed up comparison compiles. They
/// are written by serde, displayed and parsed as the value alone.
///
/// ```
/// use ormolu::Id;
///
/// enum User {} // a model
/// type UserId = Id<User, i64>;
///
/// let ann = UserId::new(7);
/// assert_eq!(ann, "7".parse()?);
/// assert_eq!(ann.get(), 7);
/// # Ok::<(), std::num::ParseIntError>(())
/// ```
pub struct Id<M, T>(T, PhantomData<fn() -> M>);

impl<M, T> Id<M, T> {
    /// The id of this value.
    pub const fn new(value: T) -> Self {
        Id(value, PhantomData)
    }

    /// The value, of a number or a UUID.
    pub const fn get(&self) -> T
    where
        T: Copy,
    {
        self.0
    }

    /// The value.
    pub const fn as_inner(&self) -> &T {
        &self.0
    }

    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<M, T> From<T> for Id<M, T> {
    fn from(value: T) -> Self {
        Id::new(value)
    }
}

impl<M> From<&str> for Id<M, String> {
    fn from(value: &str) -> Self {
        Id::new(value.to_owned())
    }
}

impl<M: 'static, T: Scalar> Scalar for Id<M, T> {
    const KIND: Kind = T::KIND;

    fn into_value(self) -> Value {
        self.0.into_value()
    }

    fn as_value(&self) -> ValueRef<'_> {
        Scalar::as_value(&self.0)
    }

    #[inline]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        Ok(T::decode(row, at)?.map(Id::new))
    }

    fn placeholder() -> Self {
        Id::new(T::placeholder())
    }
}

impl<M: 'static, T: Element> Element for Id<M, T> {
    fn from_value(value: Value) -> Option<Self> {
        T::from_value(value).map(Id::new)
    }
}

// Derives would ask the same of `M`.

impl<M, T: Clone> Clone for Id<M, T> {
    fn clone(&self) -> Self {
        Id::new(self.0.clone())
    }
}

impl<M, T: Copy> Copy for Id<M, T> {}

impl<M, T: PartialEq> PartialEq for Id<M, T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<M, T: Eq> Eq for Id<M, T> {}

impl<M, T: PartialOrd> PartialOrd for Id<M, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0.partial_cmp(&other.0)
    }
}

impl<M, T: Ord> Ord for Id<M, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl<M, T: Hash> Hash for Id<M, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<M, T: fmt::Debug> fmt::Debug for Id<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.0).finish()
    }
}

impl<M, T: fmt::Display> fmt::Display for Id<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<M, T: FromStr> FromStr for Id<M, T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse().map(Id::new)
    }
}

impl<M, T: Serialize> Serialize for Id<M, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, M, T: Deserialize<'de>> Deserialize<'de> for Id<M, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Id::new)
    }
}
