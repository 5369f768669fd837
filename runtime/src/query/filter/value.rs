use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{BoolDeserializer, F64Deserializer, I64Deserializer, U64Deserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer};
use serde::de::{SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

/// Reads one value, or a list of them. Text stands for any value: a query string has nothing
/// else.
pub(super) struct Values<T> {
    /// At most so many, where a list is asked for.
    limit: Option<usize>,
    of: PhantomData<fn() -> T>,
}

impl<T> Values<T> {
    pub(super) fn one() -> Self {
        Values {
            limit: None,
            of: PhantomData,
        }
    }

    pub(super) fn up_to(limit: usize) -> Self {
        Values {
            limit: Some(limit),
            of: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Values<T> {
    type Value = Vec<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<T>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Values<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.limit {
            None => "a value",
            Some(_) => "a value or a list of values",
        })
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Vec<T>, E> {
        let value: BoolDeserializer<E> = value.into_deserializer();
        T::deserialize(value).map(|value| vec![value])
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Vec<T>, E> {
        let value: I64Deserializer<E> = value.into_deserializer();
        T::deserialize(value).map(|value| vec![value])
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Vec<T>, E> {
        let value: U64Deserializer<E> = value.into_deserializer();
        T::deserialize(value).map(|value| vec![value])
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Vec<T>, E> {
        let value: F64Deserializer<E> = value.into_deserializer();
        T::deserialize(value).map(|value| vec![value])
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        let text = Text {
            text,
            error: PhantomData,
        };
        T::deserialize(text).map(|value| vec![value])
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let Some(limit) = self.limit else {
            return Err(A::Error::invalid_type(serde::de::Unexpected::Seq, &self));
        };
        let mut out = vec![];
        while let Some(value) = list.next_element_seed(Values::one())? {
            out.extend(value);
            if out.len() > limit {
                return Err(too_long(limit));
            }
        }
        Ok(out)
    }
}

pub(super) fn too_long<E: Error>(limit: usize) -> E {
    E::custom(format_args!("a list has at most {limit} values"))
}

/// Text that becomes a number or a truth value where one is asked for.
struct Text<'t, E> {
    text: &'t str,
    error: PhantomData<fn() -> E>,
}

macro_rules! parsed {
    ($($method:ident $visit:ident $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            match self.text.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(E::custom(format_args!("`{}` is not {}", self.text, $what))),
            }
        }
    )*};
}

impl<'de, E: Error> Deserializer<'de> for Text<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_str(self.text)
    }

    parsed! {
        deserialize_bool visit_bool "`true` or `false`";
        deserialize_i8 visit_i8 "a whole number in the range of the column";
        deserialize_i16 visit_i16 "a whole number in the range of the column";
        deserialize_i32 visit_i32 "a whole number in the range of the column";
        deserialize_i64 visit_i64 "a whole number in the range of the column";
        deserialize_u8 visit_u8 "a whole number in the range of the column";
        deserialize_u16 visit_u16 "a whole number in the range of the column";
        deserialize_u32 visit_u32 "a whole number in the range of the column";
        deserialize_u64 visit_u64 "a whole number in the range of the column";
        deserialize_f32 visit_f32 "a number";
        deserialize_f64 visit_f64 "a number";
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_enum(self.text.into_deserializer())
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct
        map struct identifier ignored_any
    }
}
