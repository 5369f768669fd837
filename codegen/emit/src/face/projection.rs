use ormolu_schema::ir::Projection;
use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use super::row::{column_doc, derives};
use crate::error::EmitError;
use crate::names::{ident, one};
use crate::scope::Scope;
use crate::unit::{Field, Unit};

/// The structs for some of the columns.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let projections = unit.model.projections.iter();
    projections.map(|p| projection(unit, p, scope)).collect()
}

fn projection(
    unit: &Unit<'_>,
    projection: &Projection,
    scope: &Scope,
) -> Result<TokenStream, EmitError> {
    let name = ident(&projection.name);
    let docs = match &projection.comment {
        Some(comment) => doc(comment),
        None => doc(&format!("Some columns of {}.", one(&unit.model.name))),
    };
    let fields = unit.chosen(projection);
    let columns: Vec<_> = fields.iter().map(|field| field.column).collect();
    let own = projection.derives.iter();
    let own = own.filter(|path| path.rsplit("::").next().map(str::trim) != Some("Serialize"));
    let own: Vec<String> = own.cloned().collect();
    let derives = derives(&projection.name, &columns, &own)?;
    let fields = fields.into_iter().map(|field| {
        let (docs, name) = (column_doc(field), field.ident());
        let (ty, serde) = (unit.full(field, scope)?, serialized(field));
        Ok(quote!(#docs #serde pub #name: #ty))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    Ok(quote! {
        #docs
        #[derive(#(#derives,)* Serialize)]
        #[serde(crate = "::ormolu::serde")]
        pub struct #name {
            #(#fields),*
        }
    })
}

/// As rows are written: by the names of the schema, without what is sensitive.
fn serialized(field: Field<'_>) -> TokenStream {
    let name = &field.column.field;
    match field.ident().to_string().trim_start_matches("r#") {
        _ if field.column.sensitive => quote!(#[serde(skip)]),
        same if same == name => TokenStream::new(),
        _ => quote!(#[serde(rename = #name)]),
    }
}
