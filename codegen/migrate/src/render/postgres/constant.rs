use ormolu_schema::ir::{Dialect, Type};

use crate::error::RenderError;
use crate::render::literal::Constant;
use crate::render::quote;

/// A constant that PostgreSQL reads as the column's type.
pub(super) fn render(constant: &Constant) -> Result<String, RenderError> {
    let text = |t: &str| quote::text(Dialect::Postgres, t);
    Ok(match constant {
        Constant::Null => "NULL".to_owned(),
        Constant::Bool(value) => value.to_string(),
        Constant::Number(written) | Constant::Decimal { written, .. } => written.clone(),
        Constant::Text(value) | Constant::Json(value) => text(value)?,
        Constant::Bytes(bytes) => quote::bytes(Dialect::Postgres, bytes),
        Constant::Uuid(bytes) => uuid(bytes),
        Constant::EmptyArray => text("{}")?,
        Constant::Date(date) => text(&date.to_string())?,
        Constant::Time(time) => text(&time.to_string())?,
        Constant::Timestamp(date, time) => text(&format!("{date} {time}"))?,
        Constant::TimestampTz(date, time) => text(&format!("{date} {time}+00"))?,
        Constant::Interval(micros) => text(&format!("{micros} microseconds"))?,
    })
}

/// `'6ba7b810-9dad-11d1-80b4-00c04fd430c8'`
fn uuid(bytes: &[u8; 16]) -> String {
    let mut sql = String::from("'");
    for (at, byte) in bytes.iter().enumerate() {
        if [4, 6, 8, 10].contains(&at) {
            sql.push('-');
        }
        sql += &format!("{byte:02x}");
    }
    sql + "'"
}

/// The time zone of the session does not matter.
pub(super) fn now(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Date => Some("((now() AT TIME ZONE 'UTC')::date)"),
        Type::Time => Some("((now() AT TIME ZONE 'UTC')::time)"),
        Type::Timestamp => Some("(now() AT TIME ZONE 'UTC')"),
        Type::TimestampTz => Some("now()"),
        _ => None,
    }
}
