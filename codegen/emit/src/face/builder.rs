use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::row::{argument, column_doc};
use super::{allow_names, doc};
use crate::error::EmitError;
use crate::keys::tuple;
use crate::names::{capital_one, ident, words};
use crate::scope::Scope;
use crate::unit::{Chosen, Field, Link, Parent, Unit};

/// `new` and the insert builder.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = &unit.model.name;
    let builder = ident(&unit.builder());
    let parents = unit.parents();
    let required: Vec<_> = parents.iter().filter(|p| p.required).collect();
    let choices = unit.required_choices();
    let mut slots: Vec<Ident> = required.iter().map(|p| p.link.slot()).collect();
    slots.extend(choices.iter().map(|choice| choice.slot()));
    let [missing, given, row, phantom] =
        ["Missing", "Given", "New", "PhantomData"].map(|name| scope.rt(name));
    let own = scope.own(name);

    let (generics, marker, mark) = if slots.is_empty() {
        (quote!(), quote!(), quote!())
    } else {
        let states: Vec<_> = slots.iter().map(|slot| quote!(#slot)).collect();
        let states = tuple(&states);
        let marker = quote!(, #phantom<#states>);
        (quote!(<#(#slots = #missing),*>), marker, quote!(, #phantom))
    };
    let parameters = if slots.is_empty() {
        quote!()
    } else {
        quote!(<#(#slots),*>)
    };
    let new = new(unit, scope, &builder, &mark)?;
    let docs = doc(&match slots.len() {
        0 => format!("{} to insert.", capital_one(name)),
        _ => format!(
            "{} to insert, once its required relationships are given.",
            capital_one(name)
        ),
    });
    let mut setters = vec![];
    let mut names = vec![];
    // The setter of a key that the database counts up says nothing to a reviewer: it is glue.
    for field in unit
        .settable()
        .into_iter()
        .filter(|f| f.column.identity.is_none())
    {
        setters.push(setter(unit, field, scope)?);
        names.push(field.column.field.as_str());
    }
    let chosen = |parent: &&Parent<'_>| choices.iter().any(|c| c.has(&parent.link));
    for parent in parents.iter().filter(|parent| !chosen(parent)) {
        let state = required.iter().position(|p| p.link.id == parent.link.id);
        let done = state.map(|at| builder_with(&builder, &slots, at, &given));
        setters.push(setter_of(&parent.link, done.as_ref(), &builder, scope));
        names.push(parent.link.name());
    }
    for link in unit.linkable() {
        setters.push(link_setter(&link, scope));
        names.push(link.name());
    }
    let choices = choices
        .iter()
        .enumerate()
        .map(|(nth, choice)| choice_setters(&builder, &slots, required.len() + nth, choice, scope));
    let choices: TokenStream = choices.collect();
    let allow = allow_names(names.into_iter());
    let setters = if setters.is_empty() {
        quote!()
    } else {
        quote!(#allow impl #parameters #builder #parameters { #(#setters)* })
    };
    Ok(quote! {
        #new
        #docs
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct #builder #generics (pub(super) #row<#own> #marker);
        #setters
        #choices
    })
}

fn new(
    unit: &Unit<'_>,
    scope: &Scope,
    builder: &Ident,
    mark: &TokenStream,
) -> Result<TokenStream, EmitError> {
    let arguments = unit.arguments();
    let mut parameters = vec![];
    let mut assignments = vec![];
    for field in &arguments {
        let (parameter, value) = argument(unit, *field, scope)?;
        let value = given(*field, value, scope);
        let name = field.ident();
        parameters.push(parameter);
        assignments.push(quote!(new.row.#name = #value;));
    }
    let docs = doc(&match arguments.len() {
        0 => format!("A new {}.", words(&unit.model.name)),
        _ => format!("A new {}, with what it must have.", words(&unit.model.name)),
    });
    let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let glue = unit.glue();
    let blank = quote!(#glue::blank());
    let body = if arguments.is_empty() {
        quote!(#builder(#blank #mark))
    } else {
        quote! {
            let mut new = #blank;
            #(#assignments)*
            #builder(new #mark)
        }
    };
    Ok(quote! {
        #docs
        #many
        pub fn new(#(#parameters),*) -> #builder {
            #body
        }
    })
}

/// A value for a field of a row.
fn given(field: Field<'_>, value: TokenStream, scope: &Scope) -> TokenStream {
    match field.column.deferred {
        true => {
            let deferred = scope.rt("Deferred");
            quote!(#deferred::Read(#value))
        }
        false => value,
    }
}

/// The setter of a column that may be left open.
pub(crate) fn setter(
    unit: &Unit<'_>,
    field: Field<'_>,
    scope: &Scope,
) -> Result<TokenStream, EmitError> {
    let (docs, name) = (column_doc(field), field.ident());
    let at = Literal::u16_unsuffixed(field.at);
    let (parameter, value) = if field.column.nullable {
        let (ty, nullable) = (unit.base(field, scope)?, scope.rt("IntoNullable"));
        (
            quote!(#name: impl #nullable<#ty>),
            quote!(#name.into_nullable()),
        )
    } else {
        argument(unit, field, scope)?
    };
    let value = given(field, value, scope);
    let place = if unit.starts_open(field) {
        quote!(self.0.given(#at).#name)
    } else {
        quote!(self.0.row.#name)
    };
    Ok(quote! {
        #docs
        pub fn #name(mut self, #parameter) -> Self {
            #place = #value;
            self
        }
    })
}

/// The builder whose state `at` is this one.
fn builder_with(builder: &Ident, slots: &[Ident], at: usize, state: &TokenStream) -> TokenStream {
    let states = slots.iter().enumerate().map(|(nth, slot)| match nth == at {
        true => state.clone(),
        false => quote!(#slot),
    });
    quote!(#builder<#(#states),*>)
}

/// The setters of relationships to one of several models: one of each can be called, once.
fn choice_setters(
    builder: &Ident,
    slots: &[Ident],
    at: usize,
    choice: &Chosen<'_>,
    scope: &Scope,
) -> TokenStream {
    let [missing, given] = ["Missing", "Given"].map(|name| scope.rt(name));
    let others = slots.iter().enumerate().filter(|(nth, _)| *nth != at);
    let others = others.map(|(_, slot)| slot);
    let (open, done) = (
        builder_with(builder, slots, at, &missing),
        builder_with(builder, slots, at, &given),
    );
    let setters = choice
        .links
        .iter()
        .map(|(_, link)| setter_of(link, Some(&done), builder, scope));
    let parameters = (slots.len() > 1).then(|| quote!(<#(#others),*>));
    quote! {
        impl #parameters #open {
            #(#setters)*
        }
    }
}

/// Points at the row of a relationship; `done` is the builder that knows of it.
fn setter_of(
    link: &Link<'_>,
    done: Option<&TokenStream>,
    builder: &Ident,
    scope: &Scope,
) -> TokenStream {
    let name = link.ident();
    let target = target(link, scope);
    let [into_ref, phantom] = ["IntoRef", "PhantomData"].map(|name| scope.rt(name));
    let docs = relationship_doc(link);
    let (output, value) = match done {
        None => (quote!(Self), quote!(self)),
        Some(done) => (done.clone(), quote!(#builder(self.0, #phantom))),
    };
    quote! {
        #docs
        pub fn #name(mut self, #name: impl #into_ref<#target>) -> #output {
            self.0.point::<#name>(#name.into_ref());
            #value
        }
    }
}

fn link_setter(link: &Link<'_>, scope: &Scope) -> TokenStream {
    let name = link.ident();
    let target = target(link, scope);
    let (into_ref, iterator) = (scope.rt("IntoRef"), scope.std("IntoIterator"));
    let docs = relationship_doc(link);
    quote! {
        #docs
        pub fn #name<R: #into_ref<#target>>(mut self, #name: impl #iterator<Item = R>) -> Self {
            self.0.link::<#name>(#name.into_iter().map(#into_ref::into_ref).collect());
            self
        }
    }
}

fn target(link: &Link<'_>, scope: &Scope) -> TokenStream {
    scope.target(link, &link.target.name)
}

fn relationship_doc(link: &Link<'_>) -> TokenStream {
    link.relationship
        .comment
        .as_deref()
        .map(doc)
        .unwrap_or_default()
}
