//! The Rust side of column types.

use ormolu_schema::ir::{Column, ColumnType, Dialect, Schema, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::error::EmitError;
use crate::scope::Scope;

/// How a value is handed out by reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Borrow {
    /// By value.
    Copy,
    /// `&str`
    Str,
    /// `&[u8]`
    Bytes,
    /// `&T`
    Ref,
}

/// The type of a column that is not NULL.
pub(crate) fn base(
    schema: &Schema,
    column: &Column,
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    if let Some(model) = column.id_of {
        return Ok(scope.id(schema.model(model)));
    }
    named(
        schema,
        &column.ty,
        column.rust_type.as_deref(),
        scope,
        place,
    )
}

/// A type by the user's own name for it, if there is one.
pub(crate) fn named(
    schema: &Schema,
    ty: &ColumnType,
    rust_type: Option<&str>,
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    match rust_type {
        Some(text) => {
            let ty: syn::Type = syn::parse_str(text).map_err(|e| EmitError::NotRust {
                place: place.to_owned(),
                text: text.to_owned(),
                expected: "a type",
                reason: e.to_string(),
            })?;
            Ok(quote!(#ty))
        }
        None => Ok(portable(schema, &ty.base, scope)),
    }
}

/// The type of a column, `Option` where it can be NULL.
pub(crate) fn full(
    schema: &Schema,
    column: &Column,
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    let base = base(schema, column, scope, place)?;
    let option = scope.std("Option");
    Ok(if column.nullable {
        quote!(#option<#base>)
    } else {
        base
    })
}

pub(crate) fn portable(schema: &Schema, ty: &Type, scope: &Scope) -> TokenStream {
    match ty {
        Type::Enum(id) => scope.enumeration(schema.enumeration(*id)),
        Type::Array(element) => {
            let (vec, element) = (scope.std("Vec"), portable(schema, element, scope));
            quote!(#vec<#element>)
        }
        Type::Bytes(_) | Type::Binary(_) => {
            let (vec, byte) = (scope.std("Vec"), scope.std("u8"));
            quote!(#vec<#byte>)
        }
        Type::TimestampTz => {
            let (moment, utc) = (scope.rt("DateTime"), scope.rt("Utc"));
            quote!(#moment<#utc>)
        }
        _ => match name(ty) {
            Name::Std(name) => scope.std(name),
            Name::Runtime(name) => scope.rt(name),
        },
    }
}

/// The type of a column's field in a row: one that may be left out where it is deferred.
pub(crate) fn field(
    schema: &Schema,
    column: &Column,
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    let full = full(schema, column, scope, place)?;
    Ok(match column.deferred {
        true => {
            let deferred = scope.rt("Deferred");
            quote!(#deferred<#full>)
        }
        false => full,
    })
}

enum Name {
    Std(&'static str),
    Runtime(&'static str),
}

fn name(ty: &Type) -> Name {
    Name::Std(match ty {
        Type::Bool => "bool",
        Type::TinyInt => "i8",
        Type::SmallInt => "i16",
        Type::Int => "i32",
        Type::BigInt => "i64",
        Type::U8 => "u8",
        Type::U16 => "u16",
        Type::U32 => "u32",
        Type::U64 => "u64",
        Type::F32 => "f32",
        Type::F64 => "f64",
        Type::Numeric(_) => return Name::Runtime("Decimal"),
        Type::Date => return Name::Runtime("NaiveDate"),
        Type::Time => return Name::Runtime("NaiveTime"),
        Type::Timestamp => return Name::Runtime("NaiveDateTime"),
        Type::TimestampTz => return Name::Runtime("DateTime"),
        Type::Interval => return Name::Runtime("Interval"),
        Type::Uuid => return Name::Runtime("Uuid"),
        Type::Json => return Name::Runtime("Json"),
        Type::String(_) | Type::Char(_) | Type::Text | Type::Native { .. } => "String",
        Type::Bytes(_) | Type::Binary(_) | Type::Enum(_) | Type::Array(_) => "Vec",
    })
}

/// How the column is stored, as an expression of the glue.
pub(crate) fn kind(
    schema: &Schema,
    column: &Column,
    base: &TokenStream,
    scope: &Scope,
) -> TokenStream {
    match (&column.rust_type, native_type(column)) {
        (Some(_), _) => quote!(<#base as rt::Scalar>::KIND),
        (None, Some(_)) => named_kind(column),
        (None, None) => portable_kind(schema, &column.ty.base, scope),
    }
}

fn portable_kind(schema: &Schema, ty: &Type, scope: &Scope) -> TokenStream {
    let name = match ty {
        Type::Enum(_) => {
            let scalar = portable(schema, ty, scope);
            return quote!(<#scalar as rt::Scalar>::KIND);
        }
        Type::Array(element) => {
            let element = portable_kind(schema, element, scope);
            return quote!(rt::Kind::Array(&#element));
        }
        Type::Bool => "Bool",
        Type::TinyInt | Type::SmallInt | Type::U8 => "I16",
        Type::Int | Type::U16 => "I32",
        Type::BigInt | Type::U32 => "I64",
        Type::U64 => "U64",
        Type::F32 => "F32",
        Type::F64 => "F64",
        Type::Numeric(_) => "Decimal",
        Type::String(_) | Type::Char(_) | Type::Text | Type::Native { .. } => "Text",
        Type::Bytes(_) | Type::Binary(_) => "Bytes",
        Type::Date => "Date",
        Type::Time => "Time",
        Type::Timestamp => "DateTime",
        Type::TimestampTz => "DateTimeTz",
        Type::Interval => "Interval",
        Type::Uuid => "Uuid",
        Type::Json => "Json",
    };
    let name = format_ident!("{name}");
    quote!(rt::Kind::#name)
}

/// The name of a type of PostgreSQL's own; its values travel as text of that type.
pub(crate) fn native_type(column: &Column) -> Option<&str> {
    if column.rust_type.is_some() || column.id_of.is_some() {
        return None;
    }
    let sql = match &column.ty.base {
        Type::Native {
            dialect: Dialect::Postgres,
            sql,
        } => sql,
        Type::String(_) | Type::Char(_) | Type::Text => column
            .ty
            .native
            .get(&Dialect::Postgres)
            .filter(|sql| !is_text(sql))?,
        _ => return None,
    };
    Some(sql.split('(').next().unwrap_or(sql).trim())
}

/// Whether PostgreSQL's type is text by another name.
fn is_text(sql: &str) -> bool {
    const NAMES: [&str; 7] = [
        "text",
        "varchar",
        "char",
        "character",
        "character varying",
        "bpchar",
        "name",
    ];
    let name = sql.split('(').next().unwrap_or(sql).trim();
    NAMES.contains(&name.to_ascii_lowercase().as_str())
}

/// The kind of a column with a [`native_type`].
pub(crate) fn named_kind(column: &Column) -> TokenStream {
    let name = native_type(column).unwrap_or_default();
    quote!(rt::Kind::Named(&rt::NamedType { namespace: None, name: #name }))
}

/// How clients may compare the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    /// Not at all: whether it is NULL.
    Null,
    /// Equal or not.
    Eq,
    /// By order.
    Range,
    /// By order and by its parts.
    Text,
}

impl Comparison {
    /// The runtime's type of conditions.
    pub(crate) fn filter(self) -> &'static str {
        match self {
            Comparison::Null => "NullFilter",
            Comparison::Eq => "EqFilter",
            Comparison::Range => "RangeFilter",
            Comparison::Text => "TextFilter",
        }
    }

    /// Whether all engines sort the values alike.
    pub(crate) fn is_sorted(self) -> bool {
        matches!(self, Comparison::Range | Comparison::Text)
    }
}

/// How clients may compare the values of a column.
pub(crate) fn comparison(column: &Column) -> Comparison {
    match column.ty.base {
        _ if column.rust_type.is_some() || is_text_id(column) => Comparison::Eq,
        Type::Json | Type::Array(_) | Type::Bytes(_) | Type::Binary(_) => Comparison::Null,
        Type::Bool | Type::Enum(_) | Type::Native { .. } => Comparison::Eq,
        Type::String(_) | Type::Char(_) | Type::Text => Comparison::Text,
        _ => Comparison::Range,
    }
}

/// How the column is handed out.
pub(crate) fn borrow(schema: &Schema, column: &Column) -> Borrow {
    if column.rust_type.is_some() || is_text_id(column) {
        return Borrow::Ref;
    }
    match column.ty.base {
        Type::String(_) | Type::Char(_) | Type::Text | Type::Native { .. } => Borrow::Str,
        Type::Bytes(_) | Type::Binary(_) => Borrow::Bytes,
        Type::Json | Type::Array(_) => Borrow::Ref,
        Type::Enum(id) if schema.enumeration(id).open => Borrow::Ref,
        _ => Borrow::Copy,
    }
}

/// Whether it holds ids that are text, and so are not `Copy`.
fn is_text_id(column: &Column) -> bool {
    let text = matches!(column.ty.base, Type::String(_) | Type::Char(_) | Type::Text);
    column.id_of.is_some() && text
}

/// A copy of the place `value` of the column's type.
pub(crate) fn copy(schema: &Schema, column: &Column, value: TokenStream) -> TokenStream {
    if column.rust_type.is_some() {
        return quote!(Clone::clone(&#value)); // it may be `Copy`
    }
    match borrow(schema, column) {
        Borrow::Copy => value,
        _ => quote!(#value.clone()),
    }
}

/// Whether values have `Eq` and `Hash`.
pub(crate) fn is_eq(column: &Column) -> bool {
    fn is_eq(ty: &Type) -> bool {
        match ty {
            Type::F32 | Type::F64 | Type::Json => false,
            Type::Array(element) => is_eq(element),
            _ => true,
        }
    }
    column.rust_type.is_none() && is_eq(&column.ty.base)
}

/// The type's name, if its values cannot stand in a key.
pub(crate) fn not_a_key(column: &Column) -> Option<&'static str> {
    match column.ty.base {
        _ if column.rust_type.is_some() => None,
        Type::F32 | Type::F64 => Some("float"),
        Type::Json => Some("JSON"),
        Type::Array(_) => Some("array"),
        _ => None,
    }
}
