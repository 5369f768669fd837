use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::error::EmitError;
use crate::keys;
use crate::names::ident;
use crate::scope::Scope;
use crate::types;
use crate::unit::{Field, Unit};

/// `impl Model`.
pub(super) fn tokens(unit: &Unit<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
    let name = ident(&unit.model.name);
    let (view, table) = (ident(&unit.named("View")), ident(&unit.named("Table")));
    let (key, key_value) = match unit.is_keyed() {
        true => keys::primary(unit.model, unit.schema, scope)?,
        false => (quote!(()), quote!()),
    };
    let key_result = unit.is_keyed().then(|| quote!(-> #key));
    let alias = unit.hidden("alias");
    let hooks = unit.model.rules.hooks.then(|| quote!(, hooks));
    let columns = unit
        .fields()
        .map(|field| entry(field, field.column.sensitive));
    Ok(quote! {
        impl rt::Model for face::#name {
            const META: &'static rt::ModelMeta = &META;
            type Key = #key;
            type Bare = face::Rels;
            type View<'g, L: 'static> = face::#view<'g, L>;
            type Table<M: rt::Mode> = face::#table<M>;

            fn key(&self) #key_result {
                #key_value
            }
            rt::columns! { face::#table #alias #hooks; #(#columns,)* }
        }
    })
}

/// A column as an entry of the runtime's macros: its place, its field, the name it has for serde
/// if that is another, and the type if it is the database's own.
pub(super) fn entry(field: Field<'_>, hidden: bool) -> TokenStream {
    let (at, ident, name) = (place(field), field.ident(), &field.column.field);
    let name = match hidden {
        true => Some(quote!(= _)),
        false => (ident != name.as_str()).then(|| quote!(= #name)),
    };
    let native = types::native_type(field.column).map(|ty| quote!(as #ty));
    quote!(#at #ident #name #native)
}

/// The column's place as a literal.
pub(super) fn place(field: Field<'_>) -> Literal {
    Literal::u16_unsuffixed(field.at)
}

pub(super) fn field_of(of: &TokenStream, field: Field<'_>) -> TokenStream {
    let name = field.ident();
    quote!(#of.#name)
}

/// A `Debug` that shows no sensitive value, for a struct of the face; nothing where the struct
/// derives its own.
pub(super) fn redacted_debug<'a>(
    unit: &Unit<'_>,
    name: &str,
    of: &TokenStream,
    fields: impl Iterator<Item = Field<'a>>,
) -> TokenStream {
    if !unit.has_sensitive() {
        return TokenStream::new();
    }
    let entries = fields.map(|field| {
        let (entry, place) = (&field.column.field, field_of(of, field));
        if field.column.sensitive {
            quote!(.field(#entry, &format_args!("[redacted]")))
        } else {
            quote!(.field(#entry, &#place))
        }
    });
    let ty = ident(name);
    quote! {
        impl ::std::fmt::Debug for face::#ty {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name) #(#entries)* .finish()
            }
        }
    }
}
