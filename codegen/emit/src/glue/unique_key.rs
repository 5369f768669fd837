use std::collections::BTreeSet;

use ormolu_schema::ir::{self, ColumnId, Index, IndexTerm, Timing};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::lineage;
use super::meta::positions;
use crate::error::EmitError;
use crate::face::argument;
use crate::names::{ident, one};
use crate::scope::Scope;
use crate::types;
use crate::unit::{Field, Unit};

/// The fields of `ModelMeta`: of each what not all models have.
pub(super) fn fields(unit: &Unit<'_>) -> Option<TokenStream> {
    let keys = unit.is_writable().then(|| keys(unit))?;
    let alive = alive(unit);
    let pinned = pinned(unit, &keys, &alive);
    let uniques = (keys.len() > 1).then(|| quote!(uniques: UNIQUE_KEYS,));
    let pinned = (!pinned.is_empty()).then(|| {
        let columns = positions(&pinned);
        quote!(pinned: #columns,)
    });
    let columns = alive.iter().map(|key| positions(key));
    let alive = (!alive.is_empty()).then(|| quote!(alive: &[#(#columns),*],));
    Some(quote!(#uniques #alive #pinned))
}

/// The columns of the unique keys among rows that are not deleted softly.
fn alive(unit: &Unit<'_>) -> Vec<Vec<ColumnId>> {
    let Some(deleted) = unit.model.rules.soft_delete else {
        return vec![];
    };
    let predicate = Some(ir::not_deleted(&unit.model.column(deleted).name));
    let indexes = unit.model.indexes.iter();
    let alive = indexes.filter(|index| index.unique && index.predicate == predicate);
    alive.map(columns).filter(|key| !key.is_empty()).collect()
}

/// The columns of unique keys that must point at a row at every moment.
fn pinned(unit: &Unit<'_>, keys: &[Vec<ColumnId>], alive: &[Vec<ColumnId>]) -> Vec<ColumnId> {
    let fixed = |id: &ColumnId| {
        let mut foreign = unit.model.foreign_keys.iter();
        !unit.model.column(*id).nullable
            && foreign.any(|key| {
                key.columns.contains(id)
                    && key.timing != Timing::AtCommit
                    && !lineage::is_own_row(unit, key)
            })
    };
    let pinned: BTreeSet<ColumnId> = keys
        .iter()
        .chain(alive)
        .flatten()
        .copied()
        .filter(fixed)
        .collect();
    pinned.into_iter().collect()
}

/// The unique keys by their names, a finder for each, and the statements that name one.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (name, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let keys = keys(unit);
    let columns = keys.iter().map(|key| positions(key));
    let mut taken = BTreeSet::new();
    let mut consts = vec![];
    let mut finders = vec![];
    for (nth, key) in keys.iter().enumerate() {
        let fields: Vec<Field<'_>> = unit.fields().collect();
        let fields: Vec<Field<'_>> = key.iter().map(|id| fields[id.0]).collect();
        let names: Vec<&str> = fields.iter().map(|f| f.column.field.as_str()).collect();
        let by = names.join("_and_");
        if key.is_empty() || !is_kept(unit, key) || !taken.insert(by.clone()) {
            continue;
        }
        let constant = format_ident!("BY_{}", by.to_uppercase());
        let doc = format!(" The unique key of `{}`.", names.join("`, `"));
        let nth = Literal::usize_unsuffixed(nth);
        consts.push(quote! {
            #[doc = #doc]
            pub const #constant: rt::UniqueKey<face::#name> = rt::UniqueKey::new(UNIQUE_KEYS, #nth);
        });
        if key != unit.model.key() {
            finders.extend(finder(unit, &by, &constant, &fields, scope)?);
        }
    }
    Ok(quote! {
        const UNIQUE_KEYS: &[&[u16]] = &[#(#columns),*];
        impl face::#name {
            #(#consts)*
            #(#finders)*
        }
        rt::writes!(face::#name, #table);
    })
}

/// `find_by_email`; none where a column's values cannot be compared.
fn finder(
    unit: &Unit<'_>,
    by: &str,
    constant: &Ident,
    fields: &[Field<'_>],
    scope: &Scope,
) -> Result<Option<TokenStream>, EmitError> {
    if fields.iter().any(|f| types::not_a_key(f.column).is_some()) {
        return Ok(None);
    }
    let (name, table) = (ident(&unit.model.name), ident(&unit.named("Table")));
    let function = format_ident!("find_by_{by}");
    let doc = format!(" Selects {} by a unique key.", one(&unit.model.name));
    let mut parameters = vec![];
    let mut values = vec![];
    for field in fields {
        let (parameter, value) = argument(unit, *field, scope)?;
        let ty = unit.base(*field, scope)?;
        parameters.push(parameter);
        values.push(quote!(<#ty as rt::SqlType>::into_value(#value)));
    }
    Ok(Some(quote! {
        #[doc = #doc]
        pub fn #function(
            #(#parameters),*
        ) -> rt::Select<face::#table, rt::Loaded<face::#name, face::Rels>> {
            face::#name::#constant.find(vec![#(#values),*])
        }
    }))
}

/// Whether the database keeps a key unique, so that a statement can name it.
fn is_kept(unit: &Unit<'_>, key: &[ColumnId]) -> bool {
    key != unit.model.identity || declared(unit).any(|other| other == key)
}

/// The columns of every unique key, the one that names a row first; none for one that is not of columns
/// alone.
fn keys(unit: &Unit<'_>) -> Vec<Vec<ColumnId>> {
    let all = std::iter::once(unit.model.key().to_vec()).chain(declared(unit));
    let mut keys: Vec<Vec<ColumnId>> = vec![];
    for key in all {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The columns of unique constraints and indexes.
fn declared(unit: &Unit<'_>) -> impl Iterator<Item = Vec<ColumnId>> {
    let uniques = unit.model.uniques.iter();
    let uniques = uniques.map(|unique| unique.columns.clone());
    let indexes = unit.model.indexes.iter().filter(|index| index.unique);
    uniques.chain(indexes.map(plain))
}

/// The columns of a unique index without conditions and expressions.
fn plain(index: &Index) -> Vec<ColumnId> {
    match index.predicate {
        None => columns(index),
        Some(_) => vec![],
    }
}

/// The columns of an index, if it is one of columns alone.
fn columns(index: &Index) -> Vec<ColumnId> {
    let column = |part: &ormolu_schema::ir::IndexPart| match (&part.term, part.prefix) {
        (IndexTerm::Column(id), None) => Some(*id),
        _ => None,
    };
    let columns: Option<Vec<ColumnId>> = index.parts.iter().map(column).collect();
    columns.unwrap_or_default()
}
