//! How the values of a column become values of another type.
//!
//! Each conversion gives the same value on every engine, or fails where a value cannot be held.

use ormolu_schema::ir::{ColumnType, Dialect, Type};

/// How a value changes its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// The engine does it by itself.
    Plain,
    /// By this expression over the column.
    Using(String),
    /// There is no way: the values are lost.
    None,
}

/// What kind of value it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Bool,
    Integer,
    Float,
    Numeric,
    Text,
    Enum,
    Bytes,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Uuid,
    Json,
    Array,
    Native,
}

impl Class {
    fn of(ty: &ColumnType, dialect: Dialect) -> Class {
        if ty.native.contains_key(&dialect) || ty.native.contains_key(&dialect.family()) {
            return Class::Native;
        }
        match &ty.base {
            Type::Bool => Class::Bool,
            Type::TinyInt | Type::SmallInt | Type::Int | Type::BigInt => Class::Integer,
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => Class::Integer,
            Type::F32 | Type::F64 => Class::Float,
            Type::Numeric(_) => Class::Numeric,
            Type::String(_) | Type::Char(_) | Type::Text => Class::Text,
            Type::Bytes(_) | Type::Binary(_) => Class::Bytes,
            Type::Date => Class::Date,
            Type::Time => Class::Time,
            Type::Timestamp => Class::Timestamp,
            Type::TimestampTz => Class::TimestampTz,
            Type::Interval => Class::Interval,
            Type::Uuid => Class::Uuid,
            Type::Json => Class::Json,
            Type::Enum(_) => Class::Enum,
            Type::Array(_) => Class::Array,
            Type::Native { .. } => Class::Native,
        }
    }

    fn is_number(self) -> bool {
        matches!(self, Class::Integer | Class::Float | Class::Numeric)
    }
}

/// From a type to another; `column` is the quoted name, `storage` the new type's SQL.
pub(crate) fn between(
    from: &ColumnType,
    to: &ColumnType,
    dialect: Dialect,
    column: &str,
    storage: &str,
) -> Conversion {
    let classes = (Class::of(from, dialect), Class::of(to, dialect));
    match dialect.family() {
        Dialect::Postgres => postgres(classes, column, storage),
        Dialect::Sqlite => sqlite(classes, column),
        _ => mysql(classes, column),
    }
}

/// The same where the engine converts by itself, written out: a value that is compared with what
/// it becomes is not converted by being assigned.
pub(crate) fn cast(
    from: &ColumnType,
    to: &ColumnType,
    dialect: Dialect,
    column: &str,
    storage: &str,
) -> String {
    let (old, new) = (Class::of(from, dialect), Class::of(to, dialect));
    let numbers = old.is_number() && new.is_number();
    let to = match dialect.family() {
        Dialect::Postgres if numbers => return format!("{column}::{storage}"),
        Dialect::Mysql if numbers => match (new, storage.ends_with("UNSIGNED")) {
            (Class::Integer, true) => "UNSIGNED",
            (Class::Integer, false) => "SIGNED",
            _ => storage,
        },
        Dialect::Mysql if new == Class::Date => "DATE",
        _ => return column.to_owned(),
    };
    format!("CAST({column} AS {to})")
}

/// Whether a column changes its type without a look at its rows, so that programs of before do not
/// notice either.
pub(crate) fn in_place(from: &ColumnType, to: &ColumnType, dialect: Dialect) -> bool {
    // What holds of a domain is looked for in all rows.
    if super::domain::is_object(dialect) && to.domain.is_some() && from.domain != to.domain {
        return false;
    }
    if Class::of(from, dialect) == Class::Native || Class::of(to, dialect) == Class::Native {
        return from.native == to.native && from.base == to.base;
    }
    // MySQL writes the length of a text in as many bytes as the longest one takes.
    let length_bytes = |characters: u32| characters.saturating_mul(4) > 255;
    match (&from.base, &to.base) {
        (a, b) if a == b => true,
        (Type::String(Some(a)), Type::String(Some(b))) => {
            a <= b
                && (dialect.family() != Dialect::Mysql
                    || (*b <= 16_383 && length_bytes(*a) == length_bytes(*b)))
        }
        (Type::String(Some(_)), Type::String(None) | Type::Text) => {
            dialect.family() != Dialect::Mysql
        }
        (Type::String(None) | Type::Text, Type::String(None) | Type::Text) => true,
        (Type::Numeric(Some((p, s))), Type::Numeric(Some((q, t)))) => {
            p <= q && s == t && dialect.family() != Dialect::Mysql
        }
        (Type::Numeric(Some(_)), Type::Numeric(None)) => dialect.family() != Dialect::Mysql,
        _ => false,
    }
}

fn postgres(classes: (Class, Class), column: &str, storage: &str) -> Conversion {
    use Class::*;
    let cast = || Conversion::Using(format!("{column}::{storage}"));
    let via_text = || Conversion::Using(format!("{column}::text::{storage}"));
    match classes {
        (Array, Array) | (Native, _) | (_, Native) => via_text(),
        (Enum, Enum) => via_text(),
        (Enum, Text) | (Text, Enum) => via_text(),
        (a, b) if a == b => Conversion::Plain,
        (a, b) if a.is_number() && b.is_number() => Conversion::Plain,
        (Bool, b) if b.is_number() => Conversion::Using(format!("{column}::integer::{storage}")),
        (a, Bool) if a.is_number() => Conversion::Using(format!("{column} <> 0")),
        (Bytes, Text) => Conversion::Using(format!("convert_from({column}, 'UTF8')")),
        (Text, Bytes) => Conversion::Using(format!("convert_to({column}, 'UTF8')")),
        (Bytes, _) | (_, Bytes) => Conversion::None,
        (_, Text) | (Text, _) => cast(),
        (Timestamp, TimestampTz) | (TimestampTz, Timestamp) => {
            Conversion::Using(format!("{column} AT TIME ZONE 'UTC'"))
        }
        (TimestampTz, Date | Time) => {
            Conversion::Using(format!("({column} AT TIME ZONE 'UTC')::{storage}"))
        }
        (Date, TimestampTz) => Conversion::Using(format!("{column}::timestamp AT TIME ZONE 'UTC'")),
        (Date, Timestamp) | (Timestamp, Date | Time) => cast(),
        (Interval, b) if b.is_number() => Conversion::Using(format!(
            "(extract(epoch FROM {column}) * 1000000)::{storage}"
        )),
        (a, Interval) if a.is_number() => {
            Conversion::Using(format!("{column} * interval '1 microsecond'"))
        }
        _ => Conversion::None,
    }
}

