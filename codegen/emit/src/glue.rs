//! The glue of a model: trait implementations that follow from its face.

mod builder;
mod choice;
mod column;
mod filter;
mod foreign_key;
mod functions;
mod history;
mod lineage;
mod meta;
mod model;
mod patch;
mod projection;
mod relationship;
mod rules;
mod table;
mod unique_key;
mod values;
mod version;
mod view;

use proc_macro2::TokenStream;
use quote::quote;

use crate::error::EmitError;
use crate::names::ident;
use crate::space::parts;
use crate::unit::Unit;

/// The glue file of a model. It spells every path out, so that no name of the schema can hide
/// one of the runtime.
pub(crate) fn tokens(unit: &Unit<'_>) -> Result<TokenStream, EmitError> {
    let scope = unit.glue_scope();
    let mut body = functions::tokens(unit, &scope)?;
    body.extend(meta::tokens(unit, &scope)?);
    body.extend(rules::tokens(unit, &scope)?);
    body.extend(model::tokens(unit, &scope)?);
    body.extend(model::redacted_debug(
        unit,
        &unit.model.name,
        &quote!(self),
        unit.fields(),
    ));
    if unit.is_writable() {
        body.extend(builder::tokens(unit, &scope)?);
        body.extend(patch::tokens(unit));
        body.extend(unique_key::tokens(unit, &scope)?);
    }
    body.extend(projection::tokens(unit));
    body.extend(filter::tokens(unit));
    body.extend(table::tokens(unit));
    body.extend(view::tokens(unit, &scope)?);
    body.extend(relationship::tokens(unit, &scope)?);
    body.extend(choice::tokens(unit));
    body.extend(lineage::tokens(unit, &scope));
    let module = ident(parts(&unit.model.module).1);
    let models = scope.imports();
    Ok(quote! {
        use ::ormolu::generated as rt;
        #models
        use super::super::#module as face;
        #body
    })
}
