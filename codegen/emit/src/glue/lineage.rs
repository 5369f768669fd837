use ormolu_schema::ir::{Base, Choice, ForeignKey, Model, ModelId, ModelKind, Storage};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::meta::{names, table};
use crate::lineage::rows;
use crate::names::ident;
use crate::scope::Scope;
use crate::sql;
use crate::unit::{Link, Unit};

/// The field of `ModelMeta`, if the model inherits from another.
pub(super) fn field(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let lineage = unit.model.lineage.as_ref()?;
    let rows = sql::fixed(|dialect| rows(unit, dialect).unwrap_or_default());
    if !unit.apart().is_empty() {
        return Some(quote! {
            lineage: Some(&rt::Lineage { rows: #rows, base: None, only: None, }),
        });
    }
    let base = lineage.base?;
    let above = match unit.above() {
        Some(model) => {
            let model = unit.schema.model(model);
            let above = scope.item(&model.module, &model.name);
            quote!(Some(<#above as rt::Model>::META))
        }
        None => quote!(None),
    };
    let only = match base.storage {
        Storage::Single => {
            let at = Literal::usize_unsuffixed(lineage.discriminator.0);
            let tags = unit.tags();
            quote!(Some((#at, &[#(#tags),*])))
        }
        Storage::Joined => quote!(None),
    };
    Some(quote! {
        lineage: Some(&rt::Lineage { rows: #rows, base: #above, only: #only, }),
    })
}

/// The field of `ModelMeta`, if a column says which model a row is of.
pub(super) fn tag(unit: &Unit<'_>) -> Option<TokenStream> {
    let lineage = unit.model.lineage.as_ref().filter(|_| unit.is_writable())?;
    let at = Literal::usize_unsuffixed(lineage.discriminator.0);
    let tag = &lineage.tag;
    Some(quote!(tag: Some((#at, #tag)),))
}

/// A row of a variant where one of its bases is asked for.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> TokenStream {
    let name = ident(&unit.model.name);
    let bases = unit.bases().filter(|_| unit.is_writable());
    let variant = |base| {
        let base = unit.schema.model(base);
        let base = scope.item(&base.module, &base.name);
        quote!(rt::variant!(face::#name => #base);)
    };
    bases.map(variant).chain(family(unit, scope)).collect()
}

/// The ways to the variants of a base.
fn family(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let choice = is_base(unit.model)?;
    let name = ident(&unit.model.name);
    let ways = choice
        .alternatives
        .iter()
        .rev()
        .fold(quote!(()), |after, way| {
            let link = Link::of(unit.schema, unit.id, way.relationship);
            let (marker, target) = (link.ident(), scope.target(&link, &link.target.name));
            let on = match is_base(link.target) {
                Some(_) => quote!(<#target as rt::Family>::Ways),
                None => quote!(()),
            };
            quote!((rt::Way<face::#marker, #on>, #after))
        });
    Some(quote! {
        impl rt::Family for face::#name {
            type Ways = #ways;
        }
    })
}

/// What a row may be, if others inherit from its model.
fn is_base(model: &Model) -> Option<&Choice> {
    model.choices.iter().find(|choice| choice.itself)
}

/// The foreign keys of tables that point at rows of the model, or at the same rows as its base
/// has them.
pub(super) fn keys_here<'a>(unit: &Unit<'a>) -> impl Iterator<Item = (&'a Model, &'a ForeignKey)> {
    let line: Vec<ModelId> = std::iter::once(unit.id).chain(unit.bases()).collect();
    let is_variant = line.len() > 1;
    let tables = unit
        .schema
        .models
        .iter()
        .filter(|m| m.kind != ModelKind::Rows);
    let keys = tables.flat_map(|m| m.foreign_keys.iter().map(move |k| (m, k)));
    keys.filter(move |(model, key)| {
        line.contains(&key.target) && !(is_variant && is_part(model, key))
    })
}

/// Whether a key leads from a part of a row beside that of a base to the row, be it the model's
/// own or a sibling's.
fn is_part(model: &Model, key: &ForeignKey) -> bool {
    model.kind == ModelKind::Table && key.columns == model.primary_key.columns
}

/// What goes together with a row: the same row as other models of the family have it.
pub(super) fn cascade(unit: &Unit<'_>) -> Vec<TokenStream> {
    let is_variant = unit.inherited().is_some();
    let below = |model: &Model| {
        // The parts right below the top are pointed at it.
        let base = model.lineage.as_ref().and_then(|l| l.base);
        let is_known = |base: Base| base.model == unit.id && base.storage == Storage::Joined;
        is_variant || !base.is_some_and(is_known)
    };
    let model = |id| unit.schema.model(id);
    let mut owners: Vec<&Model> = vec![];
    let variants = unit.variants().map(model).filter(|model| below(model));
    for owner in unit.bases().map(model).chain(variants) {
        if owners.iter().all(|other| other.table != owner.table) {
            owners.push(owner);
        }
    }
    let cascade = |owner: &Model| {
        let (table, key) = (
            table(&owner.table),
            names(owner, &owner.primary_key.columns),
        );
        quote! {
            rt::Cascade {
                table: #table,
                columns: #key,
                target_columns: #key,
                action: rt::CascadeAction::Delete,
            }
        }
    };
    owners.into_iter().map(cascade).collect()
}

/// The foreign key of a variant to a base is no relationship between rows: both are one.
pub(super) fn is_own_row(unit: &Unit<'_>, key: &ForeignKey) -> bool {
    let above = unit.bases().any(|base| base == key.target);
    above && key.columns == unit.model.primary_key.columns
}
