use sqlx::Arguments;
use sqlx::error::BoxDynError;
use sqlx::mysql::MySqlArguments;

use crate::driver::{json_array, moment};
use crate::error::Error;
use crate::value::Value;

/// The parameters of a statement.
pub(super) fn arguments(values: &[Value]) -> Result<MySqlArguments, Error> {
    let mut out = MySqlArguments::default();
    for value in values {
        add(value, &mut out)?.map_err(|error| {
            Error::Invalid(format!("a value cannot be sent to the server: {error}"))
        })?;
    }
    Ok(out)
}

fn add(value: &Value, out: &mut MySqlArguments) -> Result<Result<(), BoxDynError>, Error> {
    Ok(match value {
        // NULL has no type here.
        Value::Null(_) => out.add(None::<String>),
        Value::Bool(value) => out.add(value),
        Value::I16(value) => out.add(value),
        Value::I32(value) => out.add(value),
        Value::I64(value) => out.add(value),
        Value::U64(value) => out.add(value),
        Value::F32(value) => out.add(finite(f64::from(*value)).map(|_| *value)?),
        Value::F64(value) => out.add(finite(*value)?),
        Value::Text(value) | Value::Named(value, _) => out.add(value),
        Value::Bytes(value) => out.add(value),
        Value::Decimal(value) => out.add(value),
        Value::Uuid(value) => out.add(&value.as_bytes()[..]),
        Value::Date(value) => out.add(value),
        Value::Time(value) => out.add(value),
        Value::DateTime(value) => out.add(value),
        // The columns are DATETIME(6) in UTC.
        Value::DateTimeTz(value) => out.add(value.naive_utc()),
        Value::Interval(value) => out.add(moment::only_microseconds(*value)?),
        Value::Json(value) => out.add(value.to_string()),
        Value::Array(_, values) => out.add(json_array::write(values)?),
        Value::Texts(texts) => out.add(json_array::write_texts(texts)),
        Value::Wrapped(value, _) => add(value, out)?,
        Value::Invalid(_, reason) => return Err(Error::unstorable(reason)),
        Value::Parameter(name, ..) => return Err(Error::NoParameter { name }),
    })
}

fn finite(value: f64) -> Result<f64, Error> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Error::Invalid(
        "MySQL and MariaDB cannot store NaN or infinity".into(),
    ))
}
