//! The root: the modules and what they re-export.

use std::collections::BTreeMap;

use ormolu_schema::ir::Schema;
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::unit::{Unit, Units, file_stem};

/// The root file.
pub(crate) fn tokens(units: &Units<'_>, schema: &Schema) -> TokenStream {
    let has_enums = !schema.enums.is_empty();
    let mut modules: Vec<&str> = units.iter().map(|u| u.model.module.as_str()).collect();
    if has_enums {
        modules.push(units.enums_module());
    }
    if !schema.functions.is_empty() {
        modules.push(units.functions_module());
    }
    if !schema.parameters.is_empty() {
        modules.push(units.parameters_module());
    }
    modules.push(units.schema_module());
    modules.sort_unstable();
    let glue = module(units.glue_module(), quote!());
    let modules = modules.into_iter().map(|name| module(name, quote!(pub)));
    let mut uses = exports(units);
    if has_enums {
        uses.insert(units.enums_module().to_owned(), vec!["*".to_owned()]);
    }
    let uses = uses.iter().map(|(module, names)| {
        let module = ident(module);
        let names = names.iter().map(|name| match name.as_str() {
            "*" => quote!(*),
            name => {
                let name = ident(name);
                quote!(#name)
            }
        });
        quote! {
            #[allow(unreachable_pub, unused_imports)]
            #[rustfmt::skip]
            pub use self::#module::{#(#names),*};
        }
    });
    quote! {
        #glue
        #(#modules)*
        #(#uses)*
    }
}

/// The root of the glue.
pub(crate) fn glue(units: &Units<'_>, has_enums: bool) -> TokenStream {
    let mut modules: Vec<&str> = units.iter().map(|u| u.model.module.as_str()).collect();
    if has_enums {
        modules.push(units.enums_module());
    }
    modules.sort_unstable();
    let folder = format!("{}/", units.glue_module());
    let modules = modules.into_iter().map(|name| {
        let path = path(&folder, name);
        let name = ident(name);
        quote!(#path pub(super) mod #name;)
    });
    quote!(#(#modules)*)
}

/// A module of the root. Lint levels and `rustfmt::skip` stand here, for an included file takes
/// no inner attributes.
fn module(name: &str, visibility: TokenStream) -> TokenStream {
    let path = path("", name);
    let name = ident(name);
    quote! {
        #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub)]
        #[rustfmt::skip]
        #path
        #visibility mod #name;
    }
}

/// Where the file is not called like the module, or rustc would not look for it since the name is
/// not ASCII. The path begins at the folder of the file that
/// says it, which is not always the folder of its modules.
fn path(folder: &str, name: &str) -> Option<TokenStream> {
    let stem = file_stem(name);
    (stem != name || !name.is_ascii()).then(|| {
        let file = format!("{folder}{stem}.rs");
        quote!(#[path = #file])
    })
}

/// What each model's module re-exports. Of two equal names the model's own wins; the other is
/// still found in its module.
fn exports(units: &Units<'_>) -> BTreeMap<String, Vec<String>> {
    let derived = |unit: &Unit<'_>| {
        let mut names = vec![unit.named("Table"), unit.named("View")];
        if unit.is_writable() {
            names.extend([unit.builder(), unit.named("Patch")]);
        }
        names.extend(unit.chosen_names());
        names
    };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units.iter() {
        for name in derived(unit).into_iter().chain([unit.model.name.clone()]) {
            *count.entry(name).or_default() += 1;
        }
    }
    let names = |unit: &Unit<'_>| {
        let mut names: Vec<_> = derived(unit)
            .into_iter()
            .filter(|name| count.get(name) == Some(&1))
            .collect();
        names.push(unit.model.name.clone());
        names.sort_unstable();
        names
    };
    units
        .iter()
        .map(|unit| (unit.model.module.clone(), names(unit)))
        .collect()
}
