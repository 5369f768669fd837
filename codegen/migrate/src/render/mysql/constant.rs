use ormolu_schema::ir::{Dialect, Type};

use super::types;
use crate::error::RenderError;
use crate::render::literal::Constant;
use crate::render::quote;

/// A constant in the form the column stores. A column kept outside of the row takes an expression
/// only, so there it stands in parentheses.
pub(super) fn render(
    dialect: Dialect,
    ty: &Type,
    constant: &Constant,
) -> Result<String, RenderError> {
    let text = |t: &str| quote::text(dialect, t);
    let sql = match constant {
        Constant::Null => return Ok("NULL".to_owned()),
        Constant::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Constant::Number(number) | Constant::Decimal(number) => number.clone(),
        Constant::Text(value) | Constant::Json(value) => text(value)?,
        Constant::Bytes(bytes) => quote::bytes(dialect, bytes),
        Constant::Uuid(bytes) => quote::bytes(dialect, bytes),
        Constant::EmptyArray => text("[]")?,
        Constant::Date(date) => text(&date.to_string())?,
        Constant::Time(time) => text(&time.to_string())?,
        Constant::Timestamp(date, time) | Constant::TimestampTz(date, time) => {
            text(&format!("{date} {time}"))?
        }
        Constant::Interval(micros) => micros.to_string(),
    };
    Ok(if types::is_off_row(ty) {
        format!("({sql})")
    } else {
        sql
    })
}

/// The time zone of the session does not matter.
pub(super) fn now(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Date => Some("(UTC_DATE())"),
        Type::Time => Some("(UTC_TIME(6))"),
        Type::Timestamp | Type::TimestampTz => Some("(UTC_TIMESTAMP(6))"),
        _ => None,
    }
}
