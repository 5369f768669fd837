use ormolu_schema::ir::{Dialect, Schema, Type};

use crate::error::RenderError;
use crate::render::engine::Storage;
use crate::render::{place, quote};

/// Longer text and bytes go to LONGTEXT and LONGBLOB: a row has 65,535 bytes in all, and a
/// character up to four of them.
const LONGEST_INLINE: u32 = 16_383;

/// What MySQL and MariaDB keep as what.
///
/// | type | storage |
/// |---|---|
/// | bool | BOOLEAN, that is TINYINT(1) |
/// | integers | TINYINT, SMALLINT, INT, BIGINT, and the same UNSIGNED |
/// | f32, f64 | FLOAT, DOUBLE |
/// | numeric(p, s) | DECIMAL(p,s); DECIMAL(38,10) without precision |
/// | string(n) | VARCHAR(n), or LONGTEXT above 16,383 characters |
/// | char(n) | CHAR(n), or VARCHAR(n) above 255 characters |
/// | text | LONGTEXT |
/// | bytes(n) | VARBINARY(n), or LONGBLOB above 16,383 bytes; LONGBLOB without limit |
/// | binary(n) | BINARY(n), or VARBINARY(n) above 255 bytes |
/// | date, time | DATE, TIME(6) |
/// | timestamp, timestamptz | DATETIME(6); the latter in UTC |
/// | interval | BIGINT, microseconds |
/// | uuid | BINARY(16) |
/// | json, array | JSON |
/// | enum | ENUM(..) |
pub(super) fn storage(
    dialect: Dialect,
    at: &str,
    schema: &Schema,
    ty: &Type,
    column: &str,
) -> Result<Storage, RenderError> {
    let unsupported = |feature: String, help: &str| {
        Err(place::unsupported(at.to_owned(), dialect, feature, help))
    };
    Ok(match ty {
        Type::Bool => Storage::plain("BOOLEAN"),
        Type::TinyInt => Storage::plain("TINYINT"),
        Type::SmallInt => Storage::plain("SMALLINT"),
        Type::Int => Storage::plain("INT"),
        Type::BigInt | Type::Interval => Storage::plain("BIGINT"),
        Type::U8 => Storage::plain("TINYINT UNSIGNED"),
        Type::U16 => Storage::plain("SMALLINT UNSIGNED"),
        Type::U32 => Storage::plain("INT UNSIGNED"),
        Type::U64 => Storage::plain("BIGINT UNSIGNED"),
        Type::F32 => Storage::plain("FLOAT"),
        Type::F64 => Storage::plain("DOUBLE"),
        Type::Numeric(Some((precision, scale))) if *precision > 65 || *scale > 30 => {
            let feature = format!("numeric({precision}, {scale})");
            return unsupported(feature, "it takes 65 digits, 30 of them after the point");
        }
        Type::Numeric(Some((precision, scale))) => {
            Storage::plain(format!("DECIMAL({precision},{scale})"))
        }
        Type::Numeric(None) => Storage::plain("DECIMAL(38,10)"),
        Type::String(Some(n)) if *n <= LONGEST_INLINE => Storage::plain(format!("VARCHAR({n})")),
        Type::String(Some(n)) => {
            Storage::checked("LONGTEXT", format!("CHAR_LENGTH({column}) <= {n}"))
        }
        Type::Char(n) if *n <= 255 => Storage::plain(format!("CHAR({n})")),
        Type::Char(n) => Storage::plain(format!("VARCHAR({n})")),
        Type::String(None) | Type::Text => Storage::plain("LONGTEXT"),
        Type::Bytes(Some(n)) if *n <= LONGEST_INLINE => Storage::plain(format!("VARBINARY({n})")),
        Type::Bytes(Some(n)) => {
            Storage::checked("LONGBLOB", format!("OCTET_LENGTH({column}) <= {n}"))
        }
        Type::Bytes(None) => Storage::plain("LONGBLOB"),
        Type::Binary(n) if *n <= 255 => Storage::plain(format!("BINARY({n})")),
        Type::Binary(n) => Storage::checked(
            format!("VARBINARY({n})"),
            format!("OCTET_LENGTH({column}) = {n}"),
        ),
        Type::Date => Storage::plain("DATE"),
        Type::Time => Storage::plain("TIME(6)"),
        Type::Timestamp | Type::TimestampTz => Storage::plain("DATETIME(6)"),
        Type::Uuid => Storage::plain("BINARY(16)"),
        Type::Json | Type::Array(_) => Storage::plain("JSON"),
        Type::Enum(id) => {
            let values = schema
                .enumeration(*id)
                .variants
                .iter()
                .map(|v| v.value.as_str());
            Storage::plain(format!("ENUM({})", quote::texts(dialect, values)?))
        }
        Type::Native { dialect: of, sql } if of.family() == Dialect::Mysql => Storage::plain(sql),
        Type::Native { dialect: of, sql } => {
            let help = "give the column's type for mysql, or use a portable type";
            return unsupported(format!("type `{sql}` of {of}"), help);
        }
    })
}

/// Whether the value is kept outside of the row: such a column has no plain default and no index
/// without a prefix.
pub(super) fn is_off_row(ty: &Type) -> bool {
    match ty {
        Type::String(None) | Type::Text | Type::Bytes(None) | Type::Json | Type::Array(_) => true,
        Type::String(Some(n)) | Type::Bytes(Some(n)) => *n > LONGEST_INLINE,
        _ => false,
    }
}
