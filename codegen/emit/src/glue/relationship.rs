use ormolu_schema::ir::RelationshipKind;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::meta::{names, positions, table};
use crate::error::EmitError;
use crate::keys::{self, Side};
use crate::names::ident;
use crate::scope::Scope;
use crate::unit::{Link, Unit};

/// The loaded set, and for each relationship its traits.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let mut out = shape(unit);
    for link in unit.links() {
        out.extend(relation(unit, &link, scope)?);
        out.extend(proof(unit, &link, scope));
    }
    for parent in unit.parents() {
        if unit.is_writable() {
            out.extend(belongs_to(unit, &parent.link, scope));
        }
    }
    Ok(out)
}

/// `Shape`: what a loaded set adds to the JSON of a row.
fn shape(unit: &Unit<'_>) -> TokenStream {
    let name = ident(&unit.model.name);
    let links: Vec<_> = unit.links().collect();
    let slots: Vec<_> = links.iter().map(|link| link.slot()).collect();
    let markers = links.iter().map(|link| link.ident()).collect::<Vec<_>>();
    let (generics, rels) = match links.is_empty() {
        true => (quote!(), quote!(face::Rels)),
        false => (
            quote!(<#(#slots: rt::SlotShape<face::#markers>),*>),
            quote!(face::Rels<#(#slots),*>),
        ),
    };
    let (view, map) = match links.is_empty() {
        true => (quote!(_), quote!(_)),
        false => (quote!(view), quote!(map)),
    };
    quote! {
        impl #generics rt::Shape<face::#name> for #rels {
            fn serialize_loaded<S: rt::SerializeMap>(
                #view: rt::View<'_, face::#name, Self>,
                #map: &mut S
            ) -> Result<(), S::Error> {
                #(<#slots as rt::SlotShape<face::#markers>>::serialize(view, map)?;)*
                Ok(())
            }
        }
    }
}

/// `Relation` for the marker.
fn relation(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (marker, name) = (link.ident(), ident(&unit.model.name));
    let child = scope.target(link, &link.target.name);
    let cardinality = if link.is_many() {
        quote!(rt::ToMany)
    } else {
        quote!(rt::ToOne)
    };
    let (own, target) = keys::sides(unit, link, scope)?;
    let (
        Side {
            ty: key,
            value: parent,
        },
        Side {
            ty: child_key,
            value: of_child,
        },
    ) = (own, target);
    let meta = meta(unit, link);
    Ok(quote! {
        impl rt::Relation for face::#marker {
            type Parent = face::#name;
            type Child = #child;
            type Cardinality = #cardinality;
            type Key = #key;
            type ChildKey = #child_key;
            const META: &'static rt::RelationMeta = &#meta;
            fn parent_key(row: &face::#name) -> Option<#key> {
                #parent
            }
            fn child_key(row: &#child) -> Option<#child_key> {
                #of_child
            }
        }
    })
}

