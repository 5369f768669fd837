use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::error::EmitError;
use crate::face::allow_names;
use crate::names::ident;
use crate::scope::Scope;
use crate::types::{self, Borrow};
use crate::unit::{Field, Link, Unit};

/// The view's getters and traits, and the accessors that ask at run time.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (name, view) = (ident(&unit.model.name), ident(&unit.named("View")));
    let tries: Vec<_> = unit
        .links()
        .map(|link| try_accessor(unit, &link, scope))
        .collect();
    let taken = |field: &Field<'_>| {
        let name = field.column.field.as_str();
        let accessor =
            |link: Link<'_>| link.name() == name || format!("try_{}", link.name()) == name;
        matches!(name, "row" | "handle") || unit.links().any(accessor)
    };
    let fields: Vec<_> = unit.fields().filter(|field| !taken(field)).collect();
    let getters = fields.iter().map(|field| getter(unit, *field, scope));
    let getters = getters.collect::<Result<Vec<_>, EmitError>>()?;
    let allow = allow_names(fields.iter().map(|field| field.column.field.as_str()));
    Ok(quote! {
        #allow
        impl<'g, L> face::#view<'g, L> {
            /// The plain row.
            pub fn row(&self) -> &'g face::#name {
                self.0.row()
            }
            /// Names the row in its session.
            pub fn handle(&self) -> rt::Handle<face::#name, L> {
                self.0.handle()
            }
            #(#getters)*
            #(#tries)*
        }
        rt::view!(face::#view, #name);
    })
}

fn getter(unit: &Unit<'_>, field: Field<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = field.ident();
    let base = unit.base(field, scope)?;
    let nullable = field.column.nullable;
    let (ty, value) = match (types::borrow(field.column), nullable) {
        (Borrow::Copy, _) => (unit.full(field, scope)?, quote!(self.0.row().#name)),
        (Borrow::Str, false) => (quote!(&'g str), quote!(&self.0.row().#name)),
        (Borrow::Bytes, false) => (quote!(&'g [u8]), quote!(&self.0.row().#name)),
        (Borrow::Ref, false) => (quote!(&'g #base), quote!(&self.0.row().#name)),
        (Borrow::Str, true) => (
            quote!(Option<&'g str>),
            quote!(self.0.row().#name.as_deref()),
        ),
        (Borrow::Bytes, true) => (
            quote!(Option<&'g [u8]>),
            quote!(self.0.row().#name.as_deref()),
        ),
        (Borrow::Ref, true) => (
            quote!(Option<&'g #base>),
            quote!(self.0.row().#name.as_ref()),
        ),
    };
    let docs = crate::face::doc(&format!("The column `{}`.", field.column.name));
    Ok(quote! {
        #docs
        pub fn #name(&self) -> #ty {
            #value
        }
    })
}

fn try_accessor(unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) -> TokenStream {
    let name = link.ident();
    let try_name = format_ident!("try_{}", link.name());
    let docs = crate::face::doc(&format!(
        "`{}` if this result has it loaded.",
        unit.place(link.name())
    ));
    let (ty, body) = if link.is_many() {
        let target = scope.target(link, &link.target.name);
        (
            quote!(rt::Many<'g, #target>),
            quote!(self.0.try_many::<face::#name, _>()),
        )
    } else {
        let view = scope.target(link, &format!("{}View", link.target.name));
        let found = quote!(self.0.try_optional::<face::#name, _>());
        if unit.is_required(link) {
            (quote!(#view<'g>), quote!(#found?.map(#view::from)))
        } else {
            (
                quote!(Option<#view<'g>>),
                quote!(#found.map(|found| found.map(#view::from))),
            )
        }
    };
    quote! {
        #docs
        pub fn #try_name(&self) -> Option<#ty> {
            #body
        }
    }
}
