//! Values as they travel between Rust and the engines.

mod array;
mod borrowed;
mod cell;
mod coded;
mod decoder;
mod deferred;
mod id;
mod interval;
mod into_key;
mod json_of;
mod key;
mod kind;
mod nullable;
mod range;
mod read;
mod scalar;
mod shown;
mod stored;
mod texts;
mod times;
mod variant;
mod wrapping;

pub use array::Element;
pub use borrowed::ValueRef;
pub(crate) use cell::Cell;
pub use coded::{Codec, Coded};
pub use decoder::Decoder;
pub use deferred::Deferred;
pub use id::Id;
pub use interval::Interval;
pub use into_key::IntoKey;
pub use json_of::JsonOf;
pub use key::Key;
pub use kind::{Kind, NamedType};
pub use nullable::IntoNullable;
pub use range::{DateRange, Int4Range, Int8Range, NumRange, Range, RangeItem, TsRange, TstzRange};
pub use scalar::{Scalar, SqlType};
pub(crate) use shown::Shown;
pub use stored::StoredAs;
pub use texts::Texts;
pub use variant::UnknownVariant;
#[doc(hidden)]
pub use variant::{decode_variant, deserialize_variant, find_open, find_variant};
pub use wrapping::{Wrapped, Wrapping};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

/// A value to bind.
///
/// Only the binding of parameters uses it; rows are decoded by [`Decoder`] without it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// NULL of a type: PostgreSQL wants to know it.
    Null(Kind),
    /// A truth value.
    Bool(bool),
    /// A 16-bit integer; also stands for 8-bit ones.
    I16(i16),
    /// A 32-bit integer; also for unsigned 16-bit ones.
    I32(i32),
    /// A 64-bit integer; also for unsigned 32-bit ones.
    I64(i64),
    /// An unsigned 64-bit integer. Above `i64::MAX` only MySQL and MariaDB take it.
    U64(u64),
    /// Single precision.
    F32(f32),
    /// Double precision.
    F64(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An exact decimal.
    Decimal(Decimal),
    /// A UUID.
    Uuid(Uuid),
    /// A day.
    Date(NaiveDate),
    /// A time of day.
    Time(NaiveTime),
    /// A day and time without zone.
    DateTime(NaiveDateTime),
    /// A moment.
    DateTimeTz(DateTime<Utc>),
    /// A span of time.
    Interval(Interval),
    /// JSON.
    Json(serde_json::Value),
    /// Text of a named type (an enumeration, a domain, `inet` ...).
    Named(String, &'static NamedType),
    /// Several values of one kind: an array on PostgreSQL, JSON elsewhere.
    Array(&'static Kind, Vec<Value>),
    /// As an array of text, in one buffer.
    Texts(Texts),
    /// A value of a type with SQL around it.
    Wrapped(Box<Value>, &'static Wrapped),
    /// What a type of the program could not turn into the kind it is stored as, with the reason.
    /// A statement with it is not run.
    Invalid(Kind, String),
    /// What the connection was given under this name: see [`Parameter`](crate::Parameter). With
    /// `true` it is NULL where none was given.
    Parameter(&'static str, Kind, bool),
}

/// A new UUID of version 7: made by the program, and later ones sort after earlier ones, which
/// indexes like. The Rust-side default of UUID keys.
pub fn uuid_v7() -> Uuid {
    Uuid::now_v7()
}

impl Value {
    /// A whole number, whatever its width.
    pub(crate) fn whole(&self) -> Option<i128> {
        match self {
            Value::I16(number) => Some((*number).into()),
            Value::I32(number) => Some((*number).into()),
            Value::I64(number) => Some((*number).into()),
            Value::U64(number) => Some((*number).into()),
            _ => None,
        }
    }
}
