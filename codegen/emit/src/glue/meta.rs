use ormolu_schema::ir::{
    ColumnId, ForeignKey, Model, ReferentialAction, Relationship, RelationshipKind, TableName,
    Timing,
};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::{column, foreign_key, lineage, unique_key, version};
use crate::error::EmitError;
use crate::scope::Scope;
use crate::sql;
use crate::unit::Unit;

/// The statics that describe the model.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let columns = unit.fields().map(|field| column::meta(unit, field, scope));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    let count = Literal::usize_unsuffixed(columns.len());
    let (name, table, rank) = (unit.said(), table(&unit.model.table), unit.rank);
    let ruled = unit.is_ruled().then(|| quote!(.ruled(&RULES)));
    let rank = Literal::u16_unsuffixed(rank);
    let key = positions(unit.model.key());
    let cascades = cascades(unit);
    let parents = parents(unit);
    let get = sql::get(unit);
    // Rows of several tables are only read.
    let delete = unit.apart().is_empty().then(|| {
        let delete = sql::delete(unit);
        quote!(delete: #delete,)
    });
    let version = version::field(unit);
    let uniques = unique_key::fields(unit);
    let foreign_keys = foreign_key::fields(unit);
    let lineage = lineage::field(unit, scope);
    let tag = lineage::tag(unit);
    let read_only = (unit.is_keyed() && unit.model.read_only).then(|| quote!(read_only: true,));
    Ok(quote! {
        static COLUMNS: [rt::ColumnMeta; #count] = [#(#columns,)*];
        static META: rt::ModelMeta = rt::ModelMeta {
            name: #name,
            table: #table #ruled,
            columns: &COLUMNS,
            key: #key,
            rank: #rank,
            cascades: &[#(#cascades),*],
            parents: &[#(#parents),*],
            get: #get,
            #delete
            #version
            #uniques
            #foreign_keys
            #lineage
            #tag
            #read_only
            ..rt::ModelMeta::PLAIN
        };
    })
}

/// A table's name.
pub(super) fn table(table: &TableName) -> TokenStream {
    let name = &table.name;
    let namespace = option(table.namespace.as_ref());
    quote!(rt::TableMeta::new(#namespace, #name))
}

/// What may be there, as Rust writes it.
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// Columns by their places.
pub(super) fn positions(columns: &[ColumnId]) -> TokenStream {
    let places = columns.iter().map(|c| Literal::usize_unsuffixed(c.0));
    quote!(&[#(#places),*])
}

/// Columns by their names.
pub(super) fn names(model: &Model, columns: &[ColumnId]) -> TokenStream {
    let names = columns.iter().map(|c| &model.column(*c).name);
    quote!(&[#(#names),*])
}

/// What happens to other tables' rows when a row of this one goes.
fn cascades(unit: &Unit<'_>) -> Vec<TokenStream> {
    lineage::keys_here(unit)
        .filter_map(|(model, key)| cascade(unit, model, key))
        .chain(lineage::cascade(unit))
        .collect()
}

/// None where the database refuses only at COMMIT: by then the other row may have gone, too.
fn cascade(unit: &Unit<'_>, child: &Model, key: &ForeignKey) -> Option<TokenStream> {
    let (table, columns) = (table(&child.table), names(child, &key.columns));
    let target_columns = names(unit.model, &key.target_columns);
    let action = match key.on_delete {
        ReferentialAction::Cascade => quote!(Delete),
        ReferentialAction::SetNull => quote!(SetNull),
        ReferentialAction::SetDefault => quote!(SetDefault),
        ReferentialAction::NoAction | ReferentialAction::Restrict if is_link(unit, child) => {
            quote!(Unlink)
        }
        ReferentialAction::Restrict => quote!(Refuse),
        ReferentialAction::NoAction if key.timing == Timing::AtCommit => return None,
        ReferentialAction::NoAction => quote!(Refuse),
    };
    Some(quote! {
        rt::Cascade {
            table: #table,
            columns: #columns,
            target_columns: #target_columns,
            action: rt::CascadeAction::#action,
        }
    })
}

/// Whether a table only links rows: a many-to-many goes through it, and it has nothing but keys.
fn is_link(unit: &Unit<'_>, table: &Model) -> bool {
    let is_key = |at| {
        table
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(&at))
    };
    let through = |relationship: &Relationship| match relationship.kind {
        RelationshipKind::ManyToMany { through, .. } => {
            unit.schema.model(through).table == table.table
        }
        _ => false,
    };
    let mut models = unit.schema.models.iter();
    (0..table.columns.len()).map(ColumnId).all(is_key)
        && models.any(|model| model.relationships.iter().any(through))
}

/// The tables that foreign keys point at, each once.
fn parents(unit: &Unit<'_>) -> Vec<TokenStream> {
    let mut targets: Vec<_> = unit
        .model
        .foreign_keys
        .iter()
        .filter(|key| !lineage::is_own_row(unit, key))
        .map(|key| key.target)
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    targets.retain(|target| seen.insert(*target));
    targets
        .into_iter()
        .map(|target| table(&unit.schema.model(target).table))
        .collect()
}
