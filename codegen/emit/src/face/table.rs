use proc_macro2::TokenStream;
use quote::quote;

use super::{allow_names, doc};
use crate::error::EmitError;
use crate::names::ident;
use crate::scope::Scope;
use crate::unit::Unit;

/// The table handle: its columns and the paths along its relationships.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = ident(&unit.named("Table"));
    let docs = doc(&format!("Table `{}` in a query.", unit.model.table.name));
    let [mode, inner, alias_type, col, path, phantom] =
        ["Mode", "Inner", "Alias", "Col", "Path", "PhantomData"].map(|name| scope.rt(name));
    let alias = unit.hidden("alias");
    let fields = unit.fields().map(|field| {
        let (name, ty) = (field.ident(), unit.full(field, scope)?);
        let ty = if field.column.nullable {
            ty
        } else {
            quote!(M::Of<#ty>)
        };
        Ok(quote!(pub #name: #col<#ty>))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    // Without a column that is NULL in an outer join alone, nothing else would use `M`.
    let marker = unit.needs_mode_marker().then(|| {
        let marker = unit.hidden("mode");
        quote!(pub(super) #marker: #phantom<M>,)
    });
    let names: Vec<_> = unit.links().map(|link| link.name()).collect();
    let allow = allow_names(names.into_iter());
    let paths = unit.links().map(|link| {
        let name = link.ident();
        quote! {
            pub fn #name(self) -> #path<#name> {
                #path::new(self.#alias)
            }
        }
    });
    let paths = unit
        .links()
        .next()
        .is_some()
        .then(|| quote!(#allow impl<M: #mode> #name<M> { #(#paths)* }));
    Ok(quote! {
        #docs
        pub struct #name<M: #mode = #inner> {
            pub(super) #alias: #alias_type,
            #marker
            #(#fields),*
        }
        #paths
    })
}
