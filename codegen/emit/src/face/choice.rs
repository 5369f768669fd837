use ormolu_schema::ir::RelationshipKind;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::doc;
use crate::error::EmitError;
use crate::names::{capital_one, ident};
use crate::scope::Scope;
use crate::space::way;
use crate::unit::{Chosen, Field, Unit};

/// Where a relationship to one of several models leads, as rows and as keys.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let choices = unit.choices();
    choices.iter().map(|c| choice(unit, c, scope)).collect()
}

fn choice(unit: &Unit<'_>, choice: &Chosen<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    if choice.choice.itself {
        return Ok(variants(unit, choice, scope));
    }
    let place = format!("`{}`", unit.place(&choice.choice.name));
    let (name, key) = (choice.view(unit), choice.key(unit));
    let docs = doc(&match &choice.choice.comment {
        Some(comment) => format!("Where {place} leads: {comment}"),
        None => format!("The row that {place} leads to."),
    });
    let key_docs = doc(&format!("The key that {place} points at."));
    let slots = choice.slots();
    let (defaults, rows) = (defaults(unit, choice), rows(choice, scope));
    let fields = keys(unit, choice);
    let mut columns = fields.iter().flat_map(|(_, fields)| fields);
    let all_eq = columns.all(|field| crate::types::is_eq(field.column));
    let eq = all_eq.then(|| quote!(, Eq, Hash));
    let keys = fields.into_iter().map(|(variant, fields)| {
        let types = fields.into_iter().map(|field| unit.base(field, scope));
        let types = types.collect::<Result<Vec<_>, EmitError>>()?;
        Ok(quote!(#variant(#(#types),*)))
    });
    let keys = keys.collect::<Result<Vec<_>, EmitError>>()?;
    Ok(quote! {
        #docs
        pub enum #name<'g, #(#slots = #defaults),*> {
            #(#rows),*
        }
        #key_docs
        #[derive(Clone, Debug, PartialEq #eq)]
        pub enum #key {
            #(#keys),*
        }
    })
}

/// What a row of a base is.
fn variants(unit: &Unit<'_>, choice: &Chosen<'_>, scope: &Scope) -> TokenStream {
    let name = choice.view(unit);
    let (own, view) = (ident(&unit.model.name), ident(&unit.named("View")));
    let docs = doc(&format!("{} as what it is.", capital_one(&unit.model.name)));
    let slots = choice.slots();
    let (defaults, rows) = (defaults(unit, choice), rows(choice, scope));
    quote! {
        #docs
        pub enum #name<'g, L = Rels, #(#slots = #defaults),*> {
            #own(#view<'g, L>),
            #(#rows),*
        }
    }
}

/// The loaded sets in which nothing is loaded.
fn defaults(unit: &Unit<'_>, choice: &Chosen<'_>) -> Vec<TokenStream> {
    let links = choice.links.iter().map(|(_, link)| link);
    let bare = links.map(|link| match link.target.module == unit.model.module {
        true => quote!(Rels),
        false => {
            let way = way(&unit.model.module, &link.target.module);
            quote!(#way::Rels)
        }
    });
    bare.collect()
}

/// The variants with their views.
fn rows(choice: &Chosen<'_>, scope: &Scope) -> Vec<TokenStream> {
    let slots = choice.slots();
    let rows = choice.links.iter().zip(&slots);
    let rows = rows.map(|((variant, link), slot)| {
        let view = scope.target(link, &format!("{}View", link.target.name));
        quote!(#variant(#view<'g, #slot>))
    });
    rows.collect()
}

/// The columns of each alternative.
pub(crate) fn keys<'a>(unit: &Unit<'a>, choice: &Chosen<'a>) -> Vec<(Ident, Vec<Field<'a>>)> {
    let fields: Vec<Field<'a>> = unit.fields().collect();
    let key = |(variant, link): &(Ident, crate::unit::Link<'a>)| {
        let RelationshipKind::BelongsTo { foreign_key } = link.relationship.kind else {
            return None;
        };
        let columns = unit.model.foreign_key(foreign_key).columns.iter();
        let columns = columns.map(|id| fields[id.0]);
        Some((variant.clone(), columns.collect()))
    };
    choice.links.iter().filter_map(key).collect()
}

/// The accessor of the view.
pub(super) fn accessor(unit: &Unit<'_>, choice: &Chosen<'_>, scope: &Scope) -> TokenStream {
    let (accessor, name) = (ident(&choice.choice.name), choice.view(unit));
    let docs = match (&choice.choice.comment, choice.choice.itself) {
        (None, true) => Some(doc("The row as what it is.")),
        (comment, _) => comment.as_deref().map(doc),
    };
    let slots = choice.slots();
    let option = scope.std("Option");
    let has = choice.links.iter().zip(&slots).map(|((_, link), slot)| {
        let has = link.has();
        quote!(#has<#slot = #slot>)
    });
    let found = choice.links.iter().zip(&slots).enumerate();
    let found = found.map(|(at, ((variant, link), slot))| {
        let marker = link.ident();
        let one = quote!(self.0.optional::<#marker, #slot>().map(#name::#variant));
        match at {
            0 => one,
            _ => quote!(.or_else(|| #one)),
        }
    });
    let (output, itself) = match choice.choice.itself {
        true => {
            let own = ident(&unit.model.name);
            let row = quote!(.unwrap_or(#name::#own(*self)));
            (quote!(#name<'g, L, #(#slots),*>), Some(row))
        }
        false => (quote!(#option<#name<'g, #(#slots),*>>), None),
    };
    quote! {
        #docs
        pub fn #accessor<#(#slots: 'static),*>(&self) -> #output
        where
            L: #(#has)+*,
        {
            #(#found)*
            #itself
        }
    }
}
