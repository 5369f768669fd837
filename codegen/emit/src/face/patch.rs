use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::error::EmitError;
use crate::names::{ident, one};
use crate::scope::Scope;
use crate::unit::Unit;

/// The patch: each column unset, or set.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = ident(&unit.named("Patch"));
    let docs = doc(&format!(
        "Changes to {}: what is not set stays.",
        one(&unit.model.name)
    ));
    let patch = scope.rt("Patch");
    let fields = unit.patched().into_iter().map(|field| {
        let (name, ty) = (field.ident(), unit.full(field, scope)?);
        Ok(quote!(pub #name: #patch<#ty>))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    let debug = (!unit.has_sensitive()).then(|| quote!(Debug,));
    Ok(quote! {
        #docs
        #[derive(Clone, #debug Default, PartialEq)]
        pub struct #name {
            #(#fields),*
        }
    })
}
