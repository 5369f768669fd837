//! Properties that only SQL can compute: each a method of the table handle.

use ormolu_schema::ir::{Dialect, PerDialect, SqlField};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::computed::query::HANDLE;
use super::{allow_names, doc};
use crate::error::EmitError;
use crate::names::ident;
use crate::scope::Scope;
use crate::types;
use crate::unit::Unit;

pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<Option<TokenStream>, EmitError> {
    let fields = &unit.model.sql_fields;
    if fields.is_empty() {
        return Ok(None);
    }
    let table = ident(&unit.named("Table"));
    let methods = fields.iter().map(|field| method(unit, field, scope));
    let methods: Vec<_> = methods.collect::<Result<_, EmitError>>()?;
    let mode = scope.rt("Mode");
    let allow = allow_names(fields.iter().map(|field| field.name.as_str()));
    Ok(Some(quote! {
        #allow
        impl<M: #mode> #table<M> {
            #(#methods)*
        }
    }))
}

fn method(unit: &Unit<'_>, field: &SqlField, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (name, place) = (ident(&field.name), unit.place(&field.name));
    let rust_type = field.ty.rust_type.as_deref();
    let base = types::named(unit.schema, &field.ty.ty, rust_type, scope, &place)?;
    let (ty, value) = match field.ty.nullable {
        true => {
            let option = scope.std("Option");
            (quote!(#option<#base>), quote!(#option<#base>))
        }
        false => (quote!(M::Of<#base>), base),
    };
    let columns = field.columns.iter().map(|id| unit.model.column(*id));
    let names: Vec<&str> = columns.map(|column| column.field.as_str()).collect();
    let columns = names.iter().map(|name| ident(name));
    let row = format_ident!("{HANDLE}");
    let (texts, docs) = (texts(&field.sql), docs(field));
    let (calculated, calculate) = (scope.rt("Calculated"), scope.rt("calculate"));
    Ok(quote! {
        #docs
        pub fn #name(self) -> #calculated<#ty, M> {
            static SQL: ::ormolu::expr::Construct =
                ::ormolu::expr::Construct::new(#place, &[#(#names),*]) #texts;
            #calculate(self, |#row| ::ormolu::expr::construct::<#value, _>(&SQL, (#(#row.#columns,)*)))
        }
    })
}

/// The text of each dialect, or the one of all.
fn texts(sql: &PerDialect<String>) -> TokenStream {
    let each = match sql {
        PerDialect::Same(text) => return quote!(.everywhere(#text)),
        PerDialect::Each(_) => Dialect::ALL.into_iter(),
    };
    let each = each.filter_map(|dialect| Some((dialect, sql.get(dialect)?)));
    each.map(|(dialect, text)| {
        let method = format_ident!("{}", dialect.name());
        quote!(.#method(#text))
    })
    .collect()
}

fn docs(field: &SqlField) -> TokenStream {
    let sql = Dialect::ALL
        .into_iter()
        .find_map(|dialect| field.sql.get(dialect));
    let sql = format!("`{}`", sql.map_or("", String::as_str).replace('`', "'"));
    match &field.comment {
        Some(comment) => doc(&format!("{comment}\n\n{sql}")),
        None => doc(&sql),
    }
}
