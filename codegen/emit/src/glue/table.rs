use proc_macro2::TokenStream;
use quote::quote;

use crate::face::{allow_names, doc};
use crate::names::ident;
use crate::unit::Unit;

/// The table handle's paths along relationships, and its traits.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    let (name, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let alias = unit.hidden("alias");
    let names: Vec<_> = unit.links().map(|link| link.name()).collect();
    let allow = allow_names(names.into_iter());
    let paths = unit.links().map(|link| {
        let name = link.ident();
        let docs = doc(&format!("The way along `{}`.", unit.place(link.name())));
        quote! {
            #docs
            pub fn #name(self) -> rt::Path<face::#name> {
                rt::Path::new(self.#alias)
            }
        }
    });
    let paths = unit
        .links()
        .next()
        .is_some()
        .then(|| quote!(#allow impl<M: rt::Whole> face::#table<M> { #(#paths)* }));
    quote! {
        #paths
        rt::table!(face::#table, #name, #alias);
    }
}
