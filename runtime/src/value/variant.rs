use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, de::Error as _};

use super::Decoder;
use crate::error::DecodeError;

/// A text that is none of an enum's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownVariant {
    /// The enum.
    pub enumeration: &'static str,
    /// The text.
    pub text: String,
}

impl UnknownVariant {
    /// For generated code.
    pub fn new(enumeration: &'static str, text: &str) -> Self {
        UnknownVariant {
            enumeration,
            text: text.to_owned(),
        }
    }
}

impl fmt::Display for UnknownVariant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a value of {}", self.text, self.enumeration)
    }
}

impl std::error::Error for UnknownVariant {}

/// The value of an enum that a text stands for.
pub fn find_variant<T: Copy>(
    all: &[T],
    text_of: fn(T) -> &'static str,
    enumeration: &'static str,
    text: &str,
) -> Result<T, UnknownVariant> {
    let found = all.iter().find(|value| text_of(**value) == text);
    found
        .copied()
        .ok_or_else(|| UnknownVariant::new(enumeration, text))
}

/// The value of an open enum that a text stands for.
pub fn find_open<T: Clone>(
    all: &[T],
    text_of: fn(&T) -> &str,
    other: fn(String) -> T,
    text: &str,
) -> T {
    let found = all.iter().find(|value| text_of(value) == text);
    found.cloned().unwrap_or_else(|| other(text.to_owned()))
}

/// Reads a cell with a value of an enum.
pub fn decode_variant<T: FromStr<Err = UnknownVariant>, D: Decoder + ?Sized>(
    row: &D,
    at: usize,
    expected: &'static str,
) -> Result<Option<T>, DecodeError> {
    let unknown = |_| DecodeError {
        at,
        expected,
        found: "a text that the schema does not list".into(),
    };
    row.text(at)?
        .map(|text| text.parse().map_err(unknown))
        .transpose()
}

/// Reads a value of an enum by serde, from its stored text.
pub fn deserialize_variant<'de, T: FromStr<Err = UnknownVariant>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(D::Error::custom)
}
