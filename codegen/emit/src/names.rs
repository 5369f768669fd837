//! Names of the schema as Rust identifiers.

use heck::{ToSnakeCase, ToUpperCamelCase};
use ormolu_schema::ir::Model;
use proc_macro2::{Ident, Span};
use quote::format_ident;

/// What Rust keeps for itself, today or in an edition to come.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// A name as an identifier; keywords become raw, those that cannot get a `_`.
pub(crate) fn ident(name: &str) -> Ident {
    match name {
        "self" | "Self" | "super" | "crate" | "_" => format_ident!("{name}_"),
        _ if KEYWORDS.contains(&name) => Ident::new_raw(name, Span::call_site()),
        _ => Ident::new(name, Span::call_site()),
    }
}

/// A name in upper camel case.
pub(crate) fn camel(name: &str) -> Ident {
    ident(&name.to_upper_camel_case())
}

/// The name of the type of a model's keys.
pub(crate) fn id_name(model: &Model) -> String {
    format!("{}Id", model.name)
}

/// `BlogPost` as `blog post`.
pub(crate) fn words(name: &str) -> String {
    name.to_snake_case().replace('_', " ")
}

/// `a post`, `an author`.
pub(crate) fn one(name: &str) -> String {
    let words = words(name);
    let vowel = words.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {words}", if vowel { "an" } else { "a" })
}

/// `A post`, `An author`.
pub(crate) fn capital_one(name: &str) -> String {
    let mut text = one(name);
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// A name that is not among `taken`.
pub(crate) fn fresh(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while taken(&name) {
        name.push('_');
    }
    name
}
