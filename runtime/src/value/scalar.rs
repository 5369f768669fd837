use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Decoder, Interval, Kind, Value, ValueRef};
use crate::error::DecodeError;

/// A Rust type that one column can hold and that is not optional.
///
/// Generated enums implement it; so may newtypes of the user.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type a column can hold",
    label = "not a column type",
    note = "implement `ormolu::Scalar` for it, or convert it to one of the types of docs/schema.md"
)]
pub trait Scalar: Sized + Clone + PartialEq + Send + Sync + 'static {
    /// How it is stored.
    const KIND: Kind;
    /// The value to bind.
    fn into_value(self) -> Value;
    /// The value to bind, as it stands. A type that holds text saves a copy of it by saying so.
    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Owned(self.clone().into_value())
    }
    /// Reads a cell; `None` is NULL.
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError>;
    /// What a pending row shows for a column the database will fill.
    fn placeholder() -> Self;
}

/// A [`Scalar`] or an `Option` of one: the type of a column or expression.
pub trait SqlType: Sized + Clone + PartialEq + Send + Sync + 'static {
    /// The type without `Option`.
    type Base: Scalar;
    /// The value to bind.
    fn into_value(self) -> Value;
    /// The value to bind, as it stands.
    fn as_value(&self) -> ValueRef<'_>;
    /// Reads a cell.
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError>;
    /// What a pending row shows for a column the database will fill.
    fn placeholder() -> Self;

    /// Reads a cell of a column that was asked for by name.
    #[doc(hidden)]
    fn read<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        Self::decode(row, at)
    }

    /// Whether the row was read without it.
    #[doc(hidden)]
    fn is_unread(&self) -> bool {
        false
    }
}

impl<T: Scalar> SqlType for T {
    type Base = T;

    fn into_value(self) -> Value {
        Scalar::into_value(self)
    }

    fn as_value(&self) -> ValueRef<'_> {
        Scalar::as_value(self)
    }

    #[inline]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        match <T as Scalar>::decode(row, at)? {
            Some(value) => Ok(value),
            None => Err(DecodeError {
                at,
                expected: "a value",
                found: "NULL".into(),
            }),
        }
    }

    fn placeholder() -> Self {
        <T as Scalar>::placeholder()
    }
}

impl<T: Scalar> SqlType for Option<T> {
    type Base = T;

    fn into_value(self) -> Value {
        self.map_or(Value::Null(T::KIND), Scalar::into_value)
    }

    fn as_value(&self) -> ValueRef<'_> {
        match self {
            Some(value) => value.as_value(),
            None => ValueRef::Owned(Value::Null(T::KIND)),
        }
    }

    #[inline]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, DecodeError> {
        <T as Scalar>::decode(row, at)
    }

    fn placeholder() -> Self {
        None
    }
}

macro_rules! scalar {
    ($($rust:ty: $kind:ident, $method:ident, $placeholder:expr;)*) => {$(
        impl Scalar for $rust {
            const KIND: Kind = Kind::$kind;

            fn into_value(self) -> Value {
                Value::$kind(self.into())
            }

            #[inline]
            fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
                row.$method(at)
            }

            fn placeholder() -> Self {
                $placeholder
            }
        }
    )*};
}

scalar! {
    bool: Bool, bool, false;
    i16: I16, i16, 0;
    i32: I32, i32, 0;
    i64: I64, i64, 0;
    u64: U64, u64, 0;
    f32: F32, f32, 0.0;
    f64: F64, f64, 0.0;
    Vec<u8>: Bytes, bytes, Vec::new();
    Decimal: Decimal, decimal, Decimal::ZERO;
    Uuid: Uuid, uuid, Uuid::nil();
    NaiveDate: Date, date, NaiveDate::default();
    NaiveTime: Time, time, NaiveTime::default();
    NaiveDateTime: DateTime, datetime, NaiveDateTime::default();
    DateTime<Utc>: DateTimeTz, datetime_tz, DateTime::default();
    Interval: Interval, interval, Interval::default();
    serde_json::Value: Json, json, serde_json::Value::Null;
}

impl Scalar for String {
    const KIND: Kind = Kind::Text;

    fn into_value(self) -> Value {
        Value::Text(self)
    }

    fn as_value(&self) -> ValueRef<'_> {
        ValueRef::Text(self)
    }

    #[inline]
    fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
        row.text(at)
    }

    fn placeholder() -> Self {
        String::new()
    }
}

/// Integers that no engine but MySQL stores as such: they travel in the next wider signed type.
macro_rules! narrow {
    ($($rust:ty: $kind:ident, $method:ident, $name:literal;)*) => {$(
        impl Scalar for $rust {
            const KIND: Kind = Kind::$kind;

            fn into_value(self) -> Value {
                Value::$kind(self.into())
            }

            #[inline]
            fn decode<D: Decoder + ?Sized>(row: &D, at: usize) -> Result<Option<Self>, DecodeError> {
                let out_of_range = |_| DecodeError { at, expected: $name, found: "a number out of its range".into() };
                row.$method(at)?.map(|wide| <$rust>::try_from(wide).map_err(out_of_range)).transpose()
            }

            fn placeholder() -> Self {
                0
            }
        }
    )*};
}

narrow! {
    i8: I16, i16, "an 8-bit integer";
    u8: I16, i16, "an unsigned 8-bit integer";
    u16: I32, i32, "an unsigned 16-bit integer";
    u32: I64, i64, "an unsigned 32-bit integer";
}
