//! What a type of an engine is in the schema.

use super::catalog::{Catalog, SqlType};
use crate::ir::{Dialect, Type};

/// A type of the schema, before enumerations have their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mapped {
    /// A portable type.
    Plain(Type),
    /// A portable type; the engine's spelling differs from the usual one and is kept.
    Spelled(Type, String),
    /// Position of the enumeration in the catalog.
    Enum(usize),
    /// Position of the domain in the catalog.
    Domain(usize),
    /// An enumeration that only this column has.
    InlineEnum(Vec<String>),
    /// An array of these.
    Array(Box<Mapped>),
    /// Nothing portable: text as far as the program goes.
    Native(String),
}

/// Maps a type as written in a catalog's dialect.
pub(super) fn map(ty: &SqlType, catalog: &Catalog) -> Mapped {
    let element = match catalog.dialect {
        Dialect::Postgres => postgres(ty, catalog),
        Dialect::Sqlite => sqlite(ty),
        Dialect::Mysql | Dialect::Mariadb => mysql(ty),
    };
    match (element, ty.dimensions) {
        (element, 0) => element,
        (Mapped::Native(_), _) => Mapped::Native(ty.sql.text.clone()),
        // Lists of lists have no portable form.
        (Mapped::Domain(at), _) if catalog.is_list(at) => Mapped::Native(ty.sql.text.clone()),
        // PostgreSQL does not hold an array to its number of dimensions.
        (Mapped::Spelled(base, _), _) => Mapped::Array(Box::new(Mapped::Plain(base))),
        (element, _) => Mapped::Array(Box::new(element)),
    }
}

fn number(ty: &SqlType, at: usize) -> Option<u32> {
    ty.args.get(at).and_then(|arg| arg.parse().ok())
}

fn numeric(ty: &SqlType) -> Type {
    Type::Numeric(number(ty, 0).map(|precision| (precision, number(ty, 1).unwrap_or(0))))
}

/// The type's SQL without brackets.
fn spelling(ty: &SqlType) -> String {
    ty.element.clone()
}

fn postgres(ty: &SqlType, catalog: &Catalog) -> Mapped {
    let spelled = |base: Type| Mapped::Spelled(base, spelling(ty));
    let builtin = ty.namespace.as_deref().is_none_or(|n| n == "pg_catalog");
    let timed = |base: Type| {
        if ty.args.is_empty() {
            Mapped::Plain(base)
        } else {
            spelled(base)
        }
    };
    if !builtin {
        return own(ty, catalog);
    }
    Mapped::Plain(match ty.name.as_str() {
        "smallint" | "int2" => Type::SmallInt,
        "integer" | "int" | "int4" => Type::Int,
        "bigint" | "int8" => Type::BigInt,
        "real" | "float4" => Type::F32,
        "float" if number(ty, 0).is_some_and(|bits| bits <= 24) => Type::F32,
        "double precision" | "float8" | "float" => Type::F64,
        "numeric" | "decimal" | "dec" => numeric(ty),
        "character varying"
        | "varchar"
        | "char varying"
        | "national character varying"
        | "national char varying"
        | "nchar varying" => Type::String(number(ty, 0)),
        "character" | "char" | "nchar" | "national character" | "national char" => {
            Type::Char(number(ty, 0).unwrap_or(1))
        }
        // One name for what has two.
        "timetz" if ty.args.is_empty() => {
            return Mapped::Native("time with time zone".to_owned());
        }
        "varbit" => return Mapped::Native(spelling(ty).replacen("varbit", "bit varying", 1)),
        "bpchar" if number(ty, 0).is_some() => Type::Char(number(ty, 0).unwrap_or(1)),
        "text" => Type::Text,
        "bytea" => Type::Bytes(None),
        "boolean" | "bool" => Type::Bool,
        "uuid" => Type::Uuid,
        "jsonb" => Type::Json,
        "date" => Type::Date,
        "json" => return spelled(Type::Json),
        "citext" | "name" => return spelled(Type::Text),
        "time" | "time without time zone" => return timed(Type::Time),
        "timestamp" | "timestamp without time zone" => return timed(Type::Timestamp),
        "timestamptz" | "timestamp with time zone" => return timed(Type::TimestampTz),
        "interval" => return timed(Type::Interval),
        _ => return own(ty, catalog),
    })
}

/// Types the file itself made, and extensions' types by their name in any namespace.
fn own(ty: &SqlType, catalog: &Catalog) -> Mapped {
    let reference = ty.reference();
    if let Some(at) = catalog.find(&catalog.enums, &reference) {
        return Mapped::Enum(at);
    }
    if let Some(at) = catalog.find(&catalog.domains, &reference) {
        return Mapped::Domain(at);
    }
    match ty.name.as_str() {
        "citext" => Mapped::Spelled(Type::Text, spelling(ty)),
        _ => Mapped::Native(spelling(ty)),
    }
}

