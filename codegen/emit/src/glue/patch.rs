use proc_macro2::TokenStream;
use quote::quote;

use super::model;
use crate::names::ident;
use crate::unit::Unit;

/// `Changes` for the patch.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    let (name, patch) = (ident(&unit.model.name), ident(&unit.named("Patch")));
    let fields = unit.patched();
    let debug = model::redacted_debug(
        unit,
        &unit.named("Patch"),
        &quote!(self),
        fields.iter().copied(),
    );
    let entries = fields.iter().map(|field| model::entry(*field, false));
    quote! {
        rt::patch! { face::#patch #name; #(#entries,)* }
        #debug
    }
}
