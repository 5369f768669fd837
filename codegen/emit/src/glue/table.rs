use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::unit::Unit;

/// `Copy` and `TableHandle` for the table handle, written out: a derive would ask for `M: Copy`.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    let (name, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let alias = unit.hidden("alias");
    quote! {
        impl<M: rt::Mode> Clone for face::#table<M> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<M: rt::Mode> Copy for face::#table<M> {}
        impl<M: rt::Mode> rt::TableHandle for face::#table<M> {
            type Model = face::#name;
            type Mode = M;
            fn alias(self) -> rt::Alias {
                self.#alias
            }
        }
    }
}
