use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Decoder, Interval, Kind, Value};
use crate::error::DecodeError;

/// A [`Value`] as if it had come from an engine: the way to write a column that is known by its
/// position alone.
pub(crate) struct Cell<'a>(pub(crate) &'a Value);

impl Cell<'_> {
    /// The value without the SQL around it.
    fn bare(&self) -> &Value {
        match self.0 {
            Value::Wrapped(value, _) => value,
            value => value,
        }
    }
}

macro_rules! read {
    ($($method:ident $variant:ident $rust:ty;)*) => {$(
        fn $method(&self, at: usize) -> Result<Option<$rust>, DecodeError> {
            match self.bare() {
                Value::Null(_) => Ok(None),
                Value::$variant(value) => Ok(Some(value.clone())),
                _ => Err(DecodeError {
                    at,
                    expected: stringify!($variant),
                    found: "a value of another kind".into(),
                }),
            }
        }
    )*};
}

impl Decoder for Cell<'_> {
    fn is_null(&self, _: usize) -> Result<bool, DecodeError> {
        Ok(matches!(self.bare(), Value::Null(_)))
    }

    fn text(&self, at: usize) -> Result<Option<String>, DecodeError> {
        match self.bare() {
            Value::Null(_) => Ok(None),
            Value::Text(text) | Value::Named(text, _) => Ok(Some(text.clone())),
            _ => Err(DecodeError {
                at,
                expected: "Text",
                found: "a value of another kind".into(),
            }),
        }
    }

    fn array(&self, at: usize, _: &'static Kind) -> Result<Option<Vec<Value>>, DecodeError> {
        match self.bare() {
            Value::Null(_) => Ok(None),
            Value::Array(_, values) => Ok(Some(values.clone())),
            _ => Err(DecodeError {
                at,
                expected: "Array",
                found: "a value of another kind".into(),
            }),
        }
    }

    read! {
        bool Bool bool;
        i16 I16 i16;
        i32 I32 i32;
        i64 I64 i64;
        u64 U64 u64;
        f32 F32 f32;
        f64 F64 f64;
        bytes Bytes Vec<u8>;
        decimal Decimal Decimal;
        uuid Uuid Uuid;
        date Date NaiveDate;
        time Time NaiveTime;
        datetime DateTime NaiveDateTime;
        datetime_tz DateTimeTz DateTime<Utc>;
        interval Interval Interval;
        json Json serde_json::Value;
    }
}
