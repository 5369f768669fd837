use proc_macro2::TokenStream;
use quote::quote;

use super::model;
use crate::names::ident;
use crate::unit::Unit;

/// `Projection` for the structs of some columns.
pub(super) fn tokens(unit: &Unit<'_>) -> TokenStream {
    let (model, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let projections = unit.model.projections.iter().map(|projection| {
        let name = ident(&projection.name);
        let fields = unit.chosen(projection);
        let columns = fields.iter().map(|field| {
            let (at, name) = (model::place(*field), field.ident());
            quote!(#at #name)
        });
        let hidden = fields.iter().any(|field| field.column.sensitive);
        let debug = hidden.then(|| {
            let fields = fields.iter().copied();
            model::redacted_debug(unit, &projection.name, &quote!(self), fields)
        });
        quote! {
            rt::projection! { face::#name #model #table; #(#columns,)* }
            #debug
        }
    });
    quote!(#(#projections)*)
}
