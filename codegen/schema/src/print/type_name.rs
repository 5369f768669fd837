//! Types.

use super::tree::{Entries, Tree};
use crate::ir::{ColumnType, Dialect, Domain, Schema, Type, ValueType};

/// A type, with a `?` where it is said by one text. The second value tells that NULL must be
/// said apart.
pub(crate) fn of_column(ty: &ColumnType, nullable: bool, schema: &Schema) -> (Tree, bool) {
    let ColumnType {
        base,
        native,
        domain,
    } = ty;
    let mut text = match domain.as_ref().and_then(|domain| schema.domain(domain)) {
        Some(domain) if domain.is_element_of(ty) => format!("array<{}>", of_domain(domain)),
        Some(domain) => of_domain(domain),
        None => name(base, schema),
    };
    if native.is_empty() || domain.is_some() {
        if nullable {
            text.push('?');
        }
        return (Tree::Text(text), false);
    }
    let mut map = Entries::default();
    map.add("default", Tree::Text(text));
    for (dialect, sql) in native {
        map.add(dialect.name(), Tree::text(sql));
    }
    (Tree::Map(map), nullable)
}

fn of_domain(domain: &Domain) -> String {
    format!("domain({})", domain.name.dotted())
}

/// The type of an argument or a result.
pub(crate) fn of_value(value: &ValueType, schema: &Schema) -> Tree {
    let ValueType {
        ty,
        nullable,
        rust_type,
    } = value;
    let (ty_tree, apart) = of_column(ty, *nullable, schema);
    if rust_type.is_none() && !apart && !needs_fallback(ty, schema) {
        return ty_tree;
    }
    let mut map = Entries::default();
    map.add("type", ty_tree);
    map.flag("nullable", apart);
    map.text("rust", rust_type);
    map.maybe("fallback", fallback(ty, schema));
    Tree::Map(map)
}

/// `fallback: json`, where an engine has no arrays.
pub(crate) fn fallback(ty: &ColumnType, schema: &Schema) -> Option<Tree> {
    needs_fallback(ty, schema).then(|| Tree::text("json"))
}

fn needs_fallback(ty: &ColumnType, schema: &Schema) -> bool {
    let lacks = |dialect: &Dialect| *dialect != Dialect::Postgres;
    matches!(ty.base, Type::Array(_)) && schema.dialects.iter().any(lacks)
}

fn name(ty: &Type, schema: &Schema) -> String {
    let sized = |name: &str, length: &Option<u32>| match length {
        Some(length) => format!("{name}({length})"),
        None => name.to_owned(),
    };
    let plain = match ty {
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
        Type::Text => "text",
        Type::Date => "date",
        Type::Time => "time",
        Type::Timestamp => "timestamp",
        Type::TimestampTz => "timestamptz",
        Type::Interval => "interval",
        Type::Uuid => "uuid",
        Type::Json => "json",
        Type::Numeric(None) => "numeric",
        Type::Numeric(Some((precision, 0))) => return format!("numeric({precision})"),
        Type::Numeric(Some((precision, scale))) => return format!("numeric({precision}, {scale})"),
        Type::String(length) => return sized("string", length),
        Type::Bytes(length) => return sized("bytes", length),
        Type::Char(length) => return format!("char({length})"),
        Type::Binary(length) => return format!("binary({length})"),
        Type::Enum(id) => return schema.enumeration(*id).name.clone(),
        Type::Array(element) => return format!("array<{}>", name(element, schema)),
        Type::Native { dialect, sql } => return format!("{}.{sql}", dialect.name()),
    };
    plain.to_owned()
}
