//! The functions that the schema declares.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use ormolu_schema::ir::{Argument, Dialect, Function, FunctionName, Returns, Schema, ValueType};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::error::EmitError;
use crate::face::doc;
use crate::names::{fresh, ident};
use crate::scope::Scope;
use crate::types;
use crate::unit::Units;

/// More arguments than the runtime has tuples for.
const MOST: usize = 12;

/// `functions.rs`
pub(crate) fn tokens(units: &Units<'_>, schema: &Schema) -> Result<TokenStream, EmitError> {
    let generics = schema
        .functions
        .iter()
        .flat_map(generics)
        .map(|generic| generic.to_string())
        .collect();
    let scope = Scope::face("", BTreeSet::new(), generics, units.enums_module());
    let functions: Vec<_> = schema
        .functions
        .iter()
        .map(|declared| function(schema, declared, &scope))
        .collect::<Result<_, _>>()?;
    let imports = scope.imports();
    Ok(quote! {
        use ::ormolu::generated::*;
        #imports
        #(#functions)*
    })
}

fn function(schema: &Schema, function: &Function, scope: &Scope) -> Result<TokenStream, EmitError> {
    if function.arguments.len() > MOST {
        return Err(EmitError::WideFunction {
            place: format!("function {}", function.name),
            arguments: function.arguments.len(),
        });
    }
    let name = ident(&function.name);
    let docs = doc(function.comment.as_deref().unwrap_or_default());
    let said = doc(&format!("`{}` in SQL.", spelled(function)));
    let gap = function.comment.is_some().then(|| quote!(#[doc = ""]));
    let generics = generics(function);
    let arguments: Vec<_> = function.arguments.iter().map(|a| ident(&a.name)).collect();
    let bounds = function.arguments.iter().map(|argument| {
        let place = format!("function {}, argument {}", function.name, argument.name);
        let base = base(schema, &argument.ty, scope, &place)?;
        let nullable = function.strict || argument.ty.nullable;
        let kind = scope.rt(if nullable { "Nullable" } else { "NotNull" });
        Ok(quote!(#kind<#base>))
    });
    let bounds: Vec<_> = bounds.collect::<Result<_, EmitError>>()?;
    let (tuple, given) = (quote!((#(#generics,)*)), quote!((#(#arguments,)*)));
    let inputs = scope.rt("Inputs");
    let place = format!("function {}, returns", function.name);
    let (output, call, together) = match &function.returns {
        Returns::Value(value) => {
            let returns = nullable(schema, value, scope, &place)?;
            let (output, call) = value_call(function, &returns, &tuple, scope);
            let together = (generics.len() > 1).then(|| quote!(#tuple: #inputs));
            let call = quote!(::ormolu::expr::#call(&FUNCTION, #given));
            (output, call, together)
        }
        Returns::Rows(columns) => {
            let row = row(schema, columns, scope, &place)?;
            let names = columns.iter().map(|column| &column.name);
            let together = quote!(#tuple: #inputs<Rows = ::ormolu::expr::Node>);
            let call = quote!(::ormolu::query::call_rows(&FUNCTION, &[#(#names),*], #given));
            (
                quote!(::ormolu::query::RawSource<#row>),
                call,
                Some(together),
            )
        }
    };
    let meta = meta(function, scope);
    let parameters = arguments.iter().zip(&generics).map(|(a, g)| quote!(#a: #g));
    let (list, bounds) = match generics.is_empty() {
        true => (None, None),
        false => (
            Some(quote!(<#(#generics),*>)),
            Some(quote!(where #(#generics: #bounds,)* #together)),
        ),
    };
    Ok(quote! {
        #docs
        #gap
        #said
        pub fn #name #list (#(#parameters),*) -> #output #bounds {
            #meta
            #call
        }
    })
}

/// What a function gives that gives a value, and what of the runtime makes it.
fn value_call(
    function: &Function,
    returns: &TokenStream,
    tuple: &TokenStream,
    scope: &Scope,
) -> (TokenStream, TokenStream) {
    match (function.aggregate, function.strict) {
        (true, _) => {
            let expr = scope.rt("Expr");
            (quote!(#expr<#returns>), quote!(call_aggregate))
        }
        (false, true) => {
            let strict = scope.rt("Strict");
            (
                quote!(#strict<#returns, #tuple>),
                quote!(call_strict::<#returns, _>),
            )
        }
        (false, false) => {
            let called = scope.rt("Called");
            (quote!(#called<#returns, #tuple>), quote!(call))
        }
    }
}

/// The type of a row; of a single column, that of its value.
fn row(
    schema: &Schema,
    columns: &[Argument],
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    let cells = columns.iter();
    let cells = cells.map(|column| nullable(schema, &column.ty, scope, place));
    let cells: Vec<_> = cells.collect::<Result<_, EmitError>>()?;
    Ok(match &cells[..] {
        [cell] => cell.clone(),
        cells => quote!((#(#cells,)*)),
    })
}

/// A type, in an `Option` where it may be NULL.
fn nullable(
    schema: &Schema,
    value: &ValueType,
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    let base = base(schema, value, scope, place)?;
    if !value.nullable {
        return Ok(base);
    }
    let option = scope.std("Option");
    Ok(quote!(#option<#base>))
}

fn base(
    schema: &Schema,
    value: &ValueType,
    scope: &Scope,
    place: &str,
) -> Result<TokenStream, EmitError> {
    types::named(schema, &value.ty, value.rust_type.as_deref(), scope, place)
}

/// A type parameter for each argument, named after it.
fn generics(function: &Function) -> Vec<Ident> {
    let mut taken: Vec<String> = vec![];
    for argument in &function.arguments {
        let name = fresh(&argument.name.to_upper_camel_case(), |name| {
            taken.iter().any(|other| other == name)
        });
        taken.push(name);
    }
    taken.iter().map(|name| ident(name)).collect()
}

/// The function's names in SQL, as a constant.
fn meta(function: &Function, scope: &Scope) -> TokenStream {
    let ty = scope.rt("FunctionMeta");
    let called = format!("{}()", function.name);
    let aggregate = function.aggregate.then(|| quote!(.aggregate()));
    let names = Dialect::FAMILIES
        .into_iter()
        .filter_map(|dialect| Some((dialect, function.sql.get(dialect)?)))
        .map(|(dialect, FunctionName { namespace, name })| {
            let method = format_ident!("{}", dialect.name());
            let namespace = match namespace {
                Some(namespace) => quote!(Some(#namespace)),
                None => quote!(None),
            };
            quote!(.#method(#namespace, #name))
        });
    quote! {
        const FUNCTION: #ty = #ty::new(#called) #aggregate #(#names)*;
    }
}

/// The call as SQL has it, by the first of its names.
fn spelled(function: &Function) -> String {
    let name = Dialect::ALL
        .into_iter()
        .find_map(|dialect| function.sql.get(dialect));
    let name = name.map_or_else(String::new, |name| match &name.namespace {
        Some(namespace) => format!("{namespace}.{}", name.name),
        None => name.name.clone(),
    });
    let arguments: Vec<_> = function.arguments.iter().map(|a| a.name.as_str()).collect();
    format!("{name}({})", arguments.join(", "))
}
