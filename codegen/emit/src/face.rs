//! The face of a model: what a reviewer reads.

mod builder;
mod choice;
pub(crate) mod computed;
mod filter;
mod patch;
mod projection;
mod relationships;
mod row;
mod sql_field;
mod table;
mod via;
mod view;

pub(crate) use builder::setter;
pub(crate) use choice::keys as choice_keys;
pub(crate) use row::argument;

use proc_macro2::TokenStream;
use quote::quote;

use crate::error::EmitError;
use crate::unit::Unit;

/// The file of a model.
pub(crate) fn tokens(unit: &Unit<'_>) -> Result<TokenStream, EmitError> {
    let scope = unit.face_scope();
    let mut body = row::tokens(unit, &scope)?;
    if unit.is_writable() {
        body.extend(builder::tokens(unit, &scope)?);
        body.extend(patch::tokens(unit, &scope)?);
    }
    body.extend(projection::tokens(unit, &scope)?);
    body.extend(filter::tokens(unit, &scope)?);
    body.extend(table::tokens(unit, &scope)?);
    body.extend(computed::tokens(unit, &scope));
    body.extend(sql_field::tokens(unit, &scope)?);
    body.extend(relationships::tokens(unit, &scope));
    body.extend(view::tokens(unit, &scope));
    body.extend(via::tokens(unit, &scope));
    body.extend(choice::tokens(unit, &scope)?);
    let imports = scope.imports();
    let has: Vec<_> = unit.loaded().map(|link| link.has()).collect();
    let glue = unit.glue();
    let proofs = (!has.is_empty()).then(|| quote!(pub use #glue::{#(#has),*};));
    Ok(quote! {
        use ::ormolu::generated::*;
        #imports
        #proofs
        #body
    })
}

/// Doc comments, one for each line.
pub(crate) fn doc(text: &str) -> TokenStream {
    let lines = text
        .trim()
        .lines()
        .map(|line| format!(" {}", line.trim_end()));
    quote!(#(#[doc = #lines])*)
}

/// Allows what clippy says of methods that are named after columns, where there is something.
pub(crate) fn allow_names<'n>(mut names: impl Iterator<Item = &'n str>) -> TokenStream {
    const CONVERSIONS: [&str; 5] = ["as_", "from_", "into_", "is_", "to_"];
    const TRAITS: [&str; 18] = [
        "add", "bitand", "bitor", "bitxor", "clone", "cmp", "default", "deref", "div", "drop",
        "hash", "index", "mul", "neg", "next", "not", "rem", "sub",
    ];
    let converts = |name: &&str| CONVERSIONS.iter().any(|prefix| name.starts_with(prefix));
    let odd = names.any(|name| converts(&name) || TRAITS.contains(&name) || name == "new");
    if odd {
        quote!(#[allow(
            clippy::new_ret_no_self,
            clippy::should_implement_trait,
            clippy::wrong_self_convention
        )])
    } else {
        TokenStream::new()
    }
}
