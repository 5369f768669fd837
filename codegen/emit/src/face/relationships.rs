use ormolu_schema::ir::RelationshipKind;
use proc_macro2::TokenStream;
use quote::quote;

use super::doc;
use crate::names::{ident, one};
use crate::scope::Scope;
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
        let module = ident(&link.target.module);
        quote!(super::#module::Rels)
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
    let columns = |model: &ormolu_schema::ir::Model, key: &ormolu_schema::ir::ForeignKey| {
        let names: Vec<_> = key
            .columns
            .iter()
            .map(|c| format!("`{}`", model.column(*c).field))
            .collect();
        names.join(", ")
    };
    let (owner, key) = unit.schema.foreign_key_of(unit.id, link.id);
    let columns = columns(unit.schema.model(owner), key);
    match link.relationship.kind {
        RelationshipKind::BelongsTo { .. } => format!("the {target} of {columns}"),
        RelationshipKind::HasOne { .. } => format!("the {target} whose {columns} points here"),
        RelationshipKind::HasMany { .. } => format!("each {target} whose {columns} points here"),
        RelationshipKind::ManyToMany { through, .. } => {
            let through = &unit.schema.model(through).table.name;
            format!("each {target} linked by `{through}`")
        }
    }
}
