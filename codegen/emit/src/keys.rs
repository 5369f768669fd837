//! The values that join two tables, as Rust expressions.

use ormolu_schema::ir::{Column, ColumnId, Model, RelationshipKind, Schema, Type};
use proc_macro2::TokenStream;
use quote::quote;

use crate::error::EmitError;
use crate::names::ident;
use crate::scope::Scope;
use crate::types;
use crate::unit::{Link, Unit};

/// One side of a relationship.
pub(crate) struct Side {
    /// The type of its joining values.
    pub(crate) ty: TokenStream,
    /// `Option` of them, from a row called `row`.
    pub(crate) value: TokenStream,
    /// Whether they are the primary key as it is.
    pub(crate) primary: bool,
}

/// Both sides of a relationship: the model's own, then the target's.
pub(crate) fn sides(
    unit: &Unit<'_>,
    link: &Link<'_>,
    scope: &Scope,
) -> Result<(Side, Side), EmitError> {
    let (own, target) = columns(unit, link);
    let place = unit.place(&link.relationship.name);
    if own.len() > 6 || target.len() > 6 {
        return Err(EmitError::WideKey {
            place,
            columns: own.len().max(target.len()),
        });
    }
    let own_columns: Vec<_> = own.iter().map(|c| unit.model.column(*c)).collect();
    let target_columns: Vec<_> = target.iter().map(|c| link.target.column(*c)).collect();
    for column in own_columns.iter().chain(&target_columns) {
        if let Some(ty) = types::not_a_key(column) {
            return Err(EmitError::KeyType {
                place: format!("{place}, {}", column.field),
                ty,
            });
        }
    }
    let many_to_many = matches!(link.relationship.kind, RelationshipKind::ManyToMany { .. });
    let widths: Vec<_> = if many_to_many {
        vec![None; own.len().max(target.len())]
    } else {
        let pairs = own_columns.iter().zip(&target_columns);
        pairs
            .map(|(a, b)| common(unit.schema, a, b, scope, &place))
            .collect::<Result<_, _>>()?
    };
    let mut near = side(unit.schema, &own_columns, &widths, scope, &place)?;
    let mut far = side(unit.schema, &target_columns, &widths, scope, &place)?;
    near.primary &= own == unit.model.key();
    far.primary &= target == link.target.key();
    Ok((near, far))
}

/// The joining columns: the model's own, then the target's.
pub(crate) fn columns<'a>(unit: &Unit<'a>, link: &Link<'a>) -> (Vec<ColumnId>, Vec<ColumnId>) {
    match link.relationship.kind {
        RelationshipKind::BelongsTo { foreign_key } => {
            let key = unit.model.foreign_key(foreign_key);
            (key.columns.clone(), key.target_columns.clone())
        }
        RelationshipKind::HasOne { foreign_key } | RelationshipKind::HasMany { foreign_key } => {
            let key = link.target.foreign_key(foreign_key);
            (key.target_columns.clone(), key.columns.clone())
        }
        RelationshipKind::ManyToMany {
            through,
            parent_key,
            child_key,
        } => {
            let through = unit.schema.model(through);
            let target = |id| through.foreign_key(id).target_columns.clone();
            (target(parent_key), target(child_key))
        }
        RelationshipKind::ByValue { .. } => link.relationship.on.iter().copied().unzip(),
    }
}

/// The type of the key and its value of `self`.
pub(crate) fn primary(
    model: &Model,
    schema: &Schema,
    scope: &Scope,
) -> Result<(TokenStream, TokenStream), EmitError> {
    let mut types = vec![];
    let mut values = vec![];
    for id in model.key() {
        let column = model.column(*id);
        let field = ident(&column.field);
        types.push(types::base(schema, column, scope, &model.name)?);
        values.push(types::copy(schema, column, quote!(self.#field)));
    }
    Ok((tuple(&types), tuple(&values)))
}

/// One thing alone, or a tuple.
pub(crate) fn tuple(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [one] => one.clone(),
        _ => quote!((#(#parts),*)),
    }
}

fn side(
    schema: &Schema,
    columns: &[&Column],
    widths: &[Option<Type>],
    scope: &Scope,
    place: &str,
) -> Result<Side, EmitError> {
    let mut types = vec![];
    let mut values = vec![];
    let mut primary = !columns.is_empty();
    for (column, width) in columns.iter().zip(widths) {
        let field = ident(&column.field);
        let wide = width.as_ref().filter(|wide| **wide != column.ty.base);
        primary &= wide.is_none() && !column.nullable;
        let alone = columns.len() == 1;
        let (ty, value) = match wide {
            None => {
                let value = types::copy(schema, column, quote!(row.#field));
                let value = match (column.nullable, alone) {
                    (true, true) => value,
                    (true, false) => quote!(#value?),
                    (false, true) => quote!(Some(#value)),
                    (false, false) => value,
                };
                (types::base(schema, column, scope, place)?, value)
            }
            Some(wide) => {
                let wide = Column {
                    ty: wide.clone().into(),
                    ..(*column).clone()
                };
                let ty = types::base(schema, &wide, scope, place)?;
                let value = match (column.nullable, alone) {
                    (true, true) => quote!(row.#field.map(#ty::from)),
                    (true, false) => quote!(#ty::from(row.#field?)),
                    (false, true) => quote!(Some(#ty::from(row.#field))),
                    (false, false) => quote!(#ty::from(row.#field)),
                };
                (ty, value)
            }
        };
        types.push(ty);
        values.push(value);
    }
    let value = tuple(&values);
    let value = if values.len() == 1 {
        value
    } else {
        quote!(Some(#value))
    };
    Ok(Side {
        ty: tuple(&types),
        value,
        primary,
    })
}

/// The type in which two columns compare, if it is not their own.
fn common(
    schema: &Schema,
    own: &Column,
    target: &Column,
    scope: &Scope,
    place: &str,
) -> Result<Option<Type>, EmitError> {
    let (a, b) = (
        types::base(schema, own, scope, place)?.to_string(),
        types::base(schema, target, scope, place)?.to_string(),
    );
    if a == b {
        return Ok(None);
    }
    let plain = |column: &Column| column.rust_type.is_none() && column.id_of.is_none();
    match (integer(&own.ty.base), integer(&target.ty.base)) {
        (Some(a), Some(b)) if plain(own) && plain(target) => {
            let widest = [Type::SmallInt, Type::Int, Type::BigInt];
            Ok(Some(widest[usize::from(a.max(b))].clone()))
        }
        _ => Err(EmitError::JoinTypes {
            place: place.to_owned(),
            from: a,
            to: b,
        }),
    }
}

/// Which of the signed types of 16, 32 and 64 bits holds the integer.
fn integer(ty: &Type) -> Option<u8> {
    match ty {
        Type::TinyInt | Type::SmallInt | Type::U8 => Some(0),
        Type::Int | Type::U16 => Some(1),
        Type::BigInt | Type::U32 => Some(2),
        _ => None,
    }
}
