//! Types in one spelling.

use ormolu_schema::ir::{ColumnType, Dialect, Domain, Schema, Type};

/// A type as the schema calls it, or as the engine does where the schema keeps its spelling.
pub(super) fn text(ty: &ColumnType, schema: &Schema, dialect: Dialect) -> String {
    if let (Some(domain), Dialect::Postgres) = (&ty.domain, dialect) {
        let is_list = |of: &Domain| of.is_element_of(ty);
        let list = schema.domain(domain).is_some_and(is_list);
        return domain.dotted() + if list { "[]" } else { "" };
    }
    match ty.native.get(&dialect.family()) {
        Some(spelling) => spelled(spelling, dialect),
        None => base(&ty.base, schema, dialect),
    }
}

fn base(ty: &Type, schema: &Schema, dialect: Dialect) -> String {
    let length = |name: &str, length: &Option<u32>| match length {
        Some(length) => format!("{name}({length})"),
        None => name.to_owned(),
    };
    let name = match ty {
        Type::Bool => "bool",
        Type::TinyInt => "tinyint",
        Type::SmallInt => "smallint",
        Type::Int => "int",
        Type::BigInt => "bigint",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Numeric(None) => "numeric",
        Type::Numeric(Some((precision, scale))) => return format!("numeric({precision}, {scale})"),
        Type::String(n) => return length("string", n),
        Type::Char(n) => return format!("char({n})"),
        Type::Text => "text",
        Type::Bytes(n) => return length("bytes", n),
        Type::Binary(n) => return format!("binary({n})"),
        Type::Date => "date",
        Type::Time => "time",
        Type::Timestamp => "timestamp",
        Type::TimestampTz => "timestamptz",
        Type::Interval => "interval",
        Type::Uuid => "uuid",
        Type::Json => "json",
        Type::Array(element) => return format!("{}[]", base(element, schema, dialect)),
        Type::Native { sql, .. } => return spelled(sql, dialect),
        Type::Enum(id) => {
            let of = schema.enumeration(*id);
            return match dialect {
                Dialect::Postgres => super::facts::name(of.namespace.as_deref(), &of.sql_name),
                _ => {
                    let values = of.variants.iter().map(|v| format!("'{}'", v.value));
                    format!("enum({})", values.collect::<Vec<_>>().join(", "))
                }
            };
        }
    };
    name.to_owned()
}

/// An engine's type without what it says anyway.
fn spelled(sql: &str, dialect: Dialect) -> String {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let text = words.join(" ").replace(", ", ",");
    let text = text.replace(" (", "(");
    match dialect.family() {
        Dialect::Postgres => {
            let text = match text.contains('"') {
                true => text.replace('"', ""),
                false => text.to_lowercase(),
            };
            let text = text.trim_start_matches("pg_catalog.");
            text.trim_start_matches("public.").to_owned()
        }
        Dialect::Mysql => mysql(&text.to_lowercase()),
        _ => text.to_lowercase(),
    }
}

/// MySQL and MariaDB print widths of integers that mean nothing; what stands behind a type of
/// texts is its character set.
fn mysql(text: &str) -> String {
    let text = text.split(" character set").next().unwrap_or_default();
    let (name, rest) = text.split_once('(').unwrap_or((text, ""));
    let counted = ["tinyint", "smallint", "mediumint", "int", "bigint", "year"];
    match rest.split_once(')') {
        Some((_, tail)) if counted.contains(&name) => format!("{name}{tail}"),
        _ => text.to_owned(),
    }
}
