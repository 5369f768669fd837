use ormolu_schema::ir::{Dialect, Type};

use crate::error::RenderError;
use crate::render::literal::Constant;
use crate::render::quote;

/// A constant in the form the column stores.
pub(super) fn render(constant: &Constant) -> Result<String, RenderError> {
    let text = |t: &str| quote::text(Dialect::Sqlite, t);
    Ok(match constant {
        Constant::Null => "NULL".to_owned(),
        Constant::Bool(value) => u8::from(*value).to_string(),
        Constant::Number(number) => number.clone(),
        Constant::Decimal { plain, .. } => text(plain)?,
        Constant::Text(value) | Constant::Json(value) => text(value)?,
        Constant::Bytes(bytes) => quote::bytes(Dialect::Sqlite, bytes),
        Constant::Uuid(bytes) => quote::bytes(Dialect::Sqlite, bytes),
        Constant::EmptyArray => text("[]")?,
        Constant::Date(date) => text(&date.to_string())?,
        Constant::Time(time) => text(&time.to_string())?,
        Constant::Timestamp(date, time) => text(&format!("{date}T{time}"))?,
        Constant::TimestampTz(date, time) => text(&format!("{date}T{time}Z"))?,
        Constant::Interval(micros) => micros.to_string(),
    })
}

/// SQLite's clock has milliseconds; the zeros keep the text at one length.
pub(super) fn now(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Date => Some("(strftime('%Y-%m-%d', 'now'))"),
        Type::Time => Some("(strftime('%H:%M:%f000', 'now'))"),
        Type::Timestamp => Some("(strftime('%Y-%m-%dT%H:%M:%f000', 'now'))"),
        Type::TimestampTz => Some("(strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))"),
        _ => None,
    }
}
