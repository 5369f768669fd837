use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{column, model};
use crate::error::EmitError;
use crate::names::ident;
use crate::scope::Scope;
use crate::unit::Unit;

/// The row that `new` starts from, and `Insertable` for the complete builder alone.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (name, builder) = (ident(&unit.model.name), ident(&unit.builder()));
    let values = unit.fields().map(|field| {
        let (name, value) = (field.ident(), column::blank(unit, field, scope)?);
        Ok(quote!(#name: #value))
    });
    let values = values.collect::<Result<Vec<_>, EmitError>>()?;
    let open: Vec<_> = unit
        .fields()
        .filter(|field| unit.starts_open(*field))
        .collect();
    let unset = open.iter().map(|field| {
        let at = model::place(*field);
        quote!(new.unset(#at);)
    });
    let new = quote!(rt::New::new(face::#name { #(#values,)* }));
    let body = if open.is_empty() {
        new
    } else {
        quote!(let mut new = #new; #(#unset)* new)
    };
    let required = unit.parents().iter().filter(|p| p.required).count();
    let given = vec![quote!(rt::Given); required + unit.required_choices().len()];
    let key = key_setter(unit, &given, scope)?;
    let given = (!given.is_empty()).then(|| quote!(<#(#given),*>));
    Ok(quote! {
        /// A row with its defaults.
        pub(in super::super) fn blank() -> rt::New<face::#name> {
            #body
        }
        #key
        impl rt::Insertable for face::#builder #given {
            type Model = face::#name;
            fn into_new(self) -> rt::New<face::#name> {
                self.0
            }
        }
    })
}

/// The setter of a key that the database counts up, in any state of the builder.
fn key_setter(
    unit: &Unit<'_>,
    given: &[TokenStream],
    scope: &Scope,
) -> Result<Option<TokenStream>, EmitError> {
    let settable = unit.settable();
    let Some(field) = settable.into_iter().find(|f| f.column.identity.is_some()) else {
        return Ok(None);
    };
    let builder = ident(&unit.builder());
    let setter = crate::face::setter(unit, field, scope)?;
    let states: Vec<_> = (0..given.len())
        .map(|at| format_ident!("State{at}"))
        .collect();
    let states = (!states.is_empty()).then(|| quote!(<#(#states),*>));
    Ok(Some(quote! {
        impl #states face::#builder #states {
            #setter
        }
    }))
}
