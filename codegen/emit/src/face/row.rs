use ormolu_schema::ir::{Column, Storage};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::doc;
use crate::error::EmitError;
use crate::names::{id_name, ident, one};
use crate::scope::Scope;
use crate::types::{self, Borrow};
use crate::unit::{Field, Unit};

/// The struct.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let model = unit.model;
    let table = &model.table.name;
    let docs = match &model.comment {
        Some(comment) => doc(comment),
        None if unit.inherited().is_some() => doc(&lineage_doc(unit)),
        None if !unit.apart().is_empty() => doc(&format!("A row of {}.", unit.tables_apart())),
        None => doc(&format!("A row of `{table}`.")),
    };
    let columns: Vec<_> = model.columns.iter().collect();
    let derives = derives(&model.name, &columns, &model.derives)?;
    let name = ident(&model.name);
    let fields = unit.fields().map(|field| {
        let (docs, name) = (column_doc(field), field.ident());
        let ty = unit.stored(field, scope)?;
        Ok(quote!(#docs pub #name: #ty))
    });
    let fields = fields.collect::<Result<Vec<_>, EmitError>>()?;
    let id = id(unit, scope);
    Ok(quote! {
        #id
        #docs
        #[derive(#(#derives),*)]
        pub struct #name {
            #(#fields),*
        }
    })
}

/// Where the rows of a variant are.
fn lineage_doc(unit: &Unit<'_>) -> String {
    let table = &unit.model.table.name;
    let (Some(lineage), Some(base)) = (&unit.model.lineage, unit.inherited()) else {
        return String::new();
    };
    let kind = &unit.model.column(lineage.discriminator).field;
    match base.storage {
        Storage::Single => {
            let tags: Vec<_> = unit.tags().iter().map(|tag| format!("`{tag}`")).collect();
            format!(
                "A row of `{table}` whose `{kind}` is {}.",
                tags.join(" or ")
            )
        }
        Storage::Joined => {
            let above = &unit.schema.model(base.model).table.name;
            format!("A row of `{above}` with its own of `{table}`.")
        }
    }
}

/// The type of the key.
fn id(unit: &Unit<'_>, scope: &Scope) -> Option<TokenStream> {
    let field = unit.id()?;
    let docs = doc(&format!("The key of {}.", one(&unit.model.name)));
    let (name, id) = (ident(&id_name(unit.model)), scope.rt("Id"));
    let own = scope.own(&unit.model.name);
    let stored = types::portable(unit.schema, &field.column.ty.base, scope);
    Some(quote!(#docs pub type #name = #id<#own, #stored>;))
}

/// The comment of a column.
pub(super) fn column_doc(field: Field<'_>) -> TokenStream {
    field.column.comment.as_deref().map(doc).unwrap_or_default()
}

/// The derives of a struct of some columns, with those that the schema adds.
pub(super) fn derives(
    name: &str,
    columns: &[&Column],
    own: &[String],
) -> Result<Vec<syn::Path>, EmitError> {
    let has_sensitive = columns.iter().any(|column| column.sensitive);
    let mut names = vec!["Clone", "Debug", "PartialEq"];
    if has_sensitive {
        names.retain(|name| *name != "Debug"); // the glue has one that hides values
    }
    if columns.iter().all(|column| types::is_eq(column)) {
        names.extend(["Eq", "Hash"]);
    }
    let own: Vec<&str> = own.iter().map(String::as_str).collect();
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).trim().to_owned();
    names.retain(|name| own.iter().all(|path| last(path) != *name));
    let hidden = |path: &&&str| !(has_sensitive && last(path) == "Debug");
    names.extend(own.iter().filter(hidden));
    let path = |derive: &str| {
        syn::parse_str(derive).map_err(|e| EmitError::NotRust {
            place: format!("{name}, derives"),
            text: derive.to_owned(),
            expected: "the path of a derive macro",
            reason: e.to_string(),
        })
    };
    names.into_iter().map(path).collect()
}

/// A column as a parameter, and the value it becomes.
pub(crate) fn argument(
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
    Ok(match is_converted(unit, field) {
        true => (quote!(#name: impl #into<#ty>), quote!(#name.into())),
        false => (quote!(#name: #ty), quote!(#name)),
    })
}

/// Whether something else than the column's type may be given for it: text for `String`, or
/// what a type of the user is made from.
fn is_converted(unit: &Unit<'_>, field: Field<'_>) -> bool {
    match types::borrow(unit.schema, field.column) {
        Borrow::Str | Borrow::Bytes => true,
        Borrow::Ref => field.column.rust_type.is_some() || field.column.id_of.is_some(),
        Borrow::Copy => false,
    }
}
