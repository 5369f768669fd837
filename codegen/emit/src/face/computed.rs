//! Computed properties: each a method of the row and one of the table handle.

pub(crate) mod query;
mod row;

use ormolu_schema::ir::formula::{FormulaType, Term};
use ormolu_schema::ir::{Argument, Computed, Formula, Model, Type};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{allow_names, doc};
use crate::names::ident;
use crate::scope::Scope;
use crate::unit::Unit;

/// Both sides of every computed property.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let properties = &unit.model.computed;
    if properties.is_empty() {
        return None;
    }
    let (name, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let rows = properties
        .iter()
        .map(|property| in_rust(unit, property, scope));
    let queries = properties
        .iter()
        .map(|property| in_sql(unit, property, scope));
    let mode = scope.rt("Mode");
    let allow = allow_names(properties.iter().map(|property| property.name.as_str()));
    Some(quote! {
        #allow
        impl #name {
            #(#rows)*
        }
        #allow
        impl<M: #mode> #table<M> {
            #(#queries)*
        }
    })
}

fn in_rust(unit: &Unit<'_>, property: &Computed, scope: &Scope) -> TokenStream {
    let (name, docs) = (ident(&property.name), docs(property));
    let ty = ty(&property.formula, scope);
    let arguments = parameters(property, scope);
    let value = row::value(unit, scope, property);
    quote! {
        #docs
        pub fn #name(&self #(, #arguments)*) -> #ty {
            #value
        }
    }
}

fn in_sql(unit: &Unit<'_>, property: &Computed, scope: &Scope) -> TokenStream {
    let (name, docs) = (ident(&property.name), docs(property));
    let calculated = scope.rt("Calculated");
    let base = base(&property.formula, scope);
    let ty = match property.formula.nullable {
        true => {
            let option = scope.std("Option");
            quote!(#option<#base>)
        }
        false => quote!(M::Of<#base>),
    };
    let calculate = scope.rt("calculate");
    let arguments = parameters(property, scope);
    let (handle, value) = query::property(unit.model, scope, property);
    quote! {
        #docs
        pub fn #name(self #(, #arguments)*) -> #calculated<#ty, M> {
            #calculate(self, |#handle| #value)
        }
    }
}

/// Whether a comparison is one of whole numbers of one size, so that they are compared as they
/// are stored: by an index, where there is one. The left side is a column.
fn is_narrow(model: &Model, arguments: &[Argument], sides: &(Formula, Formula)) -> bool {
    let Term::Column(left) = sides.0.term else {
        return false;
    };
    let left = &model.column(left).ty.base;
    if sides.0.ty != FormulaType::Integer {
        return false;
    }
    match sides.1.term {
        Term::Column(right) => model.column(right).ty.base == *left,
        Term::Argument(right) => arguments[right].ty.ty.base == *left,
        Term::Integer(value) => {
            let range = left.range();
            range.is_some_and(|(low, high)| (low..=high).contains(&value.into()))
        }
        _ => false,
    }
}

/// What is given at each use; the same in Rust and in a query.
fn parameters(property: &Computed, scope: &Scope) -> Vec<TokenStream> {
    let parameter = |argument: &Argument| {
        let name = ident(&argument.name);
        let std = |name| scope.std(name);
        let ty = match argument.ty.ty.base {
            Type::Bool => std("bool"),
            Type::TinyInt => std("i8"),
            Type::SmallInt => std("i16"),
            Type::Int => std("i32"),
            Type::U8 => std("u8"),
            Type::U16 => std("u16"),
            Type::U32 => std("u32"),
            Type::Numeric(_) => scope.rt("Decimal"),
            Type::String(_) | Type::Text => {
                let text = std("str");
                quote!(&#text)
            }
            _ => std("i64"),
        };
        quote!(#name: #ty)
    };
    property.arguments.iter().map(parameter).collect()
}

/// What is given, as it is.
fn argument(argument: &Argument) -> TokenStream {
    ident(&argument.name).into_token_stream()
}

/// A whole number that is given, as all of them are computed with.
fn whole(given: &Argument, scope: &Scope) -> TokenStream {
    let name = argument(given);
    if given.ty.ty.base == Type::BigInt {
        return name;
    }
    let int = scope.std("i64");
    quote!(#int::from(#name))
}

fn docs(property: &Computed) -> TokenStream {
    let formula = format!("`{}`", property.text.replace('`', "'"));
    match &property.comment {
        Some(comment) => doc(&format!("{comment}\n\n{formula}")),
        None => doc(&formula),
    }
}

/// The type of a value, `Option` where it can be NULL.
fn ty(formula: &Formula, scope: &Scope) -> TokenStream {
    let base = base(formula, scope);
    match formula.nullable {
        true => {
            let option = scope.std("Option");
            quote!(#option<#base>)
        }
        false => base,
    }
}

fn base(formula: &Formula, scope: &Scope) -> TokenStream {
    match formula.ty {
        FormulaType::Bool | FormulaType::Opaque => scope.std("bool"),
        FormulaType::Integer => scope.std("i64"),
        FormulaType::Decimal => scope.rt("Decimal"),
        FormulaType::Text => scope.std("String"),
    }
}
