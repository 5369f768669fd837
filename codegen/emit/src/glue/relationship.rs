use ormolu_schema::ir::{Load, RelationshipId, RelationshipKind};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::meta::{names, option, positions, table};
use crate::error::EmitError;
use crate::face::computed::query::{self, HANDLE};
use crate::keys::{self, Side};
use crate::names::ident;
use crate::scope::Scope;
use crate::space::parts;
use crate::unit::{Link, Unit};

/// The loaded set, and for each relationship its traits.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let mut out = shape(unit);
    for link in unit.links() {
        out.extend(relation(unit, &link, scope)?);
        out.extend(positioned(&link));
        if !link.relationship.write_only {
            out.extend(proof(unit, &link, scope));
        }
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
    let slots = unit.loaded().map(|link| {
        let (slot, marker) = (link.slot(), link.ident());
        quote!(#slot #marker)
    });
    let links: Vec<_> = unit.loaded().collect();
    let list = links.iter().rev().fold(quote!(()), |after, link| {
        let (slot, marker) = (link.slot(), link.ident());
        quote!((face::#marker, #slot, #after))
    });
    quote!(rt::rels! { face::#name; #(#slots)*; #list })
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
    let (near, far) = keys::sides(unit, link, scope)?;
    let (near, near_key) = match near.primary {
        true => (quote!(rt::PrimaryKey), None),
        false => {
            let end = quote!(face::#marker);
            let key = join_key(&end, &quote!(face::#name), near);
            (end, Some(key))
        }
    };
    let (far, far_key) = match (far.primary, key_of_child(link)) {
        (true, _) => (quote!(rt::PrimaryKey), None),
        (false, Some(inverse)) => (scope.target(link, inverse), None),
        (false, None) => {
            let end = quote!(rt::Far<face::#marker>);
            let key = join_key(&end, &child, far);
            (end, Some(key))
        }
    };
    let meta = meta(unit, link, scope);
    Ok(quote! {
        rt::relation! {
            face::#marker: #name => #cardinality #child;
            #near => #far;
            { #meta }
        }
        #near_key
        #far_key
    })
}

/// `Positioned`, where a column keeps the order.
fn positioned(link: &Link<'_>) -> Option<TokenStream> {
    let marker = link.ident();
    let position = link.relationship.position?;
    let column = Literal::usize_unsuffixed(position.column.0);
    let from = Literal::i64_unsuffixed(position.from);
    Some(quote! {
        impl rt::Positioned for face::#marker {
            const POSITION: rt::Position = rt::Position { column: #column, from: #from };
        }
    })
}

/// The relationship of the child whose near end is the far end of this one.
fn key_of_child<'a>(link: &Link<'a>) -> Option<&'a str> {
    let inverse = &link.target.relationships[link.relationship.inverse?.0];
    let belongs_to = matches!(inverse.kind, RelationshipKind::BelongsTo { .. });
    belongs_to.then_some(inverse.name.as_str())
}

/// `JoinKey`: the joining values of one end.
fn join_key(end: &TokenStream, model: &TokenStream, side: Side) -> TokenStream {
    let Side { ty, value, .. } = side;
    quote! {
        impl rt::JoinKey<#model> for #end {
            type Key = #ty;
            fn of(row: &#model) -> Option<#ty> {
                #value
            }
        }
    }
}

/// How the runtime makes the relationship's names and columns.
fn meta(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let name = link.name();
    let slot = Literal::usize_unsuffixed(link.id.0);
    let (own, target) = keys::columns(unit, link);
    let (own, target) = (positions(&own), positions(&target));
    let inverse = option(way_back(link).map(|id| {
        let at = Literal::usize_unsuffixed(id.0);
        quote!(#at)
    }));
    let through = option(through(unit, link));
    let order = link.relationship.order.iter().map(|term| {
        let (at, descending) = (Literal::usize_unsuffixed(term.column.0), term.descending);
        quote!((#at, #descending))
    });
    let required = unit.is_required(link);
    let belongs_to = matches!(link.relationship.kind, RelationshipKind::BelongsTo { .. });
    let owned = is_owned(link).then(|| quote!(, owned: true));
    let loading = loading(unit, link, scope);
    quote! {
        name: #name,
        slot: #slot,
        inverse: #inverse,
        parent_columns: #own,
        child_columns: #target,
        link: #through,
        order: &[#(#order),*],
        required: #required,
        belongs_to: #belongs_to
        #owned
        #loading
    }
}

/// The inverse. Of equal values only one that leads back to the very row a child was found from.
fn way_back(link: &Link<'_>) -> Option<RelationshipId> {
    let id = link.relationship.inverse?;
    let back = &link.target.relationships[id.0];
    match back.kind {
        RelationshipKind::ByValue { many } if many || back.condition.is_some() => None,
        _ => Some(id),
    }
}

/// Whether the rows at the far end belong to one row alone, or this one does to its parent.
fn is_owned(link: &Link<'_>) -> bool {
    let back = link.relationship.inverse;
    let back = back.map(|id| &link.target.relationships[id.0]);
    link.relationship.owned || back.is_some_and(|back| back.owned)
}

/// What the schema says beyond that; most relationships say nothing.
fn loading(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let mut out = TokenStream::new();
    if let Some(condition) = &link.relationship.condition {
        let child = scope.target(link, &link.target.name);
        let row = format_ident!("{HANDLE}");
        let value = query::value(link.target, scope, &condition.formula);
        out.extend(
            quote!(, filter: Some(|alias| rt::condition::<#child, _>(alias, |#row| #value))),
        );
    }
    let load = match link.relationship.load {
        Some(Load::SelectIn) => Some(quote!(SelectIn)),
        Some(Load::Joined) => Some(quote!(Joined)),
        Some(Load::Subquery) => Some(quote!(Subquery)),
        None => None,
    };
    out.extend(load.map(|load| quote!(, load: Some(rt::Load::#load))));
    let limit = link.relationship.limit.map(Literal::u64_unsuffixed);
    out.extend(limit.map(|limit| quote!(, limit: Some(#limit))));
    if link.is_read_only(unit) {
        out.extend(quote!(, read_only: true));
    }
    out
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
    Some(quote!(&rt::LinkMeta {
        table: #table,
        parent_columns: #parent,
        child_columns: #child,
    }))
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
        ident(parts(&unit.model.module).1),
        link.name()
    );
    let before = unit.loaded().filter(|other| other.id < link.id);
    let before = before.map(|other| other.slot());
    let after = unit.loaded().filter(|other| other.id > link.id);
    let after = after.map(|other| other.slot());
    let tree = (link.relationship.target == unit.id)
        .then(|| quote!(rt::tree!(face::#marker: #has #slot);));
    quote! {
        #docs
        #[diagnostic::on_unimplemented(message = #message, label = #label, note = #note)]
        pub trait #has: rt::Shape<face::#model> {
            /// What is loaded with its rows.
            type #slot: rt::Shape<#child>;
        }
        rt::proof! { face::#marker #model => #child: #has #slot; #(#before)* / #(#after)* }
        #tree
    }
}

/// How the foreign key is filled from a parent.
fn belongs_to(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let (marker, model) = (link.ident(), ident(&unit.model.name));
    let parent = scope.target(link, &link.target.name);
    let (own, target) = keys::columns(unit, link);
    let key = link.target.key();
    let mut parts = vec![];
    for (from, to) in own.iter().zip(&target) {
        let (column, source) = (unit.model.column(*from), link.target.column(*to));
        let field = ident(&column.field);
        let part = key.iter().position(|k| k == to).unwrap_or(0);
        let part = (key.len() > 1).then(|| Literal::usize_unsuffixed(part));
        let value = convert(column, source, part_of_key(unit.schema, source, part));
        let value = match column.nullable {
            true => quote!(Some(#value)),
            false => value,
        };
        parts.push(quote!(row.#field = #value;));
    }
    quote! {
        impl rt::BelongsTo for face::#marker {
            fn fill_key(row: &mut face::#model, key: &<#parent as rt::Model>::Key) {
                #(#parts)*
            }
        }
    }
}

/// A copy of a part of a key, or of the whole of a key that has no parts.
fn part_of_key(
    schema: &ormolu_schema::ir::Schema,
    column: &ormolu_schema::ir::Column,
    part: Option<Literal>,
) -> TokenStream {
    let part = part.map(|part| quote!(.#part));
    match crate::types::borrow(schema, column) {
        crate::types::Borrow::Copy if part.is_none() => quote!(*key),
        crate::types::Borrow::Copy => quote!(key #part),
        // A type of the program may be `Copy`, for which a method's call is a lint.
        _ if column.rust_type.is_some() && part.is_none() => quote!(Clone::clone(key)),
        _ if column.rust_type.is_some() => quote!(Clone::clone(&key #part)),
        _ => quote!(key #part.clone()),
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
