use ormolu_schema::ir::RelationshipKind;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::meta::{names, positions, table};
use crate::error::EmitError;
use crate::keys;
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
    let slots = slots(unit.links());
    quote!(rt::rels! { face::#name; #slots })
}

/// Slots, each with its marker.
fn slots<'a>(links: impl Iterator<Item = Link<'a>>) -> TokenStream {
    let slots = links.map(|link| {
        let (slot, marker) = (link.slot(), link.ident());
        quote!(#slot #marker)
    });
    quote!(#(#slots)*)
}

/// `Relation` for the marker.
fn relation(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (marker, name) = (link.ident(), ident(&unit.model.name));
    let child = scope.target(link, &link.target.name);
    let cardinality = if link.is_many() {
        quote!(ToMany)
    } else {
        quote!(ToOne)
    };
    let (own, target) = keys::sides(unit, link, scope)?;
    let (key, parent_key) = (own.ty, own.value);
    let (child_key, key_of_child) = (target.ty, target.value);
    let meta = meta(unit, link);
    Ok(quote! {
        rt::relation! {
            face::#marker: #name => #cardinality #child;
            #key = row => #parent_key;
            #child_key = row => #key_of_child;
            #meta
        }
    })
}

/// How the runtime makes the relationship's names and columns.
fn meta(unit: &Unit<'_>, link: &Link<'_>) -> TokenStream {
    let name = link.name();
    let slot = Literal::usize_unsuffixed(link.id.0);
    let (own, target) = keys::columns(unit, link);
    let (own, target) = (positions(&own), positions(&target));
    let inverse = link.relationship.inverse.map(|id| {
        let at = Literal::usize_unsuffixed(id.0);
        quote!(.inverse(#at))
    });
    let through = through(unit, link);
    let terms = &link.relationship.order;
    let order = (!terms.is_empty()).then(|| {
        let terms = terms.iter().map(|term| {
            let (at, descending) = (Literal::usize_unsuffixed(term.column.0), term.descending);
            quote!((#at, #descending))
        });
        quote!(.order(&[#(#terms),*]))
    });
    let required = unit.is_required(link).then(|| quote!(.required()));
    let belongs_to = matches!(link.relationship.kind, RelationshipKind::BelongsTo { .. });
    let belongs_to = belongs_to.then(|| quote!(.belongs_to()));
    quote!(::new(#name, #slot, #own, #target) #inverse #through #order #required #belongs_to)
}

/// The link table of a many-to-many.
fn through(unit: &Unit<'_>, link: &Link<'_>) -> Option<TokenStream> {
    let RelationshipKind::ManyToMany {
        through,
        parent_key,
        child_key,
    } = link.relationship.kind
    else {
        return None;
    };
    let through = unit.schema.model(through);
    let columns = |id| names(through, &through.foreign_key(id).columns);
    let (table, parent, child) = (
        table(&through.table),
        columns(parent_key),
        columns(child_key),
    );
    Some(quote!(.link(&rt::LinkMeta {
        table: #table,
        parent_columns: #parent,
        child_columns: #child,
    })))
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
    let before = slots(unit.links().filter(|other| other.id < link.id));
    let after = slots(unit.links().filter(|other| other.id > link.id));
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #has: rt::Shape<face::#model> {
            /// What is loaded with its rows.
            type #slot: rt::Shape<#child>;
        }
        rt::proof! { face::#marker => #child: #has #slot; #before / #after }
    }
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
        let row = wrap(crate::types::copy(
            unit.schema,
            source,
            quote!(parent.#name),
        ));
        by_row.push(quote!(row.#field = #row;));
        let part = key.iter().position(|k| k == to).unwrap_or(0);
        let value = if key.len() == 1 {
            by_value(unit.schema, source, quote!(*key), quote!(key))
        } else {
            let part = Literal::usize_unsuffixed(part);
            by_value(unit.schema, source, quote!(key.#part), quote!(key.#part))
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
    schema: &ormolu_schema::ir::Schema,
    column: &ormolu_schema::ir::Column,
    place: TokenStream,
    reference: TokenStream,
) -> TokenStream {
    match crate::types::borrow(schema, column) {
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
