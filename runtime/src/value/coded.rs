use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::StoredAs;

/// How values become bytes and back: a binary format of serde, a compression, a cipher.
pub trait Codec: 'static {
    /// Why it did not work. Messages show it.
    type Error: fmt::Display;
    /// The bytes of a value.
    ///
    /// # Errors
    /// A value that the format cannot write.
    fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, Self::Error>;
    /// The value of some bytes.
    ///
    /// # Errors
    /// Bytes that are no such value.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Self::Error>;
}

/// A value of the program in a column of bytes, as a [`Codec`] writes it:
/// `{ type: bytes, rust: "::ormolu::Coded<crate::Draft, crate::Plain>" }` in a schema.
///
/// ```
/// use ormolu::Codec;
/// use ormolu::serde::{Serialize, de::DeserializeOwned};
///
/// struct Plain;
///
/// impl Codec for Plain {
///     type Error = serde_json::Error;
///
///     fn encode<T: Serialize>(value: &T) -> serde_json::Result<Vec<u8>> {
///         serde_json::to_vec(value)
///     }
///
///     fn decode<T: DeserializeOwned>(bytes: &[u8]) -> serde_json::Result<T> {
///         serde_json::from_slice(bytes)
///     }
/// }
/// ```
///
/// It dereferences to the value. Two are equal in a query where their bytes are.
pub struct Coded<T, C>(pub T, PhantomData<fn() -> C>);

impl<T, C> From<T> for Coded<T, C> {
    fn from(value: T) -> Self {
        Coded(value, PhantomData)
    }
}

impl<T, C: Codec> StoredAs for Coded<T, C>
where
    T: Serialize + DeserializeOwned + Clone + PartialEq + Default + Send + Sync + 'static,
{
    type Stored = Vec<u8>;
    type Error = C::Error;

    fn to_stored(&self) -> Result<Vec<u8>, C::Error> {
        C::encode(&self.0)
    }

    fn from_stored(bytes: Vec<u8>) -> Result<Self, C::Error> {
        C::decode::<T>(&bytes).map(|value| Coded(value, PhantomData))
    }

    fn placeholder() -> Self {
        Coded::from(T::default())
    }
}

impl<T, C> Deref for Coded<T, C> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T, C> DerefMut for Coded<T, C> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

// Derives would ask the same of `C`.

impl<T: Clone, C> Clone for Coded<T, C> {
    fn clone(&self) -> Self {
        Coded::from(self.0.clone())
    }
}

impl<T: PartialEq, C> PartialEq for Coded<T, C> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: fmt::Debug, C> fmt::Debug for Coded<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Coded").field(&self.0).finish()
    }
}

impl<T: Serialize, C> Serialize for Coded<T, C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>, C> Deserialize<'de> for Coded<T, C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Coded::from)
    }
}
