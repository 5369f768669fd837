//! The root: the modules and what they re-export.

use std::collections::BTreeMap;

use ormolu_schema::ir::Schema;
use proc_macro2::TokenStream;
use quote::quote;

use crate::enums::enums_in;
use crate::names::ident;
use crate::space::{file_stem, parts};
use crate::unit::{Unit, Units};

/// The root file.
pub(crate) fn tokens(units: &Units<'_>, schema: &Schema) -> TokenStream {
    let mut modules = modules_in(units, schema, None);
    modules.extend(units.spaces(schema));
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
    let uses = uses(&exports(units, schema, None));
    quote! {
        #glue
        #(#modules)*
        #uses
    }
}

/// The file of a database schema: its modules and what they re-export.
pub(crate) fn space(units: &Units<'_>, schema: &Schema, space: &str) -> TokenStream {
    let folder = format!("{}/", file_stem(space));
    let module = |name: &str, visibility: TokenStream| {
        // A file that was named by a path looks for its modules beside itself.
        let path = match is_odd(space) {
            true => Some(at(&folder, name)),
            false => path(&folder, name),
        };
        let name = ident(name);
        quote!(#path #visibility mod #name;)
    };
    let glue = module(units.glue_module(), quote!());
    let modules = modules_in(units, schema, Some(space)).into_iter();
    let modules = modules.map(|name| module(name, quote!(pub)));
    let uses = uses(&exports(units, schema, Some(space)));
    quote!(#glue #(#modules)* #uses)
}

/// The modules of models and enums, in the root or in that of a database schema.
fn modules_in<'u>(units: &'u Units<'_>, schema: &Schema, space: Option<&str>) -> Vec<&'u str> {
    let modules = units.iter().map(|unit| parts(&unit.model.module));
    let here = modules.filter(|(of, _)| *of == space);
    let mut here: Vec<&str> = here.map(|(_, module)| module).collect();
    if enums_in(schema, space).next().is_some() {
        here.push(units.enums_module());
    }
    here.sort_unstable();
    here
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

/// The root of the glue, or of that of a database schema.
pub(crate) fn glue(units: &Units<'_>, schema: &Schema, space: Option<&str>) -> TokenStream {
    let folder = format!("{}/", units.glue_module());
    let modules = modules_in(units, schema, space).into_iter().map(|name| {
        let path = match space.is_some_and(is_odd) {
            true => Some(at(&folder, name)),
            false => path(&folder, name),
        };
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
fn exports(
    units: &Units<'_>,
    schema: &Schema,
    space: Option<&str>,
) -> BTreeMap<String, Vec<String>> {
    let of_enums = enums_in(schema, space).next().map(|_| {
        let all = vec!["*".to_owned()];
        (units.enums_module().to_owned(), all)
    });
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
    let of_models = units().map(|unit| (module(unit), names(unit)));
    of_models.chain(of_enums).collect()
}
