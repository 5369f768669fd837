use ormolu_schema::ir::{ColumnId, ForeignKey, Model, ReferentialAction, Schema, Timing};
use proc_macro2::TokenStream;
use quote::quote;

use super::lineage;
use super::meta::{names, table};
use crate::unit::Unit;

/// The fields of `ModelMeta` for the foreign keys whose values the order of a flush depends on.
pub(super) fn fields(unit: &Unit<'_>) -> TokenStream {
    let circular = unit.circular.iter().map(|id| {
        let key = unit.model.foreign_key(*id);
        meta(unit.schema, unit.model, key)
    });
    let circular: Vec<_> = circular.collect();
    let followers = followers(unit);
    let circular = (!circular.is_empty()).then(|| quote!(circular: &[#(#circular),*],));
    let followers = (!followers.is_empty()).then(|| quote!(followers: &[#(#followers),*],));
    quote!(#circular #followers)
}

/// The foreign keys that point at columns whose values a program chooses, and so may change.
fn followers(unit: &Unit<'_>) -> Vec<TokenStream> {
    lineage::keys_here(unit)
        .filter(|(_, key)| may_change(unit.model, key))
        .map(|(model, key)| meta(unit.schema, model, key))
        .collect()
}

fn may_change(target: &Model, key: &ForeignKey) -> bool {
    let chosen = |id: &ColumnId| {
        let column = target.column(*id);
        column.identity.is_none() && column.default.is_none() && column.generated.is_none()
    };
    key.on_update != ReferentialAction::NoAction || key.target_columns.iter().any(chosen)
}

fn meta(schema: &Schema, model: &Model, key: &ForeignKey) -> TokenStream {
    let target = schema.model(key.target);
    let (own, columns) = (table(&model.table), names(model, &key.columns));
    let (to, target_columns) = (table(&target.table), names(target, &key.target_columns));
    let on_update = match key.on_update {
        ReferentialAction::NoAction | ReferentialAction::Restrict => quote!(Refuse),
        ReferentialAction::Cascade => quote!(Follow),
        ReferentialAction::SetNull => quote!(SetNull),
        ReferentialAction::SetDefault => quote!(SetDefault),
    };
    let deferred = key.timing == Timing::AtCommit;
    quote! {
        rt::ForeignKeyMeta {
            table: #own,
            columns: #columns,
            target: #to,
            target_columns: #target_columns,
            on_update: rt::KeyChange::#on_update,
            deferred: #deferred,
        }
    }
}
