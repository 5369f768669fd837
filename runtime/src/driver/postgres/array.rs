//! PostgreSQL's arrays, typed by their elements.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::PgInterval;
use sqlx::postgres::{PgArguments, PgHasArrayType, PgTypeInfo, PgTypeKind, PgValueRef};
use sqlx::types::Json;
use sqlx::{Arguments, Decode, Encode, Postgres, Type};
use uuid::Uuid;

use super::bind::{interval, nested, signed, text};
use crate::error::Error;
use crate::value::{Interval, Kind, Value};

type Added = Result<Result<(), BoxDynError>, Error>;

/// Adds an array parameter.
pub(super) fn add(kind: &Kind, values: &[Value], out: &mut PgArguments) -> Added {
    macro_rules! collect {
        ($($value:pat => $element:expr),+) => {{
            let elements = values.iter().map(|value| match value {
                Value::Null(_) => Ok(None),
                $($value => Ok(Some($element)),)+
                Value::Invalid(_, reason) => Err(Error::unstorable(reason)),
                _ => Err(mixed()),
            });
            push(elements.collect::<Result<Vec<_>, Error>>()?, out)
        }};
    }
    Ok(match kind {
        Kind::Bool => collect!(Value::Bool(value) => *value),
        Kind::I16 => collect!(Value::I16(value) => *value),
        Kind::I32 => collect!(Value::I32(value) => *value),
        Kind::I64 => collect!(Value::I64(value) => *value),
        Kind::U64 => collect!(Value::U64(value) => signed(*value)?),
        Kind::F32 => collect!(Value::F32(value) => *value),
        Kind::F64 => collect!(Value::F64(value) => *value),
        Kind::Text | Kind::Named(_) => {
            collect!(Value::Text(value) | Value::Named(value, _) => text(value)?)
        }
        Kind::Bytes => collect!(Value::Bytes(value) => value.as_slice()),
        Kind::Decimal => collect!(Value::Decimal(value) => *value),
        Kind::Uuid => collect!(Value::Uuid(value) => *value),
        Kind::Date => collect!(Value::Date(value) => *value),
        Kind::Time => collect!(Value::Time(value) => *value),
        Kind::DateTime => collect!(Value::DateTime(value) => *value),
        Kind::DateTimeTz => collect!(Value::DateTimeTz(value) => *value),
        Kind::Interval => collect!(Value::Interval(value) => interval(*value)),
        Kind::Json => collect!(Value::Json(value) => Json(value)),
        Kind::Array(_) | Kind::Wrapped(_) => return Err(nested()),
    })
}

fn push<'v, T>(elements: Vec<Option<T>>, out: &mut PgArguments) -> Result<(), BoxDynError>
where
    T: Encode<'v, Postgres> + Type<Postgres> + PgHasArrayType + 'v,
{
    out.add(elements)
}

fn mixed() -> Error {
    Error::Invalid("an array holds values of different kinds".into())
}

/// Adds NULL in place of an array.
pub(super) fn null(element: &Kind, out: &mut PgArguments) -> Added {
    Ok(match element {
        Kind::Bool => out.add(None::<Vec<bool>>),
        Kind::I16 => out.add(None::<Vec<i16>>),
        Kind::I32 => out.add(None::<Vec<i32>>),
        Kind::I64 | Kind::U64 => out.add(None::<Vec<i64>>),
        Kind::F32 => out.add(None::<Vec<f32>>),
        Kind::F64 => out.add(None::<Vec<f64>>),
        Kind::Text | Kind::Named(_) => out.add(None::<Vec<String>>),
        Kind::Bytes => out.add(None::<Vec<Vec<u8>>>),
        Kind::Decimal => out.add(None::<Vec<Decimal>>),
        Kind::Uuid => out.add(None::<Vec<Uuid>>),
        Kind::Date => out.add(None::<Vec<NaiveDate>>),
        Kind::Time => out.add(None::<Vec<NaiveTime>>),
        Kind::DateTime => out.add(None::<Vec<NaiveDateTime>>),
        Kind::DateTimeTz => out.add(None::<Vec<DateTime<Utc>>>),
        Kind::Interval => out.add(None::<Vec<PgInterval>>),
        Kind::Json => out.add(None::<Vec<Json<serde_json::Value>>>),
        Kind::Array(_) | Kind::Wrapped(_) => return Err(nested()),
    })
}

/// Reads an array. `None` if it is not one of such elements.
pub(super) fn read(value: PgValueRef<'_>, element: &'static Kind) -> Option<Vec<Value>> {
    macro_rules! elements {
        ($rust:ty, $($wrap:tt)+) => {
            decode::<$rust>(value)?.into_iter().map(|element| element.map($($wrap)+)).collect()
        };
    }
    let values: Vec<Option<Value>> = match element {
        Kind::Bool => elements!(bool, Value::Bool),
        Kind::I16 => elements!(i16, Value::I16),
        Kind::I32 => elements!(i32, Value::I32),
        Kind::I64 => elements!(i64, Value::I64),
        Kind::U64 => {
            let numbers = decode::<i64>(value)?.into_iter();
            let unsigned = |number: i64| u64::try_from(number).ok().map(Value::U64);
            return numbers
                .map(|number| number.map_or(Some(Value::Null(*element)), unsigned))
                .collect();
        }
        Kind::F32 => elements!(f32, Value::F32),
        Kind::F64 => elements!(f64, Value::F64),
        Kind::Text => elements!(String, Value::Text),
        Kind::Named(named) => elements!(String, |text| Value::Named(text, named)),
        Kind::Bytes => elements!(Vec<u8>, Value::Bytes),
        Kind::Decimal => elements!(Decimal, Value::Decimal),
        Kind::Uuid => elements!(Uuid, Value::Uuid),
        Kind::Date => elements!(NaiveDate, Value::Date),
        Kind::Time => elements!(NaiveTime, Value::Time),
        Kind::DateTime => elements!(NaiveDateTime, Value::DateTime),
        Kind::DateTimeTz => elements!(DateTime<Utc>, Value::DateTimeTz),
        Kind::Interval => elements!(PgInterval, |span| Value::Interval(Interval {
            months: span.months,
            days: span.days,
            microseconds: span.microseconds,
        })),
        Kind::Json => elements!(Json<serde_json::Value>, |json| Value::Json(json.0)),
        Kind::Array(_) | Kind::Wrapped(_) => return None,
    };
    Some(
        values
            .into_iter()
            .map(|value| value.unwrap_or(Value::Null(*element)))
            .collect(),
    )
}

fn decode<'r, T>(value: PgValueRef<'r>) -> Option<Vec<Option<T>>>
where
    T: for<'a> Decode<'a, Postgres> + Type<Postgres>,
    Vec<Option<T>>: Decode<'r, Postgres> + Type<Postgres>,
{
    use sqlx::ValueRef;
    let ty = value.type_info().into_owned();
    let fits = <Vec<Option<T>>>::compatible(&ty) || under(&ty).is_some_and(|ty| T::compatible(&ty));
    if !fits {
        return None;
    }
    <Vec<Option<T>>>::decode(value).ok()
}

/// What the domain is made of whose values an array holds. A single value of a domain is said to be
/// of what that is made of; an array of them is not.
fn under(array: &PgTypeInfo) -> Option<PgTypeInfo> {
    let PgTypeKind::Array(element) = array.kind() else {
        return None;
    };
    let mut ty = element;
    while let PgTypeKind::Domain(base) = ty.kind() {
        ty = base;
    }
    Some(ty.clone())
}
