use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc;
use crate::error::EmitError;
use crate::keys::tuple;
use crate::names::{ident, one, words};
use crate::scope::Scope;
use crate::types::{self, Borrow};
use crate::unit::{Field, Unit};

/// The struct and the functions that queries begin with.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let model = unit.model;
    let table = &model.table.name;
    let docs = match &model.comment {
        Some(comment) => doc(comment),
        None => doc(&format!("A row of `{table}`.")),
    };
    let derives = derives(unit)?;
    let name = ident(&model.name);
    let fields = unit.fields().map(|field| {
        let (docs, name) = (column_doc(field), field.ident());
        let ty = unit.full(field, scope)?;
        Ok(quote!(#docs pub #name: #ty))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    let functions = functions(unit, scope)?;
    let own = scope.own(&model.name);
    let like_type = ["Select", "Get", "Insert", "Update", "Delete"].contains(&model.name.as_str());
    let allow = like_type.then(|| quote!(#[allow(clippy::self_named_constructors)]));
    Ok(quote! {
        #docs
        #[derive(#(#derives),*)]
        pub struct #name {
            #(#fields),*
        }
        #allow
        impl #own {
            #functions
        }
    })
}

/// The comment of a column.
pub(super) fn column_doc(field: Field<'_>) -> TokenStream {
    field.column.comment.as_deref().map(doc).unwrap_or_default()
}

fn derives(unit: &Unit<'_>) -> Result<Vec<syn::Path>, EmitError> {
    let mut names = vec!["Clone", "Debug", "PartialEq"];
    if unit.has_sensitive() {
        names.retain(|name| *name != "Debug"); // the glue has one that hides values
    }
    if unit.model.columns.iter().all(types::is_eq) {
        names.extend(["Eq", "Hash"]);
    }
    let own: Vec<&str> = unit.model.derives.iter().map(String::as_str).collect();
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).trim().to_owned();
    names.retain(|name| own.iter().all(|path| last(path) != *name));
    let hidden = |path: &&&str| !(unit.has_sensitive() && last(path) == "Debug");
    names.extend(own.iter().filter(hidden));
    let path = |name: &str| {
        syn::parse_str(name).map_err(|e| EmitError::NotRust {
            place: format!("{}, derives", unit.model.name),
            text: name.to_owned(),
            expected: "the path of a derive macro",
            reason: e.to_string(),
        })
    };
    names.into_iter().map(path).collect()
}

fn functions(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = &unit.model.name;
    let own = scope.own(name);
    let [
        select,
        loaded,
        get,
        insert,
        insert_all,
        insertable,
        update,
        delete,
    ] = [
        "Select",
        "Loaded",
        "Get",
        "Insert",
        "InsertAll",
        "Insertable",
        "Update",
        "Delete",
    ]
    .map(|name| scope.rt(name));
    let into_iterator = scope.std("IntoIterator");
    let table = scope.own(&unit.named("Table"));
    let select_doc = format!(" Selects from `{}`.", unit.model.table.name);
    let select = quote! {
        #[doc = #select_doc]
        pub fn select() -> #select<#table, #loaded<#own, Rels>> {
            #select::model()
        }
    };
    if !unit.is_writable() {
        return Ok(select);
    }
    let mut parameters = vec![];
    let mut values = vec![];
    for id in &unit.model.primary_key.columns {
        let field = unit.fields().find(|f| f.id() == *id);
        let Some(field) = field else { continue };
        let (parameter, value) = argument(unit, field, scope)?;
        parameters.push(parameter);
        values.push(value);
    }
    let key = tuple(&values);
    let get_doc = format!(" The {} of a key.", words(name));
    let insert_doc = format!(" Inserts {}.", one(name));
    Ok(quote! {
        #select
        #[doc = #get_doc]
        pub fn get(#(#parameters),*) -> #get<#own, Rels> {
            #get::new(#key)
        }
        #[doc = #insert_doc]
        pub fn insert(new: impl #insertable<Model = #own>) -> #insert<#own> {
            #insert::new(new)
        }
        /// Inserts many.
        pub fn insert_all<N: #insertable<Model = #own>>(
            new: impl #into_iterator<Item = N>,
        ) -> #insert_all<#own> {
            #insert_all::new(new)
        }
        /// Updates by condition.
        pub fn update() -> #update<#own> {
            #update::new()
        }
        /// Deletes by condition.
        pub fn delete() -> #delete<#own> {
            #delete::new()
        }
    })
}

/// A column as a parameter, and the value it becomes.
pub(super) fn argument(
    unit: &Unit<'_>,
    field: Field<'_>,
    scope: &Scope,
) -> Result<(TokenStream, TokenStream), EmitError> {
    // A parameter cannot be called like a raw `self`, and `new` holds the row.
    let name = match field.ident() {
        name if name == "new" => format_ident!("new_"),
        name => name,
    };
    let ty = unit.base(field, scope)?;
    let into = scope.std("Into");
    Ok(match types::borrow(field.column) {
        Borrow::Str | Borrow::Bytes => (quote!(#name: impl #into<#ty>), quote!(#name.into())),
        _ => (quote!(#name: #ty), quote!(#name)),
    })
}