fn sqlite(classes: (Class, Class), column: &str) -> Conversion {
    use Class::*;
    let using = |sql: String| Conversion::Using(sql);
    match classes {
        // The bytes of an exact number are text there.
        (Numeric, Integer) => using(format!("CAST(round(CAST({column} AS REAL)) AS INTEGER)")),
        (Float, Integer) => using(format!("CAST(round({column}) AS INTEGER)")),
        (a, b) if a == b => Conversion::Plain,
        (a, b) if a.is_number() && b.is_number() => Conversion::Plain,
        (Bool, b) if b.is_number() => Conversion::Plain,
        (a, Bool) if a.is_number() => using(format!("CAST({column} AS REAL) <> 0")),
        (Bool, Text) => using(format!("iif({column}, 'true', 'false')")),
        (Text, Bool) => using(truth_value(column, "1", "0")),
        (Bytes, Text) => using(format!("CAST({column} AS TEXT)")),
        (Text, Bytes) => using(format!("CAST({column} AS BLOB)")),
        (Uuid, Text) => using(format!(
            "lower({})",
            dashed(&format!("hex({column})"), "||")
        )),
        (Text, Uuid) => using(format!("unhex(replace({column}, '-', ''))")),
        (Bytes, _) | (_, Bytes) | (Uuid, _) | (_, Uuid) => Conversion::None,
        (Date, Timestamp) => using(format!("{column} || 'T00:00:00.000000'")),
        (Date, TimestampTz) => using(format!("{column} || 'T00:00:00.000000Z'")),
        (Timestamp, TimestampTz) => using(format!("{column} || 'Z'")),
        (TimestampTz, Timestamp) => using(format!("rtrim({column}, 'Z')")),
        (Timestamp | TimestampTz, Date) => using(format!("substr({column}, 1, 10)")),
        (Timestamp | TimestampTz, Time) => using(format!("substr({column}, 12, 15)")),
        (Interval, b) if b.is_number() => Conversion::Plain,
        (a, Interval) if a.is_number() => Conversion::Plain,
        (_, Text | Native) | (Text | Native, _) => Conversion::Plain,
        (Json, Array) | (Array, Json) => Conversion::Plain,
        _ => Conversion::None,
    }
}

fn mysql(classes: (Class, Class), column: &str) -> Conversion {
    use Class::*;
    let using = |sql: String| Conversion::Using(sql);
    match classes {
        (a, b) if a == b => Conversion::Plain,
        (a, b) if a.is_number() && b.is_number() => Conversion::Plain,
        (Bool, b) if b.is_number() => Conversion::Plain,
        (a, Bool) if a.is_number() => using(format!("{column} <> 0")),
        (Bool, Text) => using(format!("IF({column}, 'true', 'false')")),
        (Text, Bool) => using(truth_value(column, "TRUE", "FALSE")),
        (Bytes, Text) => using(format!("CONVERT({column} USING utf8mb4)")),
        (Uuid, Text) => using(format!("LOWER({})", dashed(&format!("HEX({column})"), ","))),
        (Text, Uuid) => using(format!("UNHEX(REPLACE({column}, '-', ''))")),
        (Text, Bytes) => using(format!("CAST({column} AS BINARY)")),
        (Bytes, _) | (_, Bytes) | (Uuid, _) | (_, Uuid) => Conversion::None,
        (Timestamp, TimestampTz) | (TimestampTz, Timestamp) => Conversion::Plain,
        (Date, Timestamp | TimestampTz) => Conversion::Plain,
        (Timestamp | TimestampTz, Date) => using(format!("DATE({column})")),
        (Timestamp | TimestampTz, Time) => using(format!("TIME({column})")),
        (Interval, b) if b.is_number() => Conversion::Plain,
        (a, Interval) if a.is_number() => Conversion::Plain,
        (Text, Json | Array) => Conversion::Plain,
        (_, Text | Native) | (Text | Native, _) => Conversion::Plain,
        (Json, Array) | (Array, Json) => Conversion::Plain,
        _ => Conversion::None,
    }
}

/// A text as a truth value; what is none stays, and is refused.
fn truth_value(column: &str, yes: &str, no: &str) -> String {
    format!(
        "CASE lower({column}) WHEN 'true' THEN {yes} WHEN 't' THEN {yes} WHEN '1' THEN {yes} \
         WHEN 'false' THEN {no} WHEN 'f' THEN {no} WHEN '0' THEN {no} ELSE {column} END"
    )
}

/// 32 digits in the groups of a UUID, joined by an operator or as arguments of `CONCAT`.
fn dashed(hex: &str, join: &str) -> String {
    let parts: Vec<String> = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
        .iter()
        .map(|(at, length)| format!("substr({hex}, {at}, {length})"))
        .collect();
    match join {
        "," => format!("CONCAT_WS('-', {})", parts.join(", ")),
        join => parts.join(&format!(" {join} '-' {join} ")),
    }
}
