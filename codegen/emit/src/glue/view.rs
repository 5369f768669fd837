use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::error::EmitError;
use crate::names::ident;
use crate::scope::Scope;
use crate::types::{self, Borrow};
use crate::unit::{Field, Link, Unit};

/// The view's getters and traits, and the accessors that ask at run time.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let (name, view) = (ident(&unit.model.name), ident(&unit.named("View")));
    let mut getters = Getters::default();
    for field in unit.fields().filter(|field| !is_taken(unit, field)) {
        getters.column(unit, field, scope)?;
    }
    for link in unit.loaded() {
        getters.relationship(unit, &link, scope);
    }
    let sections = getters.sections();
    Ok(quote! {
        impl<'g, L> face::#view<'g, L> {
            rt::getters! { #sections }
        }
        rt::view!(face::#view, #name);
    })
}

/// Whether a getter would have the name of another method.
fn is_taken(unit: &Unit<'_>, field: &Field<'_>) -> bool {
    let name = field.column.field.as_str();
    let accessor = |link: Link<'_>| link.name() == name || format!("try_{}", link.name()) == name;
    matches!(name, "row" | "handle") || unit.loaded().any(accessor)
}

/// Getters by what they do, in the order of the runtime's macro.
#[derive(Default)]
struct Getters {
    copied: Vec<TokenStream>,
    borrowed: Vec<TokenStream>,
    optional: Vec<TokenStream>,
    optional_ref: Vec<TokenStream>,
    many: Vec<TokenStream>,
    one: Vec<TokenStream>,
    required: Vec<TokenStream>,
}

impl Getters {
    fn column(
        &mut self,
        unit: &Unit<'_>,
        field: Field<'_>,
        scope: &Scope,
    ) -> Result<(), EmitError> {
        let base = unit.base(field, scope)?;
        if field.column.deferred {
            let (name, full) = (field.ident(), unit.full(field, scope)?);
            self.optional_ref.push(quote!(#name: &'g #full));
            return Ok(());
        }
        let (section, ty) = match (
            types::borrow(unit.schema, field.column),
            field.column.nullable,
        ) {
            (Borrow::Copy, _) => (&mut self.copied, unit.full(field, scope)?),
            (Borrow::Str, false) => (&mut self.borrowed, quote!(&'g str)),
            (Borrow::Bytes, false) => (&mut self.borrowed, quote!(&'g [u8])),
            (Borrow::Ref, false) => (&mut self.borrowed, quote!(&'g #base)),
            (Borrow::Str, true) => (&mut self.optional, quote!(&'g str)),
            (Borrow::Bytes, true) => (&mut self.optional, quote!(&'g [u8])),
            (Borrow::Ref, true) => (&mut self.optional_ref, quote!(&'g #base)),
        };
        let name = field.ident();
        section.push(quote!(#name: #ty));
        Ok(())
    }

    fn relationship(&mut self, unit: &Unit<'_>, link: &Link<'_>, scope: &Scope) {
        let (marker, name) = (link.ident(), format_ident!("try_{}", link.name()));
        let (section, ty) = if link.is_many() {
            let target = scope.target(link, &link.target.name);
            (&mut self.many, quote!(rt::Many<'g, #target>))
        } else {
            let view = scope.target(link, &format!("{}View", link.target.name));
            let section = match unit.is_required(link) {
                true => &mut self.required,
                false => &mut self.one,
            };
            (section, quote!(#view<'g>))
        };
        section.push(quote!(#name: #ty = face::#marker));
    }

    fn sections(self) -> TokenStream {
        let sections = [
            ("copied", self.copied),
            ("borrowed", self.borrowed),
            ("optional", self.optional),
            ("optional_ref", self.optional_ref),
            ("many", self.many),
            ("one", self.one),
            ("required", self.required),
        ];
        let sections = sections
            .into_iter()
            .filter(|(_, getters)| !getters.is_empty());
        let sections = sections.map(|(name, getters)| {
            let name = ident(name);
            quote!(#name { #(#getters,)* })
        });
        quote!(#(#sections)*)
    }
}
