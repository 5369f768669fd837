use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::postgres::PgArguments;
use sqlx::postgres::types::PgInterval;
use sqlx::types::Json;

use super::array;
use crate::dialect::Dialect;
use crate::error::Error;
use crate::value::{Interval, Kind, Value};

/// The parameters of a statement. The type sent depends on the kind alone.
pub(super) fn arguments(values: &[Value]) -> Result<PgArguments, Error> {
    let mut out = PgArguments::default();
    for value in values {
        add(value, &mut out)?.map_err(refused)?;
    }
    Ok(out)
}

fn add(value: &Value, out: &mut PgArguments) -> Result<Result<(), BoxDynError>, Error> {
    Ok(match value {
        Value::Null(kind) => null(*kind, out)?,
        Value::Bool(value) => out.add(value),
        Value::I16(value) => out.add(value),
        Value::I32(value) => out.add(value),
        Value::I64(value) => out.add(value),
        Value::U64(value) => out.add(signed(*value)?),
        Value::F32(value) => out.add(value),
        Value::F64(value) => out.add(value),
        Value::Text(value) | Value::Named(value, _) => out.add(text(value)?),
        Value::Bytes(value) => out.add(value),
        Value::Decimal(value) => out.add(value),
        Value::Uuid(value) => out.add(value),
        Value::Date(value) => out.add(value),
        Value::Time(value) => out.add(value),
        Value::DateTime(value) => out.add(value),
        Value::DateTimeTz(value) => out.add(value),
        Value::Interval(value) => out.add(interval(*value)),
        Value::Json(value) => out.add(Json(value)),
        Value::Array(kind, values) => array::add(kind, values, out)?,
        Value::Texts(texts) => {
            text(texts.as_str())?;
            out.add(texts.iter().collect::<Vec<_>>())
        }
        Value::Wrapped(value, _) => add(value, out)?,
        Value::Invalid(_, reason) => return Err(Error::unstorable(reason)),
        Value::Parameter(name, ..) => return Err(Error::NoParameter { name }),
    })
}

fn refused(error: BoxDynError) -> Error {
    Error::Invalid(format!("a value cannot be sent to PostgreSQL: {error}"))
}

fn null(kind: Kind, out: &mut PgArguments) -> Result<Result<(), BoxDynError>, Error> {
    use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    Ok(match kind {
        Kind::Bool => out.add(None::<bool>),
        Kind::I16 => out.add(None::<i16>),
        Kind::I32 => out.add(None::<i32>),
        Kind::I64 | Kind::U64 => out.add(None::<i64>),
        Kind::F32 => out.add(None::<f32>),
        Kind::F64 => out.add(None::<f64>),
        Kind::Text | Kind::Named(_) => out.add(None::<String>),
        Kind::Bytes => out.add(None::<Vec<u8>>),
        Kind::Decimal => out.add(None::<rust_decimal::Decimal>),
        Kind::Uuid => out.add(None::<uuid::Uuid>),
        Kind::Date => out.add(None::<NaiveDate>),
        Kind::Time => out.add(None::<NaiveTime>),
        Kind::DateTime => out.add(None::<NaiveDateTime>),
        Kind::DateTimeTz => out.add(None::<DateTime<Utc>>),
        Kind::Interval => out.add(None::<PgInterval>),
        Kind::Json => out.add(None::<Json<serde_json::Value>>),
        Kind::Array(element) => array::null(element, out)?,
        Kind::Wrapped(of) => null(of.kind, out)?,
    })
}

/// PostgreSQL has no unsigned integers.
pub(super) fn signed(value: u64) -> Result<i64, Error> {
    i64::try_from(value).map_err(|_| {
        Error::Invalid(
            "an unsigned number above 2^63-1 does not fit into PostgreSQL's bigint".into(),
        )
    })
}

pub(super) fn text(value: &str) -> Result<&str, Error> {
    if value.contains('\0') {
        return Err(Error::Invalid(
            "PostgreSQL cannot store text with a NUL character".into(),
        ));
    }
    Ok(value)
}

pub(super) fn interval(value: Interval) -> PgInterval {
    PgInterval {
        months: value.months,
        days: value.days,
        microseconds: value.microseconds,
    }
}

pub(super) fn nested() -> Error {
    Error::Unsupported {
        feature: "arrays of arrays in this library",
        dialect: Dialect::Postgres,
    }
}
