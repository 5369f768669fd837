use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Decoder, Kind, Scalar, Value};
use crate::error::DecodeError;

/// A [`Scalar`] that can stand in an array column.
pub trait Element: Scalar {
    /// How one element is stored.
    const ELEMENT: &'static Kind = &Self::KIND;
    /// The element of a decoded array; `None` if it is another kind of value.
    fn from_value(value: Value) -> Option<Self>;
}

impl<T: Element> Scalar for Vec<T> {
    const KIND: Kind = Kind::Array(T::ELEMENT);

    fn into_value(self) -> Value {
        Value::Array(
            T::ELEMENT,
            self.into_iter().map(Scalar::into_value).collect(),
        )
    }

    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        let wrong = || DecodeError {
            at,
            expected: "an array of the column's type",
            found: "an element of another type".into(),
        };
        let element = |value| T::from_value(value).ok_or_else(wrong);
        let values = row.array(at, T::ELEMENT)?;
        values
            .map(|values| values.into_iter().map(element).collect())
            .transpose()
    }

    fn placeholder() -> Self {
        Vec::new()
    }
}

macro_rules! element {
    ($($rust:ty: $kind:ident;)*) => {$(
        impl Element for $rust {
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::$kind(value) => value.try_into().ok(),
                    _ => None,
                }
            }
        }
    )*};
}

element! {
    bool: Bool;
    i8: I16;
    i16: I16;
    i32: I32;
    i64: I64;
    u16: I32;
    u32: I64;
    u64: U64;
    f32: F32;
    f64: F64;
    String: Text;
    Decimal: Decimal;
    Uuid: Uuid;
    NaiveDate: Date;
    NaiveTime: Time;
    NaiveDateTime: DateTime;
    DateTime<Utc>: DateTimeTz;
    serde_json::Value: Json;
}
