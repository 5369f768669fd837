use proc_macro2::TokenStream;
use quote::quote;

use super::functions;
use crate::error::EmitError;
use crate::names::{ident, one, words};
use crate::scope::Scope;
use crate::unit::Unit;

/// The queries for rows as they were, and for the versions of one; nothing for a model without
/// history.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    if !unit.keeps_past() {
        return Ok(TokenStream::new());
    }
    let (model, name) = (&unit.model.name, ident(&unit.model.name));
    let table = ident(&unit.named("Table"));
    let as_of_doc = format!(" The {} rows as they were at a moment.", words(model));
    let versions = versions(unit, scope)?;
    Ok(quote! {
        impl face::#name {
            #[doc = #as_of_doc]
            pub fn as_of(
                moment: rt::DateTime<rt::Utc>
            ) -> rt::Select<face::#table, rt::Loaded<face::#name, face::Rels>> {
                face::#name::select().as_of(moment)
            }
            #versions
        }
    })
}

/// The query for the versions of a row, if they are those of one table.
fn versions(unit: &Unit<'_>, scope: &Scope) -> Result<Option<TokenStream>, EmitError> {
    let Some(history) = unit.model.rules.history else {
        return Ok(None);
    };
    let name = ident(&unit.model.name);
    let versions = scope.model(unit.schema.model(history), &unit.model.module);
    let (parameters, key) = functions::key(unit, scope)?;
    let of_doc = format!(
        " The versions of {}, the one that holds now among them.",
        match unit.above() {
            None => one(&unit.model.name),
            Some(_) => {
                let table = &unit.model.table.name;
                format!("what {} has in `{table}`", one(&unit.model.name))
            }
        }
    );
    Ok(Some(quote! {
        #[doc = #of_doc]
        pub fn history_of(#(#parameters),*) -> rt::Trail<#versions> {
            rt::history_of::<face::#name, #versions>(#key)
        }
    }))
}
