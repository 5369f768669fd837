use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::Patch;

/// What reading a generated patch by serde needs to know of it.
pub trait ReadPatch: Default {
    /// The struct.
    const NAME: &'static str;
    /// Its fields.
    const FIELDS: &'static [&'static str];
    /// Reads the value of a field.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        field: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error>;
}

/// Reads a patch: a missing field is left alone, an unknown one is passed over.
pub fn read_patch<'de, P: ReadPatch, D: Deserializer<'de>>(deserializer: D) -> Result<P, D::Error> {
    deserializer.deserialize_struct(P::NAME, P::FIELDS, Fields::<P>(PhantomData))
}

impl<'de, T: Deserialize<'de>> Patch<T> {
    /// Reads a field that was not read yet.
    #[doc(hidden)]
    pub fn read<A: MapAccess<'de>>(
        &mut self,
        field: &'static str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if matches!(self, Patch::Set(_)) {
            return Err(A::Error::duplicate_field(field));
        }
        *self = Patch::Set(map.next_value()?);
        Ok(())
    }
}

struct Fields<P>(PhantomData<P>);

impl<'de, P: ReadPatch> Visitor<'de> for Fields<P> {
    type Value = P;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", P::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<P, A::Error> {
        let mut patch = P::default();
        while let Some(field) = map.next_key_seed(Field(P::FIELDS))? {
            match field {
                Some(field) => patch.read(field, &mut map)?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(patch)
    }
}

/// One of these names, or another.
struct Field(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Field {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Field {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_u64<E: Error>(self, at: u64) -> Result<Self::Value, E> {
        Ok(usize::try_from(at)
            .ok()
            .and_then(|at| self.0.get(at).copied()))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().find(|field| **field == name).copied())
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        Ok(self
            .0
            .iter()
            .find(|field| field.as_bytes() == name)
            .copied())
    }
}
