//! Enumerations.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::{free_names, words};
use crate::diagnostic::Diagnostic;
use crate::ir::{Enum, EnumId, EnumVariant};
use crate::source::Span;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    let exact = draft.document.exact;
    let found = free_names::of_enums(draft.document);
    for (written, name) in draft.document.enums.iter().zip(found) {
        let sql = written.sql_name.as_ref().map(|n| n.value.clone());
        let sql_name = sql.unwrap_or_else(|| words::snake(&name));
        if let Some(first) = names.insert(name.clone(), written.span) {
            draft.report(
                Diagnostic::error(
                    "name-clash",
                    written.span,
                    format!("two enumerations are called `{name}` in Rust"),
                )
                .related(first, "the first one")
                .help("give one of them another name"),
            );
        }
        let mut variants: Vec<EnumVariant> = vec![];
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut values: BTreeMap<String, Span> = BTreeMap::new();
        for variant in &written.variants {
            let span = variant.value.span;
            if let Some(first) = values.insert(variant.value.value.clone(), span) {
                let message = format!("the value `{}` stands here twice", variant.value.value);
                draft.report(
                    Diagnostic::error("duplicate-value", span, message)
                        .related(first, "the first one")
                        .help("remove one of them"),
                );
                continue;
            }
            let rust = variant.name.as_ref().unwrap_or(&variant.value);
            let mut rust_name = match &variant.name {
                Some(name) if exact || is_kept(&name.value) => name.value.clone(),
                _ => words::camel(&rust.value),
            };
            if written.name.is_none() {
                while seen.contains_key(&rust_name) {
                    rust_name.push('_');
                }
            } else if let Some(first) = seen.get(&rust_name) {
                let message = format!("two values of `{name}` are called `{rust_name}` in Rust");
                draft.diagnostics.push(
                    Diagnostic::error("name-clash", rust.span, message)
                        .related(*first, "the first one")
                        .help("name the variant: `values: { Name: value }`"),
                );
                continue;
            }
            if written.open && rust_name == "Other" {
                let message = "an open enumeration has an `Other` of its own";
                draft.diagnostics.push(
                    Diagnostic::error("name-clash", rust.span, message)
                        .help("name the variant: `values: { Name: value }`"),
                );
                continue;
            }
            seen.insert(rust_name.clone(), rust.span);
            variants.push(EnumVariant {
                name: rust_name,
                value: variant.value.value.clone(),
                comment: variant.comment.clone(),
            });
        }
        if written.variants.is_empty() {
            draft.report(
                Diagnostic::error(
                    "empty-enum",
                    written.span,
                    format!("the enumeration `{name}` has no values"),
                )
                .help("list its values: `[draft, published]`"),
            );
        }
        draft.enums.push(Enum {
            name,
            sql_name,
            namespace: written.namespace.clone(),
            variants,
            open: written.open,
            comment: written.comment.clone(),
        });
    }
}

/// Whether a given name keeps a `_` behind it, which tells it from another one.
fn is_kept(name: &str) -> bool {
    let before = name.trim_end_matches('_');
    before != name && words::camel(before) == before
}

impl Draft<'_> {
    /// The enumeration a type's name means: by its Rust name, then by the database's.
    pub(super) fn find_enum(&self, namespace: Option<&str>, name: &str) -> Option<EnumId> {
        let here = |e: &&Enum| namespace.is_none() || e.namespace.as_deref() == namespace;
        let at = |fits: &dyn Fn(&Enum) -> bool| {
            self.enums
                .iter()
                .position(|e| here(&e) && fits(e))
                .map(EnumId)
        };
        // A type of SQL is meant by its whole name.
        let whole = |e: &Enum| e.namespace.as_deref() == namespace && e.sql_name == name;
        at(&whole)
            .or_else(|| at(&|e| e.name == name))
            .or_else(|| at(&|e| e.sql_name == name))
    }
}
