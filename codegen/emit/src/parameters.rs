//! What scopes and columns ask the program for.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use ormolu_schema::ir::Schema;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::error::EmitError;
use crate::scope::Scope;
use crate::types;
use crate::unit::Units;

/// `parameters.rs`
pub(crate) fn tokens(units: &Units<'_>, schema: &Schema) -> Result<TokenStream, EmitError> {
    let scope = Scope::face("", BTreeSet::new(), BTreeSet::new(), units.enums_module());
    let constant = |parameter: &ormolu_schema::ir::Parameter| {
        let name = &parameter.name;
        let constant = format_ident!("{}", name.to_shouty_snake_case());
        let docs = format!(" `:{name}` of the schema, for `db.with(..)`.");
        let column = schema.model(parameter.like.0).column(parameter.like.1);
        let ty = types::base(schema, column, &scope, &format!("parameter {name}"))?;
        let parameter = scope.rt("Parameter");
        Ok(quote!(#[doc = #docs] pub const #constant: #parameter<#ty> = #parameter::new(#name);))
    };
    let constants: Vec<_> = schema
        .parameters
        .iter()
        .map(constant)
        .collect::<Result<_, EmitError>>()?;
    let imports = scope.imports();
    Ok(quote! {
        use ::ormolu::generated::*;
        #imports
        #(#constants)*
    })
}
