use ormolu_schema::ir::{Dialect, Schema, Type};

use crate::error::RenderError;
use crate::render::engine::Storage;
use crate::render::{place, quote};

/// Where SQLite keeps what.
///
/// | type | storage |
/// |---|---|
/// | bool | INTEGER, 0 or 1 |
/// | integers | INTEGER; unsigned ones checked |
/// | f32, f64 | REAL |
/// | numeric | TEXT, exact |
/// | string, char, text | TEXT; the length checked |
/// | bytes, binary | BLOB; the length checked |
/// | date | TEXT `YYYY-MM-DD` |
/// | time | TEXT `HH:MM:SS.ffffff` |
/// | timestamp | TEXT `YYYY-MM-DDTHH:MM:SS.ffffff` |
/// | timestamptz | TEXT `YYYY-MM-DDTHH:MM:SS.ffffffZ`, in UTC |
/// | interval | INTEGER, microseconds |
/// | uuid | BLOB of 16 bytes |
/// | json, array | TEXT, valid JSON |
/// | enum | TEXT, one of its values |
pub(super) fn storage(
    at: &str,
    schema: &Schema,
    ty: &Type,
    column: &str,
) -> Result<Storage, RenderError> {
    let integer = |condition: &str| Storage::checked("INTEGER", format!("{column} {condition}"));
    let text = |condition: String| Storage::checked("TEXT", condition);
    let blob = |condition: String| Storage::checked("BLOB", condition);
    Ok(match ty {
        Type::Bool => integer("IN (0, 1)"),
        Type::TinyInt | Type::SmallInt | Type::Int | Type::BigInt | Type::Interval => {
            Storage::plain("INTEGER")
        }
        Type::U8 => integer("BETWEEN 0 AND 255"),
        Type::U16 => integer("BETWEEN 0 AND 65535"),
        Type::U32 => integer("BETWEEN 0 AND 4294967295"),
        Type::U64 => integer(">= 0"),
        Type::F32 | Type::F64 => Storage::plain("REAL"),
        Type::String(Some(n)) | Type::Char(n) => text(format!("length({column}) <= {n}")),
        Type::Numeric(_) | Type::String(None) | Type::Text => Storage::plain("TEXT"),
        Type::Bytes(Some(n)) => blob(format!("length({column}) <= {n}")),
        Type::Bytes(None) => Storage::plain("BLOB"),
        Type::Binary(n) => blob(format!("length({column}) = {n}")),
        Type::Date | Type::Time | Type::Timestamp | Type::TimestampTz => Storage::plain("TEXT"),
        Type::Uuid => blob(format!("length({column}) = 16")),
        Type::Json | Type::Array(_) => text(format!("json_valid({column})")),
        Type::Enum(id) => {
            let values = schema
                .enumeration(*id)
                .variants
                .iter()
                .map(|v| v.value.as_str());
            text(format!(
                "{column} IN ({})",
                quote::texts(Dialect::Sqlite, values)?
            ))
        }
        Type::Native {
            dialect: Dialect::Sqlite,
            sql,
        } => Storage::plain(sql),
        Type::Native { dialect, sql } => {
            let feature = format!("type `{sql}` of {dialect}");
            let help = "give the column's type for sqlite, or use a portable type";
            return Err(place::unsupported(
                at.to_owned(),
                Dialect::Sqlite,
                feature,
                help,
            ));
        }
    })
}
