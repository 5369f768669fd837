//! Models and enums of another database schema than the connection's own stand in a module of its
//! name.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use ormolu_schema::ir::{Enum, Model, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::names::{fresh, ident};

/// The schema as generated code names it: the `module` of a model is its path below the root,
/// `post` or `billing::invoice`, and so is the `name` of an enum: `Role` or `billing::State`.
pub(crate) fn placed(schema: &Schema) -> Cow<'_, Schema> {
    if namespaces(schema).next().is_none() {
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
    for at in 0..placed.enums.len() {
        let whole = &schema.enums[at];
        let namespace = whole.namespace.as_deref();
        if let Some((namespace, space)) = namespace.and_then(|n| Some((n, spaces.get(n)?))) {
            let name = short_enum(whole, namespace, &placed).unwrap_or(&whole.name);
            placed.enums[at].name = format!("{space}::{name}");
        }
    }
    Cow::Owned(placed)
}

/// The database schemas of what has a type in Rust, each as often as it is named.
fn namespaces(schema: &Schema) -> impl Iterator<Item = &str> {
    let structs = schema.models.iter().filter(|model| model.kind.has_struct());
    let of_models = structs.filter_map(|model| model.table.namespace.as_deref());
    of_models.chain(schema.enums.iter().filter_map(|e| e.namespace.as_deref()))
}

/// The module of each database schema, by its name. Models without one come first.
fn spaces(schema: &Schema) -> BTreeMap<&str, String> {
    let (mut taken, mut found) = (BTreeSet::new(), BTreeMap::new());
    let structs = schema.models.iter().filter(|model| model.kind.has_struct());
    let own = structs.filter(|model| model.table.namespace.is_none());
    taken.extend(own.map(|model| model.module.clone()));
    for namespace in namespaces(schema) {
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

/// The same for an enum, among models that have their names already.
fn short_enum<'e>(of: &'e Enum, namespace: &str, placed: &Schema) -> Option<&'e str> {
    let own = of.sql_name.to_snake_case();
    if own.starts_with(&format!("{}_", namespace.to_snake_case())) {
        return None;
    }
    let name = of.name.strip_prefix(&namespace.to_upper_camel_case())?;
    let models = placed.models.iter().filter(|m| m.kind.has_struct());
    let models = models.map(|m| (&m.table.namespace, m.name.as_str()));
    let enums = placed.enums.iter();
    let enums = enums.map(|e| (&e.namespace, parts(&e.name).1));
    let is_taken = models
        .chain(enums)
        .any(|(beside, other)| *beside == of.namespace && other == name);
    (name.starts_with(char::is_uppercase) && !is_taken).then_some(name)
}

/// The database schema's module, if a module is in one, and its own name.
pub(crate) fn parts(path: &str) -> (Option<&str>, &str) {
    match path.split_once("::") {
        Some((space, module)) => (Some(space), module),
        None => (None, path),
    }
}

/// The file of a module of the root or of a database schema, without its ending.
pub(crate) fn file(space: Option<&str>, module: &str) -> String {
    match space {
        Some(space) => format!("{}/{}", file_stem(space), file_stem(module)),
        None => file_stem(module),
    }
}

/// The name of a module's file; names that mean something to rustc or to Windows get a `_`.
pub(crate) fn file_stem(module: &str) -> String {
    match module {
        "mod" | "aux" | "con" | "nul" | "prn" => format!("{module}_"),
        _ => module.to_owned(),
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
