use ormolu_schema::ir::VersionBy;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::meta::positions;
use crate::unit::Unit;

/// The field of `ModelMeta`, if the model has a version.
pub(super) fn field(unit: &Unit<'_>) -> Option<TokenStream> {
    let version = unit.model.version.as_ref()?;
    let column = Literal::usize_unsuffixed(version.column.0);
    let by = match version.by {
        VersionBy::Session => quote!(Session),
        VersionBy::Database => quote!(Database),
        VersionBy::Program => quote!(Program),
    };
    let unless = positions(&version.unless);
    Some(quote! {
        version: Some(rt::Version { column: #column, by: rt::VersionBy::#by, unless: #unless, }),
    })
}
