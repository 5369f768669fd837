//! Shortcuts: ways over several relationships.

use ormolu_schema::ir::{ModelId, RelationshipId, Shortcut};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{allow_names, doc};
use crate::names::ident;
use crate::scope::Scope;
use crate::space;
use crate::unit::{Link, Unit};

/// An accessor of the view and a condition of the table handle for each.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let shortcuts = &unit.model.shortcuts;
    if shortcuts.is_empty() {
        return None;
    }
    let (view, table) = (ident(&unit.named("View")), ident(&unit.named("Table")));
    let accessors = shortcuts
        .iter()
        .map(|shortcut| accessor(unit, shortcut, scope));
    let conditions = shortcuts
        .iter()
        .map(|shortcut| condition(unit, shortcut, scope));
    let whole = scope.rt("Whole");
    let allow = allow_names(shortcuts.iter().map(|shortcut| shortcut.name.as_str()));
    Some(quote! {
        #allow
        impl<'g, L: 'static> #view<'g, L> {
            #(#accessors)*
        }
        impl<M: #whole> #table<M> {
            #(#conditions)*
        }
    })
}

/// One of the relationships on the way.
struct Step<'a> {
    link: Link<'a>,
    required: bool,
    /// The trait that proves it loaded.
    has: TokenStream,
}

fn steps<'a>(unit: &Unit<'a>, shortcut: &Shortcut) -> Vec<Step<'a>> {
    let step = |(model, id): &(ModelId, RelationshipId)| {
        let link = Link::of(unit.schema, *model, *id);
        let required = link.is_required(unit.schema.model(*model));
        let has = link.has();
        let has = match *model == unit.id {
            true => quote!(#has),
            false => {
                let way = space::way(&unit.model.module, &unit.schema.model(*model).module);
                quote!(#way::#has)
            }
        };
        Step {
            link,
            required,
            has,
        }
    };
    shortcut.steps.iter().map(step).collect()
}

fn accessor(unit: &Unit<'_>, shortcut: &Shortcut, scope: &Scope) -> TokenStream {
    let steps = steps(unit, shortcut);
    let sets: Vec<Ident> = (1..=steps.len()).map(|n| format_ident!("S{n}")).collect();
    let many = steps.iter().any(|step| step.link.is_many());
    let required = steps.iter().all(|step| step.required);
    let owners = std::iter::once(format_ident!("L")).chain(sets.iter().cloned());
    let proofs = steps
        .iter()
        .zip(owners)
        .zip(&sets)
        .map(|((step, owner), set)| {
            let (has, slot) = (&step.has, step.link.slot());
            quote!(#owner: #has<#slot = #set>)
        });
    let (Some(last), Some(loaded)) = (steps.last(), sets.last()) else {
        return TokenStream::new();
    };
    let target = scope.target(&last.link, &format!("{}View", last.link.target.name));
    // What proves another relationship is `'static` by that.
    let inner = &sets[..sets.len() - 1];
    let item = quote!(#target<'g, #loaded>);
    let ty = if many {
        quote!(impl Iterator<Item = #item> + use<'g, L, #(#sets),*>)
    } else if required {
        item
    } else {
        let option = scope.std("Option");
        quote!(#option<#item>)
    };
    let (name, docs, way) = (
        ident(&shortcut.name),
        docs(shortcut, many),
        way(&steps, many),
    );
    quote! {
        #docs
        pub fn #name<#(#inner,)* #loaded: 'static>(&self) -> #ty
        where
            #(#proofs),*
        {
            #way
        }
    }
}

/// From a view through all steps.
fn way(steps: &[Step<'_>], many: bool) -> TokenStream {
    let mut way = quote!(self);
    let mut optional = false;
    for (at, step) in steps.iter().enumerate() {
        let name = step.link.ident();
        way = match (many, at) {
            (true, 0) if step.link.is_many() => quote!(#way.#name().into_iter()),
            (true, 0) if step.required => quote!(::core::iter::once(#way.#name())),
            (true, 0) => quote!(#way.#name().into_iter()),
            (true, _) if step.link.is_many() => quote!(#way.flat_map(|row| row.#name())),
            (true, _) if step.required => quote!(#way.map(|row| row.#name())),
            (true, _) => quote!(#way.filter_map(|row| row.#name())),
            (false, _) if !optional => quote!(#way.#name()),
            (false, _) if step.required => quote!(#way.map(|row| row.#name())),
            (false, _) => quote!(#way.and_then(|row| row.#name())),
        };
        optional |= !step.required;
    }
    way
}

fn condition(unit: &Unit<'_>, shortcut: &Shortcut, scope: &Scope) -> TokenStream {
    let steps = steps(unit, shortcut);
    let Some(last) = steps.last() else {
        return TokenStream::new();
    };
    let table = scope.target(&last.link, &format!("{}Table", last.link.target.name));
    let [condition, expr] = ["Condition", "Expr"].map(|name| scope.rt(name));
    let bool = scope.std("bool");
    let name = format_ident!("any_{}", shortcut.name);
    let docs = doc(&format!(
        "Whether any row of `{}` fulfils a condition.",
        shortcut.text
    ));
    // The outermost step is one of the handle itself.
    let asked = |row: TokenStream, step: &Step<'_>, inner: TokenStream| {
        let name = step.link.ident();
        let asks = format_ident!("{}", if step.link.is_many() { "any" } else { "has" });
        quote!(#row.#name().#asks(#inner))
    };
    let rest = steps[1..].iter().rev().fold(quote!(of), |inner, step| {
        let asked = asked(quote!(row), step, inner);
        quote!(|row| #asked)
    });
    let asked = asked(quote!(self), &steps[0], rest);
    quote! {
        #docs
        pub fn #name<C: #condition>(self, of: impl FnOnce(#table) -> C) -> #expr<#bool> {
            #asked
        }
    }
}

fn docs(shortcut: &Shortcut, many: bool) -> TokenStream {
    let rows = if many { "Each" } else { "The" };
    match &shortcut.comment {
        Some(comment) => doc(&format!("{comment}\n\n`{}`", shortcut.text)),
        None => doc(&format!("{rows} row of `{}`.", shortcut.text)),
    }
}
