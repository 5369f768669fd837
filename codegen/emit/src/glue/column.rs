use ormolu_migrate::operation::Table;
use ormolu_schema::ir::{Column, Default, Dialect, Literal, SqlDefault};
use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use crate::error::EmitError;
use crate::names::{camel, ident};
use crate::scope::Scope;
use crate::sql;
use crate::types;
use crate::unit::{Field, Unit, constant};

/// What the runtime knows of a column.
pub(super) fn meta(
    unit: &Unit<'_>,
    field: Field<'_>,
    scope: &Scope,
) -> Result<TokenStream, EmitError> {
    let column = field.column;
    let name = &column.name;
    let kind = types::kind(unit.schema, column, &unit.base(field, scope)?, scope);
    let nullable = column.nullable.then(|| quote!(.nullable()));
    let fill = fill(unit, field)?.map(|fill| quote!(.fill(rt::Fill::#fill)));
    let on_update = match &column.on_update {
        Some(value) => {
            let fixed = statement(unit, field, value)?;
            Some(quote!(.on_update(&#fixed)))
        }
        None => None,
    };
    let sensitive = column.sensitive.then(|| quote!(.sensitive()));
    let ignores_case = column.ignores_case.then(|| quote!(.ignores_case()));
    let deferred = column.deferred.then(|| quote!(.deferred()));
    Ok(quote!(
        rt::ColumnMeta::new(#name, #kind) #nullable #fill #on_update #sensitive #ignores_case #deferred
    ))
}

/// Who fills it, if not the program.
fn fill(unit: &Unit<'_>, field: Field<'_>) -> Result<Option<TokenStream>, EmitError> {
    let column = field.column;
    Ok(Some(match &column.default {
        _ if column.generated.is_some() => quote!(Generated),
        _ if column.identity.is_some() => quote!(Identity),
        Some(Default::Statement(value)) => {
            let fixed = statement(unit, field, value)?;
            quote!(Statement(&#fixed))
        }
        _ if unit.starts_open(field) => quote!(Default),
        _ => return Ok(None),
    }))
}

/// An SQL value for the dialects of the schema; empty for others.
fn statement(
    unit: &Unit<'_>,
    field: Field<'_>,
    value: &SqlDefault,
) -> Result<TokenStream, EmitError> {
    let declared = |dialect: Dialect| unit.schema.dialects.iter().any(|d| d.family() == dialect);
    let render = |dialect| {
        let table = Table {
            schema: unit.schema,
            id: unit.id,
        };
        let sql = ormolu_migrate::render::value(table, field.id(), value, dialect);
        sql.map_err(|source| EmitError::Ddl { dialect, source })
    };
    let mut texts = std::collections::BTreeMap::new();
    for dialect in Dialect::FAMILIES {
        if declared(dialect) {
            texts.insert(dialect, render(dialect)?);
        }
    }
    Ok(sql::fixed(|dialect| {
        texts.get(&dialect).cloned().unwrap_or_default()
    }))
}

/// What the column of a new row holds before anything is given.
pub(super) fn blank(
    unit: &Unit<'_>,
    field: Field<'_>,
    scope: &Scope,
) -> Result<TokenStream, EmitError> {
    if unit.starts_open(field) {
        return Ok(quote!(rt::SqlType::placeholder()));
    }
    let value = value(unit, field, scope)?;
    Ok(match field.column.deferred {
        true => quote!(rt::Deferred::Read(#value)),
        false => value,
    })
}

fn value(unit: &Unit<'_>, field: Field<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let column = field.column;
    if let Some(Default::Rust(text)) = &column.default {
        let expression: syn::Expr = syn::parse_str(text).map_err(|e| EmitError::NotRust {
            place: unit.place(&column.field),
            text: text.clone(),
            expected: "an expression",
            reason: e.to_string(),
        })?;
        let expression = match column.id_of {
            Some(_) => {
                let id = unit.base(field, scope)?;
                quote!(<#id>::from(#expression))
            }
            None => quote!(#expression),
        };
        return Ok(quote!({
            #[allow(unused_imports)]
            use ::ormolu::{chrono, rust_decimal, serde_json, uuid};
            #[allow(unused_imports)]
            use rt::{DateTime, Decimal, Interval, NaiveDate, NaiveDateTime, NaiveTime, Utc, Uuid};
            #expression
        }));
    }
    let value = constant(column).map(|literal| written(unit, column, literal, scope));
    Ok(match value {
        Some(value) if column.nullable && *value.1 != Literal::Null => {
            let value = value.0;
            quote!(Some(#value))
        }
        Some(value) => value.0,
        None if column.nullable => quote!(None),
        None => quote!(rt::SqlType::placeholder()),
    })
}

/// A constant of the column's type.
fn written<'l>(
    unit: &Unit<'_>,
    column: &Column,
    literal: &'l Literal,
    scope: &Scope,
) -> (TokenStream, &'l Literal) {
    let float = matches!(
        column.ty.base,
        ormolu_schema::ir::Type::F32 | ormolu_schema::ir::Type::F64
    );
    let number = |text: &str| text.parse().unwrap_or_else(|_| quote!(0));
    let tokens = match literal {
        Literal::Null => quote!(None),
        Literal::Bool(value) => quote!(#value),
        Literal::Integer(value) if float => number(&format!("{value}.0")),
        Literal::Integer(value) => number(&value.to_string()),
        Literal::Number(text) if text.contains(['.', 'e', 'E']) => number(text),
        Literal::Number(text) => number(&format!("{text}.0")),
        Literal::Text(text) => match &column.ty.base {
            ormolu_schema::ir::Type::Enum(id) => {
                let enumeration = unit.schema.enumeration(*id);
                let ty = scope.enumeration(enumeration);
                let variant = enumeration.variants.iter().find(|v| v.value == *text);
                let variant = variant.map_or_else(|| camel(text), |v| ident(&v.name));
                quote!(#ty::#variant)
            }
            _ => {
                let text = Token::string(text);
                quote!(String::from(#text))
            }
        },
    };
    (tokens, literal)
}
