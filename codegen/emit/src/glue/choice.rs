use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::face::choice_keys;
use crate::names::ident;
use crate::types;
use crate::unit::{Chosen, Field, Unit};

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
    let reads = keys
        .iter()
        .map(|(variant, fields)| read_one(unit, &key, variant, fields));
    let clears = keys.iter().flat_map(|(_, fields)| fields).map(|field| {
        let name = field.ident();
        quote!(self.#name = None;)
    });
    let writes = keys.iter().map(|(variant, fields)| {
        let (names, values) = (fields.iter().map(Field::ident), values(fields));
        let body = match fields.len() {
            1 => quote!(#(self.#names = Some(#values))*,),
            _ => quote!({ #(self.#names = Some(#values);)* }),
        };
        match choice.choice.nullable {
            true => quote!(Some(face::#key::#variant(#(#values),*)) => #body),
            false => quote!(face::#key::#variant(#(#values),*) => #body),
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

/// Answers the key of one of the targets, if it is set.
fn read_one(unit: &Unit<'_>, key: &Ident, variant: &Ident, fields: &[Field<'_>]) -> TokenStream {
    let names = values(fields);
    let copies = fields.iter().zip(&names);
    let copies = copies.map(|(field, name)| types::copy(unit.schema, field.column, quote!(#name)));
    let places = fields.iter().map(|field| {
        let name = field.ident();
        match types::borrow(unit.schema, field.column) {
            types::Borrow::Copy => quote!(self.#name),
            _ => quote!(&self.#name),
        }
    });
    let found = quote!({ return Some(face::#key::#variant(#(#copies),*)); });
    match &names[..] {
        [_] => quote!(if let #(Some(#names) = #places)* #found),
        _ => quote!(if let (#(Some(#names)),*) = (#(#places),*) #found),
    }
}

/// What the values of a key are called, which may have several.
fn values(fields: &[Field<'_>]) -> Vec<Ident> {
    match fields {
        [_] => vec![ident("key")],
        fields => (0..fields.len())
            .map(|nth| format_ident!("key_{nth}"))
            .collect(),
    }
}
