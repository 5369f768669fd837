use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::face::choice_keys;
use crate::names::ident;
use crate::types;
use crate::unit::{Chosen, Unit};

/// The keys of relationships to one of several models, and copies of where they lead.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    let choices = unit.choices();
    choices.iter().map(|choice| one(unit, choice)).collect()
}

fn one(unit: &Unit<'_>, choice: &Chosen<'_>) -> TokenStream {
    let (model, view, key) = (ident(&unit.model.name), choice.view(unit), choice.key(unit));
    let mut slots = choice.slots();
    if choice.choice.itself {
        slots.insert(0, ident("L"));
    }
    let copies = quote!(rt::choice! { face::#view; #(#slots)* });
    if choice.choice.itself || !unit.is_writable() {
        return copies;
    }
    let name = &choice.choice.name;
    let (read, write) = (format_ident!("{name}_key"), format_ident!("set_{name}"));
    let read_docs = format!(" What `{name}` points at.");
    let write_docs = match choice.choice.nullable {
        true => format!(" Points `{name}` at another row, or at none."),
        false => format!(" Points `{name}` at another row."),
    };
    let keys = choice_keys(unit, choice);
    let reads = keys.iter().map(|(variant, field)| {
        let (name, value) = (
            field.ident(),
            types::copy(unit.schema, field.column, quote!(key)),
        );
        let by = match types::borrow(unit.schema, field.column) {
            types::Borrow::Copy => quote!(self.#name),
            _ => quote!(&self.#name),
        };
        quote!(if let Some(key) = #by { return Some(face::#key::#variant(#value)); })
    });
    let clears = keys.iter().map(|(_, field)| {
        let name = field.ident();
        quote!(self.#name = None;)
    });
    let writes = keys.iter().map(|(variant, field)| {
        let name = field.ident();
        match choice.choice.nullable {
            true => quote!(Some(face::#key::#variant(key)) => self.#name = Some(key),),
            false => quote!(face::#key::#variant(key) => self.#name = Some(key),),
        }
    });
    let (parameter, none) = match choice.choice.nullable {
        true => (quote!(Option<face::#key>), Some(quote!(None => {}))),
        false => (quote!(face::#key), None),
    };
    quote! {
        #copies
        impl face::#model {
            #[doc = #read_docs]
            pub fn #read(&self) -> Option<face::#key> {
                #(#reads)*
                None
            }
            #[doc = #write_docs]
            pub fn #write(&mut self, to: #parameter) {
                #(#clears)*
                match to {
                    #(#writes)*
                    #none
                }
            }
        }
    }
}
