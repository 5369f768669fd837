//! Models of another database schema than the connection's own stand in a module of its name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use ormolu_schema::ir::{Model, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::names::{fresh, ident};

/// The schema as generated code names it: the `module` of a model is its path below the root,
/// `post` or `billing::invoice`.
pub(crate) fn placed(schema: &Schema) -> Cow<'_, Schema> {
    let is_elsewhere = |model: &Model| model.table.namespace.is_some();
    if !schema.models.iter().any(is_elsewhere) {
        return Cow::Borrowed(schema);
    }
    let spaces = spaces(schema);
    let mut placed = schema.clone();
    for (model, whole) in placed.models.iter_mut().zip(&schema.models) {
        let namespace = whole.table.namespace.as_ref();
        let Some((namespace, space)) = namespace.and_then(|n| Some((n, spaces.get(n.as_str())?)))
        else {
            continue;
        };
        if let Some((name, module)) = short(whole, namespace, schema) {
            (model.name, model.module) = (name, module);
        }
        model.module = format!("{space}::{}", model.module);
    }
    Cow::Owned(placed)
}

/// The module of each database schema, by its name. Models without one come first.
fn spaces(schema: &Schema) -> BTreeMap<&str, String> {
    let (mut taken, mut found) = (BTreeSet::new(), BTreeMap::new());
    let structs = || schema.models.iter().filter(|model| model.kind.has_struct());
    let own = structs().filter(|model| model.table.namespace.is_none());
    taken.extend(own.map(|model| model.module.clone()));
    for namespace in structs().filter_map(|model| model.table.namespace.as_deref()) {
        if !found.contains_key(namespace) {
            let module = fresh(&module(namespace), |name| taken.contains(name));
            taken.insert(module.clone());
            found.insert(namespace, module);
        }
    }
    found
}

/// A database schema's name as that of a module.
fn module(namespace: &str) -> String {
    let snake = namespace.to_snake_case();
    let fits = |c: char| c == '_' || c.is_ascii_alphanumeric() || c.is_alphabetic();
    let name: String = snake.chars().filter(|c| fits(*c)).collect();
    match name.chars().next() {
        Some(first) if !first.is_ascii_digit() => name,
        _ => format!("_{name}"),
    }
}

/// The name and the module without the database schema's name before it, where the table's name
/// has none either: it only told models of several schemas apart, as the module does by now.
/// Those of a family stay, for they are named beside each other.
fn short(model: &Model, namespace: &str, schema: &Schema) -> Option<(String, String)> {
    let before = format!("{}_", namespace.to_snake_case());
    let own = model.table.name.to_snake_case().starts_with(&before);
    if own || model.lineage.is_some() {
        return None;
    }
    let name = model.name.strip_prefix(&namespace.to_upper_camel_case())?;
    let module = model.module.strip_prefix(&before)?;
    let is_name = name.starts_with(char::is_uppercase);
    let mut others = schema.models.iter();
    let is_taken = others.any(|other| {
        let beside = other.table.namespace == model.table.namespace && other.kind.has_struct();
        beside && (other.name == name || other.module == module)
    });
    (is_name && !is_taken).then(|| (name.to_owned(), module.to_owned()))
}

/// The database schema's module, if a module is in one, and its own name.
pub(crate) fn parts(path: &str) -> (Option<&str>, &str) {
    match path.split_once("::") {
        Some((space, module)) => (Some(space), module),
        None => (None, path),
    }
}

/// A module by its path below the root.
pub(crate) fn path(module: &str) -> TokenStream {
    match parts(module) {
        (Some(space), module) => {
            let (space, module) = (ident(space), ident(module));
            quote!(#space::#module)
        }
        (None, module) => {
            let module = ident(module);
            quote!(#module)
        }
    }
}

/// A module from within another one, both by their paths below the root.
pub(crate) fn way(from: &str, to: &str) -> TokenStream {
    let ((here, _), (there, module)) = (parts(from), parts(to));
    let (module, path): (Ident, TokenStream) = (ident(module), path(to));
    match here {
        _ if here == there => quote!(super::#module),
        Some(_) => quote!(super::super::#path),
        None => quote!(super::#path),
    }
}

#[cfg(test)]
mod tests {
    use super::{module, way};

    #[test]
    fn ways_lead_over_the_root_only_where_they_have_to() {
        let way = |from, to| way(from, to).to_string().replace(' ', "");
        assert_eq!(way("post", "user"), "super::user");
        assert_eq!(way("post", "shop::item"), "super::shop::item");
        assert_eq!(way("shop::item", "shop::order"), "super::order");
        assert_eq!(way("shop::item", "user"), "super::super::user");
        assert_eq!(way("shop::item", "crm::user"), "super::super::crm::user");
    }

    #[test]
    fn any_name_makes_a_module() {
        let modules = ["crm", "My Shop", "2nd", "", "a-b", "Größe"].map(module);
        assert_eq!(modules, ["crm", "my_shop", "_2nd", "_", "a_b", "größe"]);
    }
}
