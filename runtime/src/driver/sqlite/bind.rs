use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};

use crate::driver::{json_array, moment};
use crate::error::Error;
use crate::value::Value;

/// A value in the form SQLite stores it.
pub(super) struct Bind<'v>(ToSqlOutput<'v>);

impl<'v> Bind<'v> {
    pub(super) fn new(value: &'v Value) -> Result<Self, Error> {
        Ok(Bind(match value {
            Value::Null(_) => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(value) => integer(i64::from(*value)),
            Value::I16(value) => integer(i64::from(*value)),
            Value::I32(value) => integer(i64::from(*value)),
            Value::I64(value) => integer(*value),
            Value::U64(value) => integer(i64::try_from(*value).map_err(|_| {
                Error::Invalid("an unsigned number above 2^63-1 does not fit into SQLite".into())
            })?),
            Value::F32(value) => real(f64::from(*value))?,
            Value::F64(value) => real(*value)?,
            Value::Text(value) | Value::Named(value, _) => text(value),
            Value::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
            Value::Uuid(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
            Value::Decimal(value) => owned(value.normalize().to_string()),
            Value::Date(value) => owned(moment::date(*value)),
            Value::Time(value) => owned(moment::time(*value)),
            Value::DateTime(value) => owned(moment::datetime(*value)),
            Value::DateTimeTz(value) => owned(moment::datetime_tz(*value)),
            Value::Interval(value) => integer(moment::only_microseconds(*value)?),
            Value::Json(value) => owned(value.to_string()),
            Value::Array(_, values) => owned(json_array::write(values)?),
            Value::Texts(texts) => owned(json_array::write_texts(texts)),
            Value::Wrapped(value, _) => return Bind::new(value),
            Value::Invalid(_, reason) => return Err(Error::unstorable(reason)),
            Value::Parameter(name, ..) => return Err(Error::NoParameter { name }),
        }))
    }
}

fn integer(value: i64) -> ToSqlOutput<'static> {
    ToSqlOutput::Borrowed(ValueRef::Integer(value))
}

/// SQLite turns NaN into NULL without a word.
fn real(value: f64) -> Result<ToSqlOutput<'static>, Error> {
    if value.is_nan() {
        return Err(Error::Invalid("SQLite cannot store NaN".into()));
    }
    Ok(ToSqlOutput::Borrowed(ValueRef::Real(value)))
}

fn text(value: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes()))
}

fn owned(text: String) -> ToSqlOutput<'static> {
    ToSqlOutput::Owned(Stored::Text(text))
}

impl ToSql for Bind<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            ToSqlOutput::Borrowed(value) => ToSqlOutput::Borrowed(*value),
            ToSqlOutput::Owned(value) => ToSqlOutput::Borrowed(ValueRef::from(value)),
            other => other.clone(),
        })
    }
}
