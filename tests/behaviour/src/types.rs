//! The types that `typed.yaml` names.

use std::convert::Infallible;

use ormolu::{Codec, StoredAs, Wrapping};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// An address with an `@`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Email(String);

impl Email {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Email {
    fn from(text: &str) -> Self {
        Email(text.to_owned())
    }
}

impl StoredAs for Email {
    type Stored = String;
    type Error = &'static str;

    fn to_stored(&self) -> Result<String, Self::Error> {
        match self.0.contains('@') {
            true => Ok(self.0.clone()),
            false => Err("an address has an `@`"),
        }
    }

    fn from_stored(text: String) -> Result<Self, Self::Error> {
        match text.contains('@') {
            true => Ok(Email(text)),
            false => Err("a text without `@`"),
        }
    }

    fn placeholder() -> Self {
        Email(String::new())
    }
}

/// Text patterns for it.
impl ormolu::expr::Textual for Email {}

/// What an author chose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Prefs {
    /// Light text.
    pub dark: bool,
    /// Names of topics.
    pub topics: Vec<String>,
}

/// A text that is stored as other bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sealed(pub String);

const KEY: u8 = 0x5a;

impl StoredAs for Sealed {
    type Stored = Vec<u8>;
    type Error = std::string::FromUtf8Error;

    fn to_stored(&self) -> Result<Vec<u8>, Self::Error> {
        Ok(self.0.bytes().map(|byte| byte ^ KEY).collect())
    }

    fn from_stored(bytes: Vec<u8>) -> Result<Self, Self::Error> {
        let bytes = bytes.into_iter().map(|byte| byte ^ KEY).collect();
        String::from_utf8(bytes).map(Sealed)
    }

    fn placeholder() -> Self {
        Sealed(String::new())
    }
}

/// Hexadecimal digits that the engine stores as bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Token(pub String);

impl From<&str> for Token {
    fn from(digits: &str) -> Self {
        Token(digits.to_owned())
    }
}

impl StoredAs for Token {
    type Stored = String;
    type Error = Infallible;
    const SQL: Option<&'static Wrapping> = Some(&Wrapping::by_engine(
        ("nullif(lower(hex({})), '')", "unhex({})"),
        ("encode({}, 'hex')", "decode({}, 'hex')"),
        ("lower(hex({}))", "unhex({})"),
    ));

    fn to_stored(&self) -> Result<String, Infallible> {
        Ok(self.0.clone())
    }

    fn from_stored(digits: String) -> Result<Self, Infallible> {
        Ok(Token(digits))
    }

    fn placeholder() -> Self {
        Token(String::new())
    }
}

impl ormolu::expr::Ordered for Token {}

/// Bytes of a format: JSON behind a mark.
#[derive(Clone, Copy, Debug)]
pub struct Packed;

const MARK: u8 = 1;

impl Codec for Packed {
    type Error = serde_json::Error;

    fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = vec![MARK];
        serde_json::to_writer(&mut bytes, value)?;
        Ok(bytes)
    }

    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, serde_json::Error> {
        serde_json::from_slice(bytes.strip_prefix(&[MARK]).unwrap_or_default())
    }
}
