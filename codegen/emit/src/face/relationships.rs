use ormolu_schema::ir::RelationshipKind;
use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::names::one;
use crate::scope::Scope;
use crate::space::way;
use crate::unit::{Link, Unit};

/// The loaded set, and for each relationship its marker and its include.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> TokenStream {
    let docs = doc(&format!("What is loaded with {}.", one(&unit.model.name)));
    let slots: Vec<_> = unit.loaded().map(|link| link.slot()).collect();
    let links = unit.links().map(|link| relationship(unit, &link, scope));
    if slots.is_empty() {
        return quote!(#docs pub struct Rels; #(#links)*);
    }
    let (no, slots_type) = (scope.rt("No"), scope.rt("Slots"));
    let complex = (slots.len() > 7).then(|| quote!(#[allow(clippy::type_complexity)]));
    quote! {
        #docs
        #complex
        pub struct Rels<#(#slots = #no),*>(#slots_type<(#(#slots,)*)>);
        #(#links)*
    }
}

fn relationship(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let name = link.ident();
    let place = format!("`{}`", unit.place(link.name()));
    if link.relationship.write_only {
        return write_only(unit, link, scope, &place);
    }
    let docs = doc(&match &link.relationship.comment {
        Some(comment) => format!("Loads {place}: {comment}"),
        None => format!("Loads {place}: {}{}.", meaning(unit, link), narrowed(link)),
    });
    let include = scope.rt("Include");
    let to_one = (!link.is_many()).then(|| {
        let to_one = scope.rt("ToOne");
        quote!(, #to_one)
    });
    let rels = if link.relationship.target == unit.id {
        quote!(Rels)
    } else {
        let way = way(&unit.model.module, &link.target.module);
        quote!(#way::Rels)
    };
    quote! {
        #docs
        pub fn #name() -> #include<#name, #rels #to_one> {
            #include::new()
        }
        pub enum #name {}
    }
}

/// A collection that is never loaded: its name, for what a session does with it.
fn write_only(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope, place: &str) -> TokenStream {
    let name = link.ident();
    let docs = doc(&match &link.relationship.comment {
        Some(comment) => format!("{place}, which is never loaded: {comment}"),
        None => format!("{place}, which is never loaded: {}.", meaning(unit, link)),
    });
    let write_only = scope.rt("WriteOnly");
    quote! {
        #docs
        pub fn #name() -> #write_only<#name> {
            #write_only::new()
        }
        pub enum #name {}
    }
}

/// What it leaves out, in words.
fn narrowed(link: &Link<'_>) -> String {
    let condition = link.relationship.condition.as_ref();
    let condition = condition.map(|c| format!(", where `{}`", c.text.replace('`', "'")));
    let limit = link.relationship.limit;
    let limit = limit.map(|limit| format!(", the first {limit}"));
    condition.unwrap_or_default() + &limit.unwrap_or_default()
}

/// The relationship in words, with the columns it stands on.
fn meaning(unit: &Unit<'_>, link: &Link<'_>) -> String {
    let target = crate::names::words(&link.target.name);
    match link.relationship.kind {
        RelationshipKind::BelongsTo { .. } => format!("the {target} of {}", key(unit, link)),
        RelationshipKind::HasOne { .. } => {
            format!("the {target} whose {} points here", key(unit, link))
        }
        RelationshipKind::HasMany { .. } => {
            format!("each {target} whose {} points here", key(unit, link))
        }
        RelationshipKind::ManyToMany { through, .. } => {
            let through = &unit.schema.model(through).table.name;
            format!("each {target} linked by `{through}`")
        }
        RelationshipKind::ByValue { many } => {
            let which = if many { "each" } else { "the" };
            let equal = link.relationship.on.iter().map(|(own, theirs)| {
                let (own, theirs) = (unit.model.column(*own), link.target.column(*theirs));
                format!("`{}` is the `{}` here", theirs.field, own.field)
            });
            let equal: Vec<_> = equal.collect();
            format!("{which} {target} whose {}", equal.join(" and "))
        }
    }
}

/// The columns of the key.
fn key(unit: &Unit<'_>, link: &Link<'_>) -> String {
    let key = unit.schema.foreign_key_of(unit.id, link.id);
    let names = key.map_or(vec![], |(owner, key)| {
        let columns = key.columns.iter();
        let columns = columns.map(|c| unit.schema.model(owner).column(*c));
        columns.map(|c| format!("`{}`", c.field)).collect()
    });
    names.join(", ")
}