fn meta(unit: &Unit<'_>, link: &Link<'_>) -> TokenStream {
    let name = link.name();
    let slot = Literal::usize_unsuffixed(link.id.0);
    let inverse = match link.relationship.inverse {
        Some(id) => {
            let at = Literal::usize_unsuffixed(id.0);
            quote!(Some(#at))
        }
        None => quote!(None),
    };
    let (own, target) = keys::columns(unit, link);
    let (own, target) = (positions(&own), positions(&target));
    let through = match link.relationship.kind {
        RelationshipKind::ManyToMany {
            through,
            parent_key,
            child_key,
        } => {
            let through = unit.schema.model(through);
            let columns = |id| names(through, &through.foreign_key(id).columns);
            let (table, parent, child) = (
                table(&through.table),
                columns(parent_key),
                columns(child_key),
            );
            quote!(Some(&rt::LinkMeta {
                table: #table,
                parent_columns: #parent,
                child_columns: #child,
            }))
        }
        _ => quote!(None),
    };
    let order = link.relationship.order.iter().map(|term| {
        let (at, descending) = (Literal::usize_unsuffixed(term.column.0), term.descending);
        quote!((#at, #descending))
    });
    let required = unit.is_required(link);
    let belongs_to = matches!(link.relationship.kind, RelationshipKind::BelongsTo { .. });
    quote! {
        rt::RelationMeta {
            name: #name,
            slot: #slot,
            inverse: #inverse,
            parent_columns: #own,
            child_columns: #target,
            link: #through,
            order: &[#(#order),*],
            required: #required,
            belongs_to: #belongs_to,
        }
    }
}

/// `Has..`, and the step from a set without the relationship to one with it.
fn proof(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let (has, slot, marker, model) = (
        link.has(),
        link.slot(),
        link.ident(),
        ident(&unit.model.name),
    );
    let child = scope.target(link, &link.target.name);
    let place = unit.place(link.name());
    let docs = crate::face::doc(&format!("Proof that `{place}` is loaded."));
    let message = format!("relationship `{place}` is not loaded by this query");
    let label = format!("`{}` is not loaded", link.name());
    let note = format!(
        "add `.with({}::{marker}())` to the query, or call `try_{}()`",
        ident(&unit.model.module),
        link.name()
    );
    let others: Vec<_> = unit.links().filter(|l| l.id != link.id).collect();
    let other_slots: Vec<_> = others.iter().map(|l| l.slot()).collect();
    let other_markers = others.iter().map(|l| l.ident());
    let slots: Vec<_> = unit.links().map(|l| l.slot()).collect();
    // `S_` cannot be the camel case of a relationship's name.
    let after: Vec<_> = unit
        .links()
        .map(|l| {
            if l.id == link.id {
                quote!(rt::Yes<S_>)
            } else {
                slot_of(&l)
            }
        })
        .collect();
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #has: rt::Shape<face::#model> {
            /// What is loaded with its rows.
            type #slot: rt::Shape<#child>;
        }
        #[diagnostic::do_not_recommend]
        impl<#(#other_slots: rt::SlotShape<face::#other_markers>,)* S_: rt::Shape<#child>> #has
            for face::Rels<#(#after),*>
        {
            type #slot = S_;
        }
        #[diagnostic::do_not_recommend]
        impl<#(#slots: 'static,)* S_: 'static> rt::Set<face::#marker, S_>
            for face::Rels<#(#slots),*>
        {
            type Out = face::Rels<#(#after),*>;
        }
    }
}

fn slot_of(link: &Link<'_>) -> TokenStream {
    let slot = link.slot();
    quote!(#slot)
}

/// How the foreign key is filled from a parent.
fn belongs_to(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let (marker, model) = (link.ident(), ident(&unit.model.name));
    let parent = scope.target(link, &link.target.name);
    let (own, target) = keys::columns(unit, link);
    let key = &link.target.primary_key.columns;
    let mut by_row = vec![];
    let mut by_key = vec![];
    for (from, to) in own.iter().zip(&target) {
        let (column, source) = (unit.model.column(*from), link.target.column(*to));
        let (field, name) = (ident(&column.field), ident(&source.field));
        let wrap = |value: TokenStream| {
            let value = convert(column, source, value);
            if column.nullable {
                quote!(Some(#value))
            } else {
                value
            }
        };
        let row = wrap(crate::types::copy(source, quote!(parent.#name)));
        by_row.push(quote!(row.#field = #row;));
        let part = key.iter().position(|k| k == to).unwrap_or(0);
        let value = if key.len() == 1 {
            by_value(source, quote!(*key), quote!(key))
        } else {
            let part = Literal::usize_unsuffixed(part);
            by_value(source, quote!(key.#part), quote!(key.#part))
        };
        let value = wrap(value);
        by_key.push(quote!(row.#field = #value;));
    }
    quote! {
        impl rt::BelongsTo for face::#marker {
            fn fill(row: &mut face::#model, parent: &#parent) {
                #(#by_row)*
            }
            fn fill_key(row: &mut face::#model, key: &<#parent as rt::Model>::Key) {
                #(#by_key)*
            }
        }
    }
}

/// A copy of a part of a key.
fn by_value(
    column: &ormolu_schema::ir::Column,
    place: TokenStream,
    reference: TokenStream,
) -> TokenStream {
    match crate::types::borrow(column) {
        crate::types::Borrow::Copy => place,
        _ if column.rust_type.is_some() => quote!(Clone::clone(&#place)),
        _ => quote!(#reference.clone()),
    }
}

/// A key's value in the type of the foreign key's column.
fn convert(
    column: &ormolu_schema::ir::Column,
    source: &ormolu_schema::ir::Column,
    value: TokenStream,
) -> TokenStream {
    if column.ty.base == source.ty.base || column.rust_type.is_some() || !is_integer(column) {
        return value;
    }
    // A key that is too large for the foreign key's column is refused by the foreign key.
    quote!((#value).try_into().unwrap_or_default())
}

fn is_integer(column: &ormolu_schema::ir::Column) -> bool {
    use ormolu_schema::ir::Type;
    matches!(
        column.ty.base,
        Type::TinyInt
            | Type::SmallInt
            | Type::Int
            | Type::BigInt
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
    )
}
