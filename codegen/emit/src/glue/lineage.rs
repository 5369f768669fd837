use ormolu_schema::ir::{ForeignKey, Model, ModelKind, Storage};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::meta::{names, table};
use crate::lineage::rows;
use crate::names::ident;
use crate::scope::Scope;
use crate::sql;
use crate::unit::Unit;

/// The field of `ModelMeta`, if the model inherits from another.
pub(super) fn field(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let lineage = unit.model.lineage.as_ref()?;
    let base = lineage.base?;
    let rows = sql::fixed(|dialect| rows(unit, dialect).unwrap_or_default());
    let (above, only) = match base.storage {
        Storage::Single => {
            let (at, tag) = (
                Literal::usize_unsuffixed(lineage.discriminator.0),
                &lineage.tag,
            );
            (quote!(None), quote!(Some((#at, #tag))))
        }
        Storage::Joined => {
            let model = unit.schema.model(base.model);
            let above = scope.item(&model.module, &model.name);
            (quote!(Some(<#above as rt::Model>::META)), quote!(None))
        }
    };
    Some(quote! {
        lineage: Some(&rt::Lineage { rows: #rows, base: #above, only: #only, }),
    })
}

/// A row of a variant where one of its base is asked for.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let (name, base) = (ident(&unit.model.name), unit.inherited()?);
    let base = unit.schema.model(base.model);
    let base = scope.item(&base.module, &base.name);
    let writable = unit.is_writable();
    writable.then(|| quote!(rt::variant!(face::#name => #base);))
}

/// The foreign keys of tables that point at rows of the model, or at the same rows as its base
/// has them.
pub(super) fn keys_here<'a>(unit: &Unit<'a>) -> impl Iterator<Item = (&'a Model, &'a ForeignKey)> {
    let (id, base) = (unit.id, unit.inherited().map(|b| b.model));
    let tables = unit
        .schema
        .models
        .iter()
        .filter(|m| m.kind != ModelKind::Rows);
    let keys = tables.flat_map(|m| m.foreign_keys.iter().map(move |k| (m, k)));
    keys.filter(move |(model, key)| {
        // A part of the row beside that of the base, be it the model's own or a sibling's.
        let part = model.kind == ModelKind::Table && key.columns == model.primary_key.columns;
        (key.target == id || Some(key.target) == base) && !(base.is_some() && part)
    })
}

/// What goes together with a row: the same row as another model of the family has it.
pub(super) fn cascade(unit: &Unit<'_>) -> Option<TokenStream> {
    let lineage = unit.model.lineage.as_ref()?;
    let shared = unit.schema.models.iter().any(|m| {
        let base = m.lineage.as_ref().and_then(|l| l.base);
        base.is_some_and(|b| b.model == unit.id && b.storage == Storage::Single)
    });
    let owner = match lineage.base {
        Some(base) => unit.schema.model(base.model),
        None if shared => unit.model,
        None => return None,
    };
    let (table, key) = (
        table(&owner.table),
        names(owner, &owner.primary_key.columns),
    );
    Some(quote! {
        rt::Cascade {
            table: #table,
            columns: #key,
            target_columns: #key,
            action: rt::CascadeAction::Delete,
        }
    })
}

/// The foreign key of a variant to its base is no relationship between rows: both are one.
pub(super) fn is_own_row(unit: &Unit<'_>, key: &ForeignKey) -> bool {
    let above = unit
        .inherited()
        .is_some_and(|base| base.model == key.target);
    above && key.columns == unit.model.primary_key.columns
}
