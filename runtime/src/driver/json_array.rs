//! Arrays as JSON, for engines without array types.

use serde_json::Value as Json;
use uuid::Uuid;

use super::moment;
use crate::error::Error;
use crate::value::{Interval, Kind, Texts, Value};

pub(super) fn write(values: &[Value]) -> Result<String, Error> {
    values
        .iter()
        .map(to_json)
        .collect::<Result<Json, Error>>()
        .map(|array| array.to_string())
}

pub(super) fn write_texts(texts: &Texts) -> String {
    texts.iter().collect::<Json>().to_string()
}

/// A value as JSON has it.
pub(crate) fn to_json(value: &Value) -> Result<Json, Error> {
    Ok(match value {
        Value::Null(_) => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::I16(value) => (*value).into(),
        Value::I32(value) => (*value).into(),
        Value::I64(value) => (*value).into(),
        Value::U64(value) => (*value).into(),
        Value::F32(value) => finite(f64::from(*value))?,
        Value::F64(value) => finite(*value)?,
        Value::Text(value) | Value::Named(value, _) => value.as_str().into(),
        Value::Bytes(value) => hex(value).into(),
        Value::Decimal(value) => value.normalize().to_string().into(),
        Value::Uuid(value) => value.to_string().into(),
        Value::Date(value) => moment::date(*value).into(),
        Value::Time(value) => moment::time(*value).into(),
        Value::DateTime(value) => moment::datetime(*value).into(),
        Value::DateTimeTz(value) => moment::datetime_tz(*value).into(),
        Value::Interval(value) => moment::only_microseconds(*value)?.into(),
        Value::Json(value) => value.clone(),
        Value::Array(_, values) => values
            .iter()
            .map(to_json)
            .collect::<Result<Json, Error>>()?,
        Value::Texts(texts) => texts.iter().collect(),
        Value::Wrapped(value, _) => to_json(value)?,
        Value::Invalid(_, reason) => return Err(Error::unstorable(reason)),
        Value::Parameter(name, ..) => return Err(Error::NoParameter { name }),
    })
}

fn finite(number: f64) -> Result<Json, Error> {
    serde_json::Number::from_f64(number)
        .map(Json::Number)
        .ok_or_else(|| Error::Invalid("an array in JSON cannot hold NaN or infinity".into()))
}

/// `None` if the text is not an array of such elements.
pub(super) fn read(text: &str, element: &'static Kind) -> Option<Vec<Value>> {
    let array: Vec<Json> = serde_json::from_str(text).ok()?;
    array
        .into_iter()
        .map(|json| from_json(json, element))
        .collect()
}

#[allow(clippy::cast_possible_truncation)] // a single-precision number was written as such
fn from_json(json: Json, kind: &'static Kind) -> Option<Value> {
    if json.is_null() && *kind != Kind::Json {
        return Some(Value::Null(*kind));
    }
    Some(match kind {
        Kind::Bool => Value::Bool(json.as_bool()?),
        Kind::I16 => Value::I16(json.as_i64()?.try_into().ok()?),
        Kind::I32 => Value::I32(json.as_i64()?.try_into().ok()?),
        Kind::I64 => Value::I64(json.as_i64()?),
        Kind::U64 => Value::U64(json.as_u64()?),
        Kind::F32 => Value::F32(json.as_f64()? as f32),
        Kind::F64 => Value::F64(json.as_f64()?),
        Kind::Bytes => Value::Bytes(unhex(json.as_str()?)?),
        Kind::Decimal => Value::Decimal(match &json {
            Json::Number(number) => moment::decimal(&number.to_string())?,
            other => moment::decimal(other.as_str()?)?,
        }),
        Kind::Uuid => Value::Uuid(Uuid::try_parse(json.as_str()?).ok()?),
        Kind::Date => Value::Date(moment::parse_date(json.as_str()?)?),
        Kind::Time => Value::Time(moment::parse_time(json.as_str()?)?),
        Kind::DateTime => Value::DateTime(moment::parse_datetime(json.as_str()?)?),
        Kind::DateTimeTz => Value::DateTimeTz(moment::parse_datetime_tz(json.as_str()?)?),
        Kind::Interval => Value::Interval(Interval {
            microseconds: json.as_i64()?,
            ..Interval::default()
        }),
        Kind::Json => Value::Json(json),
        Kind::Text => Value::Text(string(json)?),
        Kind::Named(named) => Value::Named(string(json)?, named),
        Kind::Wrapped(of) => from_json(json, &of.kind)?,
        Kind::Array(inner) => {
            let Json::Array(array) = json else {
                return None;
            };
            let values = array.into_iter().map(|json| from_json(json, inner));
            Value::Array(inner, values.collect::<Option<_>>()?)
        }
    })
}

fn string(json: Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text),
        _ => None,
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
            _ => None,
        })
        .collect()
}
