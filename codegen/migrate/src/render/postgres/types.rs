use ormolu_schema::ir::{Dialect, Schema, Type};

use super::enumeration;
use crate::error::RenderError;
use crate::render::engine::Storage;
use crate::render::place;

/// What PostgreSQL keeps as what.
///
/// | type | storage |
/// |---|---|
/// | bool | boolean |
/// | tinyint, smallint | smallint |
/// | int, bigint | integer, bigint |
/// | u8, u16, u32, u64 | smallint, integer, bigint, bigint; checked |
/// | f32, f64 | real, double precision |
/// | numeric(p, s) | numeric(p,s) |
/// | string(n), string, char(n), text | varchar(n), varchar, char(n), text |
/// | bytes, binary | bytea; the length checked |
/// | date, time, timestamp, timestamptz, interval | the same |
/// | uuid | uuid |
/// | json | jsonb |
/// | enum | a type of its own |
/// | array | `T[]` |
pub(super) fn storage(
    at: &str,
    schema: &Schema,
    ty: &Type,
    column: &str,
) -> Result<Storage, RenderError> {
    let between = |sql, max: u32| Storage::checked(sql, format!("{column} BETWEEN 0 AND {max}"));
    let octets = |condition: String| {
        Storage::checked("bytea", format!("octet_length({column}) {condition}"))
    };
    Ok(match ty {
        Type::Bool => Storage::plain("boolean"),
        Type::TinyInt | Type::SmallInt => Storage::plain("smallint"),
        Type::Int => Storage::plain("integer"),
        Type::BigInt => Storage::plain("bigint"),
        Type::U8 => between("smallint", u8::MAX.into()),
        Type::U16 => between("integer", u16::MAX.into()),
        Type::U32 => between("bigint", u32::MAX),
        Type::U64 => Storage::checked("bigint", format!("{column} >= 0")),
        Type::F32 => Storage::plain("real"),
        Type::F64 => Storage::plain("double precision"),
        Type::Numeric(Some((precision, scale))) => {
            Storage::plain(format!("numeric({precision},{scale})"))
        }
        Type::Numeric(None) => Storage::plain("numeric"),
        Type::String(Some(n)) => Storage::plain(format!("varchar({n})")),
        Type::Char(n) => Storage::plain(format!("char({n})")),
        Type::String(None) => Storage::plain("varchar"),
        Type::Text => Storage::plain("text"),
        Type::Bytes(None) => Storage::plain("bytea"),
        Type::Bytes(Some(n)) => octets(format!("<= {n}")),
        Type::Binary(n) => octets(format!("= {n}")),
        Type::Date => Storage::plain("date"),
        Type::Time => Storage::plain("time"),
        Type::Timestamp => Storage::plain("timestamp"),
        Type::TimestampTz => Storage::plain("timestamptz"),
        Type::Interval => Storage::plain("interval"),
        Type::Uuid => Storage::plain("uuid"),
        Type::Json => Storage::plain("jsonb"),
        Type::Enum(id) => Storage::plain(enumeration::name(schema.enumeration(*id))?),
        // A check of an element's range has no short form; the element's type is kept.
        Type::Array(of) => Storage::plain(format!("{}[]", storage(at, schema, of, column)?.sql)),
        Type::Native {
            dialect: Dialect::Postgres,
            sql,
        } => Storage::plain(sql),
        Type::Native { dialect, sql } => {
            let feature = format!("type `{sql}` of {dialect}");
            let help = "give the column's type for postgres, or use a portable type";
            return Err(place::unsupported(
                at.to_owned(),
                Dialect::Postgres,
                feature,
                help,
            ));
        }
    })
}