fn mysql(ty: &SqlType) -> Mapped {
    let spelled = |base: Type| Mapped::Spelled(base, spelling(ty));
    let has = |word: &str| ty.name.split(' ').any(|w| w == word);
    let unsigned = has("unsigned") || has("zerofill");
    let modifier = |w: &&str| {
        !matches!(
            *w,
            "unsigned" | "signed" | "zerofill" | "binary" | "ascii" | "unicode"
        )
    };
    let words: Vec<&str> = ty
        .name
        .split(' ')
        .enumerate()
        .filter(|(at, w)| *at == 0 || modifier(w))
        .map(|(_, w)| w)
        .collect();
    let sign = |signed: Type, other: Type| if unsigned { other } else { signed };
    Mapped::Plain(match words.join(" ").as_str() {
        "tinyint" if number(ty, 0) == Some(1) && !unsigned => Type::Bool,
        "bool" | "boolean" => Type::Bool,
        "tinyint" | "int1" => sign(Type::TinyInt, Type::U8),
        "smallint" | "int2" => sign(Type::SmallInt, Type::U16),
        "mediumint" | "int3" | "middleint" => return spelled(sign(Type::Int, Type::U32)),
        "int" | "integer" | "int4" => sign(Type::Int, Type::U32),
        "bigint" | "int8" => sign(Type::BigInt, Type::U64),
        "float" if number(ty, 0).is_some_and(|bits| bits > 24 && ty.args.len() == 1) => Type::F64,
        "float" | "float4" => Type::F32,
        "double" | "double precision" | "real" | "float8" => Type::F64,
        "decimal" | "numeric" | "dec" | "fixed" if unsigned => return spelled(mysql_decimal(ty)),
        "decimal" | "numeric" | "dec" | "fixed" => mysql_decimal(ty),
        "varchar"
        | "nvarchar"
        | "character varying"
        | "char varying"
        | "varcharacter"
        | "national varchar"
        | "national character varying"
        | "nchar varchar"
        | "nchar varying" => Type::String(number(ty, 0)),
        "char" | "nchar" | "character" | "national char" | "national character" => {
            Type::Char(number(ty, 0).unwrap_or(1))
        }
        "tinytext" | "text" | "mediumtext" | "longtext" | "long" | "long varchar" => {
            return spelled(Type::Text);
        }
        "binary" => Type::Binary(number(ty, 0).unwrap_or(1)),
        "varbinary" => Type::Bytes(number(ty, 0)),
        "tinyblob" | "blob" | "mediumblob" | "longblob" | "long varbinary" => {
            return spelled(Type::Bytes(None));
        }
        "date" => Type::Date,
        // The usual ones count microseconds.
        "time" if number(ty, 0) == Some(6) => Type::Time,
        "time" => return spelled(Type::Time),
        "datetime" if number(ty, 0) == Some(6) => Type::Timestamp,
        "datetime" => return spelled(Type::Timestamp),
        "timestamp" => return spelled(Type::TimestampTz),
        "year" => return spelled(Type::U16),
        "bit" if number(ty, 0).unwrap_or(1) == 1 => return spelled(Type::Bool),
        "bit" => return spelled(Type::U64),
        "json" => Type::Json,
        "uuid" => return spelled(Type::Uuid),
        "enum" => return Mapped::InlineEnum(ty.args.clone()),
        _ => return Mapped::Native(spelling(ty)),
    })
}

fn mysql_decimal(ty: &SqlType) -> Type {
    Type::Numeric(Some((
        number(ty, 0).unwrap_or(10),
        number(ty, 1).unwrap_or(0),
    )))
}

/// SQLite takes any words for a type. Those with a meaning elsewhere keep it; the others are
/// read as SQLite does, by the letters in them.
fn sqlite(ty: &SqlType) -> Mapped {
    let base = match ty.name.as_str() {
        "integer" => return Mapped::Plain(Type::BigInt),
        "text" if ty.args.is_empty() => return Mapped::Plain(Type::Text),
        "real" => return Mapped::Plain(Type::F64),
        "blob" if ty.args.is_empty() => return Mapped::Plain(Type::Bytes(None)),
        "" | "any" => return Mapped::Native(ty.sql.text.clone()),
        "bool" | "boolean" => Type::Bool,
        "date" => Type::Date,
        "time" => Type::Time,
        "datetime" | "timestamp" | "timestamp without time zone" => Type::Timestamp,
        "timestamptz" | "timestamp with time zone" => Type::TimestampTz,
        "uuid" => Type::Uuid,
        "json" | "jsonb" => Type::Json,
        "numeric" | "decimal" | "money" | "number" => numeric(ty),
        "bytea" | "varbinary" | "image" => Type::Bytes(number(ty, 0)),
        "binary" => number(ty, 0).map_or(Type::Bytes(None), Type::Binary),
        "char" | "nchar" | "character" | "native character" => {
            number(ty, 0).map_or(Type::Text, Type::Char)
        }
        name => match affinity(name, number(ty, 0)) {
            Some(base) => base,
            None => return Mapped::Native(ty.sql.text.clone()),
        },
    };
    Mapped::Spelled(base, ty.sql.text.clone())
}

fn affinity(name: &str, length: Option<u32>) -> Option<Type> {
    let has = |letters: &str| name.contains(letters);
    let textual = has("char") || has("clob") || has("text") || has("blob");
    if has("int") && textual {
        // Its name says that it holds more than numbers.
        None
    } else if has("int") {
        Some(Type::BigInt)
    } else if has("char") && length.is_some() {
        Some(Type::String(length))
    } else if has("char") || has("clob") || has("text") {
        Some(Type::Text)
    } else if has("blob") {
        Some(Type::Bytes(None))
    } else if has("real") || has("floa") || has("doub") {
        Some(Type::F64)
    } else {
        None
    }
}
