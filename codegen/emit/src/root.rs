//! The root: the modules and what they re-export.

use std::collections::{BTreeMap, BTreeSet};

use ormolu_schema::ir::Schema;
use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::space::parts;
use crate::unit::{Unit, Units, file_stem};

/// The root file.
pub(crate) fn tokens(units: &Units<'_>, schema: &Schema) -> TokenStream {
    let has_enums = !schema.enums.is_empty();
    let mut modules = modules_in(units, None);
    modules.extend(spaces_of(units));
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
    let mut exports = exports(units, None);
    if has_enums {
        exports.insert(units.enums_module().to_owned(), vec!["*".to_owned()]);
    }
    let uses = uses(&exports);
    quote! {
        #glue
        #(#modules)*
        #uses
    }
}

/// The file of each database schema, without its ending: the modules of its models and what they
/// re-export.
pub(crate) fn spaces(units: &Units<'_>) -> Vec<(String, TokenStream)> {
    let file = |space: &str| {
        let mut modules = modules_in(units, Some(space));
        modules.sort_unstable();
        let stem = file_stem(space);
        let folder = format!("{stem}/");
        let modules = modules.into_iter().map(|name| {
            // A file that was named by a path looks for its modules beside itself.
            let path = match is_odd(space) {
                true => Some(at(&folder, name)),
                false => path(&folder, name),
            };
            let name = ident(name);
            quote!(#path pub mod #name;)
        });
        let uses = uses(&exports(units, Some(space)));
        (stem.clone(), quote!(#(#modules)* #uses))
    };
    spaces_of(units).into_iter().map(file).collect()
}

/// The modules of models, in the root or in that of a database schema.
fn modules_in<'u>(units: &'u Units<'_>, space: Option<&str>) -> Vec<&'u str> {
    let modules = units.iter().map(|unit| parts(&unit.model.module));
    let here = modules.filter(|(of, _)| *of == space);
    here.map(|(_, module)| module).collect()
}

/// The modules of database schemas.
fn spaces_of<'u>(units: &'u Units<'_>) -> BTreeSet<&'u str> {
    let modules = units.iter().map(|unit| parts(&unit.model.module));
    modules.filter_map(|(space, _)| space).collect()
}

fn uses(exports: &BTreeMap<String, Vec<String>>) -> TokenStream {
    let uses = exports.iter().map(|(module, names)| {
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
    quote!(#(#uses)*)
}

/// The root of the glue.
pub(crate) fn glue(units: &Units<'_>, has_enums: bool) -> TokenStream {
    let mut modules: Vec<&str> = units.iter().map(Unit::glue_module).collect();
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

/// The path of a module's file where rustc would not find it.
fn path(folder: &str, name: &str) -> Option<TokenStream> {
    is_odd(name).then(|| at(folder, name))
}

/// Whether the file is not called like the module, or rustc would not look for it since the name
/// is not ASCII.
fn is_odd(name: &str) -> bool {
    file_stem(name) != name || !name.is_ascii()
}

/// The path of a module's file. It begins at the folder of the file that says it, which is not
/// always the folder of its modules.
fn at(folder: &str, name: &str) -> TokenStream {
    let file = format!("{folder}{}.rs", file_stem(name));
    quote!(#[path = #file])
}

/// What the root, or the module of a database schema, re-exports of each model's module. Of two
/// equal names the model's own wins; the other is still found in its module.
fn exports(units: &Units<'_>, space: Option<&str>) -> BTreeMap<String, Vec<String>> {
    let units = || {
        units
            .iter()
            .filter(|unit| parts(&unit.model.module).0 == space)
    };
    let derived = |unit: &Unit<'_>| {
        let mut names = vec![unit.named("Table"), unit.named("View")];
        if unit.is_writable() {
            names.extend([unit.builder(), unit.named("Patch")]);
        }
        names.extend(unit.chosen_names());
        names
    };
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units() {
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
    let module = |unit: &Unit<'_>| parts(&unit.model.module).1.to_owned();
    units().map(|unit| (module(unit), names(unit))).collect()
}
