//! What was called otherwise before.

use crate::ir::{Column, Enum, Model, Renamed, Schema, TableName};

/// What the table of a model was called.
pub(super) fn table<'s>(schema: &'s Schema, of: &Model) -> Option<&'s str> {
    schema.renames.iter().find_map(|renamed| match renamed {
        Renamed::Table { model, from } if is(schema.model(*model), of) => Some(from.as_str()),
        _ => None,
    })
}

/// What a column was called.
pub(super) fn column<'s>(schema: &'s Schema, of: &Column) -> Option<&'s str> {
    schema.renames.iter().find_map(|renamed| match renamed {
        Renamed::Column {
            model,
            column,
            from,
        } if is(schema.model(*model).column(*column), of) => Some(from.as_str()),
        _ => None,
    })
}

/// What a type was called.
pub(super) fn enumeration<'s>(schema: &'s Schema, of: &Enum) -> Option<&'s str> {
    schema.renames.iter().find_map(|renamed| match renamed {
        Renamed::Enum { of: id, from } if is(schema.enumeration(*id), of) => Some(from.as_str()),
        _ => None,
    })
}

/// What a domain was called.
pub(super) fn domain<'s>(schema: &'s Schema, of: &TableName) -> Option<&'s str> {
    schema.renames.iter().find_map(|renamed| match renamed {
        Renamed::Domain { name, from } if name == of => Some(from.as_str()),
        _ => None,
    })
}

/// What a sequence was called.
pub(super) fn sequence<'s>(schema: &'s Schema, of: &TableName) -> Option<&'s str> {
    schema.renames.iter().find_map(|renamed| match renamed {
        Renamed::Sequence { name, from } if name == of => Some(from.as_str()),
        _ => None,
    })
}

/// What a stored value was.
pub(super) fn value<'s>(schema: &'s Schema, of: &Enum, text: &str) -> Option<&'s str> {
    schema.renames.iter().find_map(|renamed| match renamed {
        Renamed::Value {
            of: id,
            value,
            from,
        } if value == text && is(schema.enumeration(*id), of) => Some(from.as_str()),
        _ => None,
    })
}

/// Whether two are one and the same.
fn is<T>(a: &T, b: &T) -> bool {
    std::ptr::eq(a, b)
}
