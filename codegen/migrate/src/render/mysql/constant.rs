use ormolu_schema::ir::{ColumnType, Dialect, Type};

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
        Constant::Number(written) | Constant::Decimal { written, .. } => written.clone(),
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

/// The time zone of the session does not matter: a native TIMESTAMP is given in it and kept in
/// UTC, all else is given in UTC.
pub(super) fn now(ty: &ColumnType) -> Option<&'static str> {
    if ty
        .native
        .get(&Dialect::Mysql)
        .is_some_and(|sql| is_timestamp(sql))
    {
        return Some("(CURRENT_TIMESTAMP(6))");
    }
    match ty.base {
        Type::Date => Some("(UTC_DATE())"),
        Type::Time => Some("(UTC_TIME(6))"),
        Type::Timestamp | Type::TimestampTz => Some("(UTC_TIMESTAMP(6))"),
        _ => None,
    }
}

fn is_timestamp(sql: &str) -> bool {
    let name: String = sql.chars().take_while(|c| c.is_alphabetic()).collect();
    name.eq_ignore_ascii_case("timestamp")
}
