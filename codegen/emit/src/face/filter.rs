use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::error::EmitError;
use crate::names::{ident, words};
use crate::scope::Scope;
use crate::types::{self, Comparison};
use crate::unit::Unit;

/// What clients may filter and order by.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    if !unit.has_filter() {
        return Ok(TokenStream::new());
    }
    let name = ident(&unit.named("Filter"));
    let model = words(&unit.model.name);
    let docs = doc(&format!(
        "Conditions on the rows of {model} that a client chose: `column=..`, `column.operator=..`."
    ));
    let fields = unit.filterable().map(|field| {
        let (name, base) = (field.ident(), unit.base(field, scope)?);
        let kind = types::comparison(field.column);
        let of = (kind != Comparison::Null).then(|| quote!(<#base>));
        let filter = scope.rt(kind.filter());
        Ok(quote!(pub #name: #filter #of))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    let order = order(unit);
    Ok(quote! {
        #docs
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct #name {
            #(#fields),*
        }
        #order
    })
}

fn order(unit: &Unit<'_>) -> TokenStream {
    let orders = unit.orders();
    if orders.is_empty() {
        return TokenStream::new();
    }
    let name = ident(&unit.named("Order"));
    let model = words(&unit.model.name);
    let docs = doc(&format!(
        "An order of the rows of {model} that a client chose: `column`, or `-column` for a falling one."
    ));
    let variants = orders.iter().map(|order| {
        let (docs, variant) = (doc(&format!("`{}`", order.text)), &order.variant);
        quote!(#docs #variant)
    });
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#variants),*
        }
    }
}
