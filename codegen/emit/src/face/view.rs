use proc_macro2::TokenStream;
use quote::quote;

use super::{allow_names, choice, doc};
use crate::names::{capital_one, ident};
use crate::scope::Scope;
use crate::unit::{Link, Unit};

/// The view and the accessors that need proof.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> TokenStream {
    let name = ident(&unit.named("View"));
    let docs = doc(&format!(
        "{} of a loaded graph.",
        capital_one(&unit.model.name)
    ));
    let (own, view) = (scope.own(&unit.model.name), scope.rt("View"));
    let names: Vec<_> = unit.loaded().map(|link| link.name()).collect();
    let allow = allow_names(names.into_iter());
    let choices = unit.choices();
    let accessors: Vec<_> = unit
        .loaded()
        .map(|link| accessor(unit, &link, scope))
        .chain(choices.iter().map(|c| choice::accessor(unit, c, scope)))
        .collect();
    let accessors = (!accessors.is_empty()).then(|| {
        quote! {
            #allow
            impl<'g, L: 'static> #name<'g, L> {
                #(#accessors)*
            }
        }
    });
    quote! {
        #docs
        pub struct #name<'g, L = Rels>(pub(super) #view<'g, #own, L>);
        #accessors
    }
}

fn accessor(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let (name, has, slot) = (link.ident(), link.has(), link.slot());
    let docs = link
        .relationship
        .comment
        .as_deref()
        .map(doc)
        .unwrap_or_default();
    let (ty, body) = if link.is_many() {
        let many = scope.rt("Many");
        let target = scope.target(link, &link.target.name);
        (
            quote!(#many<'g, #target, S>),
            quote!(self.0.many::<#name, S>()),
        )
    } else {
        let view = scope.target(link, &format!("{}View", link.target.name));
        if unit.is_required(link) {
            let body = quote!(self.0.required::<#name, S>());
            (quote!(#view<'g, S>), body)
        } else {
            let option = scope.std("Option");
            let body = quote!(self.0.optional::<#name, S>());
            (quote!(#option<#view<'g, S>>), body)
        }
    };
    quote! {
        #docs
        pub fn #name<S: 'static>(&self) -> #ty
        where
            L: #has<#slot = S>,
        {
            #body
        }
    }
}
