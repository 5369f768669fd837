use proc_macro2::TokenStream;
use quote::quote;

use crate::error::EmitError;
use crate::face::argument;
use crate::keys::tuple;
use crate::names::{ident, one, words};
use crate::scope::Scope;
use crate::unit::Unit;

/// The functions that queries begin with. They are the same for every model.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (model, name) = (&unit.model.name, ident(&unit.model.name));
    let table = ident(&unit.named("Table"));
    let like_type = ["Select", "Get", "Insert", "Update", "Delete"].contains(&model.as_str());
    let allow = like_type.then(|| quote!(#[allow(clippy::self_named_constructors)]));
    let select_doc = match unit.apart().is_empty() {
        true => format!(" Selects from `{}`.", unit.model.table.name),
        false => format!(" Selects from {}.", unit.tables_apart()),
    };
    let (get, writes) = match (unit.is_keyed(), unit.is_writable()) {
        (false, _) => (None, None),
        (true, false) => (Some(get(unit, scope)?), None),
        (true, true) => (Some(get(unit, scope)?), Some(writes(unit))),
    };
    Ok(quote! {
        #allow
        impl face::#name {
            #[doc = #select_doc]
            pub fn select() -> rt::Select<face::#table, rt::Loaded<face::#name, face::Rels>> {
                rt::Select::model()
            }
            #get
            #writes
        }
    })
}

/// The parameters that name a row, and the key they make.
pub(super) fn key(
    unit: &Unit<'_>,
    scope: &Scope,
) -> Result<(Vec<TokenStream>, TokenStream), EmitError> {
    let mut parameters = vec![];
    let mut values = vec![];
    for id in unit.model.key() {
        let Some(field) = unit.fields().find(|f| f.id() == *id) else {
            continue;
        };
        let (parameter, value) = argument(unit, field, scope)?;
        parameters.push(parameter);
        values.push(value);
    }
    Ok((parameters, tuple(&values)))
}

/// What needs rows that can be named by a key.
fn get(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (model, name) = (&unit.model.name, ident(&unit.model.name));
    let (parameters, key) = key(unit, scope)?;
    let get_doc = format!(" The {} of a key.", words(model));
    Ok(quote! {
        #[doc = #get_doc]
        pub fn get(#(#parameters),*) -> rt::Get<face::#name, face::Rels> {
            rt::Get::new(#key)
        }
    })
}

/// What needs rows that can be written.
fn writes(unit: &Unit<'_>) -> TokenStream {
    let (model, name) = (&unit.model.name, ident(&unit.model.name));
    let insert_doc = format!(" Inserts {}.", one(model));
    quote! {
        #[doc = #insert_doc]
        pub fn insert(new: impl rt::Insertable<Model = face::#name>) -> rt::Insert<face::#name> {
            rt::Insert::new(new)
        }
        /// Inserts many.
        pub fn insert_all<N: rt::Insertable<Model = face::#name>>(
            new: impl IntoIterator<Item = N>
        ) -> rt::InsertAll<face::#name> {
            rt::InsertAll::new(new)
        }
        /// Updates by condition.
        pub fn update() -> rt::Update<face::#name> {
            rt::Update::new()
        }
        /// Deletes by condition.
        pub fn delete() -> rt::Delete<face::#name> {
            rt::Delete::new()
        }
    }
}
