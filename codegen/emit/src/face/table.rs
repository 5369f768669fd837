use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::error::EmitError;
use crate::names::ident;
use crate::scope::Scope;
use crate::unit::Unit;

/// The table handle.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = ident(&unit.named("Table"));
    let docs = match unit.apart().is_empty() {
        true => doc(&format!("Table `{}` in a query.", unit.model.table.name)),
        false => doc(&format!("The rows of {} in a query.", unit.tables_apart())),
    };
    let [mode, inner, alias_type, col] =
        ["Mode", "Inner", "Alias", "Col"].map(|name| scope.rt(name));
    let alias = unit.hidden("alias");
    let fields = unit.fields().map(|field| {
        let (name, ty) = (field.ident(), unit.full(field, scope)?);
        let ty = if field.column.nullable {
            ty
        } else {
            quote!(M::Of<#ty>)
        };
        Ok(quote!(pub #name: #col<#ty, M>))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    Ok(quote! {
        #docs
        pub struct #name<M: #mode = #inner> {
            pub(super) #alias: #alias_type,
            #(#fields),*
        }
    })
}
