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
    let applied = fields.iter().map(|field| {
        let name = field.ident();
        quote!(self.#name.apply(&mut row.#name);)
    });
    let assigned = fields.iter().map(|field| {
        let (at, name) = (model::place(*field), field.ident());
        if crate::types::native_type(field.column).is_none() {
            return quote!(self.#name.assign(#at, &mut out););
        }
        let value = model::owned_value(*field, &quote!(value));
        quote! {
            if let rt::Patch::Set(value) = self.#name {
                out.push((#at, #value));
            }
        }
    });
    let (row, out) = if fields.is_empty() {
        (quote!(_), quote!(Vec::new()))
    } else {
        (
            quote!(row),
            quote!(let mut out = Vec::new(); #(#assigned)* out),
        )
    };
    quote! {
        impl rt::Changes<face::#name> for face::#patch {
            fn apply(self, #row: &mut face::#name) {
                #(#applied)*
            }
            fn assignments(self) -> Vec<(u16, rt::Value)> {
                #out
            }
        }
        #debug
    }
}
