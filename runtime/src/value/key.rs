use std::hash::Hash;

use super::{Decoder, Kind, Scalar, Value};
use crate::error::DecodeError;

/// The value of a key: a scalar, or a tuple of them for a composite key.
pub trait Key: Clone + Eq + Ord + Hash + Send + Sync + 'static {
    /// The kinds of its parts.
    const KINDS: &'static [Kind];
    /// Appends the values to bind, in the order of the key's columns.
    fn push_values(&self, out: &mut Vec<Value>);
    /// Reads it from adjacent cells. `None` if any part is NULL.
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError>;

    /// The values to bind, in the order of the key's columns.
    fn values(&self) -> Vec<Value> {
        let mut out = Vec::with_capacity(Self::KINDS.len());
        self.push_values(&mut out);
        out
    }
}

impl<T: Scalar + Eq + Ord + Hash> Key for T {
    const KINDS: &'static [Kind] = &[T::KIND];

    fn push_values(&self, out: &mut Vec<Value>) {
        out.push(self.clone().into_value());
    }

    #[inline]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        Scalar::decode(row, at)
    }
}

macro_rules! tuple_key {
    ($($part:ident $at:tt),+) => {
        impl<$($part: Scalar + Eq + Ord + Hash),+> Key for ($($part,)+) {
            const KINDS: &'static [Kind] = &[$($part::KIND),+];

            fn push_values(&self, out: &mut Vec<Value>) {
                $(out.push(self.$at.clone().into_value());)+
            }

            fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
                Ok(Some(($(
                    match <$part as Scalar>::decode(row, at + $at)? {
                        Some(part) => part,
                        None => return Ok(None),
                    },
                )+)))
            }
        }
    };
}

tuple_key!(A 0, B 1);
tuple_key!(A 0, B 1, C 2);
tuple_key!(A 0, B 1, C 2, D_ 3);
tuple_key!(A 0, B 1, C 2, D_ 3, E 4);
tuple_key!(A 0, B 1, C 2, D_ 3, E 4, F 5);

/// A model without a primary key has no key values.
impl Key for () {
    const KINDS: &'static [Kind] = &[];

    fn push_values(&self, _: &mut Vec<Value>) {}

    fn decode<D: Decoder + ?Sized>(_: &D, _: usize) -> Result<Option<Self>, DecodeError> {
        Ok(None)
    }
}
