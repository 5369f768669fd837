use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::unit::Unit;

/// `Filter` for the filter, and what makes an order of a text.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    if !unit.has_filter() {
        return TokenStream::new();
    }
    let (model, name) = (ident(&unit.model.name), ident(&unit.named("Filter")));
    let table = ident(&unit.named("Table"));
    let columns = unit.filterable().map(|field| {
        let (ident, key) = (field.ident(), &field.column.field);
        let key = (ident != key.as_str()).then(|| quote!(= #key));
        quote!(#ident #key)
    });
    let order = order(unit);
    quote! {
        rt::filter! { face::#name #model #table; #(#columns,)* }
        #order
    }
}

fn order(unit: &Unit<'_>) -> TokenStream {
    let orders = unit.orders();
    if orders.is_empty() {
        return TokenStream::new();
    }
    let (name, table) = (ident(&unit.named("Order")), ident(&unit.named("Table")));
    let orders = orders.iter().map(|order| {
        let (variant, text, column) = (&order.variant, &order.text, order.field.ident());
        let direction = ident(if order.descending { "desc" } else { "asc" });
        quote!(#variant #text #column #direction)
    });
    quote!(rt::order! { face::#name #table; #(#orders,)* })
}
