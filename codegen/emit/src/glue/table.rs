use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::unit::Unit;

/// The table handle's paths along relationships, and its traits.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    let (name, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let alias = unit.hidden("alias");
    let relations = unit.links().map(|link| link.ident());
    quote!(rt::table!(face::#table, #name, #alias; #(#relations)*);)
}
