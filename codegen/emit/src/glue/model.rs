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
    let (key, key_value) = match unit.is_writable() {
        true => keys::primary(unit.model, unit.schema, scope)?,
        false => (quote!(()), quote!()),
    };
    let key_result = unit.is_writable().then(|| quote!(-> #key));
    let handle = handle(unit);
    let decoded = unit.fields().map(|field| {
        let (name, at) = (field.ident(), cell(field));
        quote!(#name: rt::SqlType::decode(row, #at)?)
    });
    let values = unit.fields().map(|field| {
        let (at, value) = (place(field), value(field, &field_of(&quote!(self), field)));
        quote!(#at => #value)
    });
    let read = read(unit);
    let changes = unit.fields().map(|field| {
        let (at, name) = (place(field), field.ident());
        quote!(if self.#name != original.#name { out.push(#at); })
    });
    let entries = unit
        .fields()
        .filter(|field| !field.column.sensitive)
        .map(|field| {
            let (entry, name) = (&field.column.field, field.ident());
            quote!(map.serialize_entry(#entry, &self.#name)?;)
        });
    Ok(quote! {
        impl rt::Model for face::#name {
            const META: &'static rt::ModelMeta = &META;
            type Key = #key;
            type Bare = face::Rels;
            type View<'g, L: 'static> = face::#view<'g, L>;
            type Table<M: rt::Mode> = face::#table<M>;

            fn table<M: rt::Mode>(alias: rt::Alias) -> face::#table<M> {
                #handle
            }
            fn key(&self) #key_result {
                #key_value
            }
            fn decode<D: rt::Decoder + ?Sized>(row: &D, at: usize) -> Result<Self, rt::DecodeError> {
                Ok(face::#name { #(#decoded,)* })
            }
            fn value(&self, column: usize) -> rt::Value {
                match column {
                    #(#values,)*
                    _ => rt::unknown_column(&META, column),
                }
            }
            fn read<D: rt::Decoder + ?Sized>(
                &mut self,
                column: usize,
                row: &D,
                at: usize
            ) -> Result<(), rt::DecodeError> {
                #read
                Ok(())
            }
            fn changed(&self, original: &Self, out: &mut Vec<u16>) {
                #(#changes)*
            }
            fn serialize_columns<S: rt::SerializeMap>(&self, map: &mut S) -> Result<(), S::Error> {
                #(#entries)*
                Ok(())
            }
        }
    })
}

/// Reads one column. Clippy wants an `if` where there is only one.
fn read(unit: &Unit<'_>) -> TokenStream {
    let reads = unit.fields().map(|field| {
        let (at, name) = (place(field), field.ident());
        (at, quote!(self.#name = rt::SqlType::decode(row, at)?))
    });
    let (places, reads): (Vec<_>, Vec<_>) = reads.unzip();
    match reads.as_slice() {
        [only] => quote!(if column == 0 { #only; }),
        _ => quote!(match column { #(#places => #reads,)* _ => {} }),
    }
}

fn handle(unit: &Unit<'_>) -> TokenStream {
    let table = ident(&unit.named("Table"));
    let alias = unit.hidden("alias");
    let alias = if alias == "alias" {
        quote!(alias)
    } else {
        quote!(#alias: alias)
    };
    let columns = unit.fields().map(|field| {
        let (name, at) = (field.ident(), place(field));
        quote!(#name: rt::column(alias, &META, #at))
    });
    quote!(face::#table { #alias, #(#columns,)* })
}

/// The column's place as a literal.
pub(super) fn place(field: Field<'_>) -> Literal {
    Literal::u16_unsuffixed(field.at)
}

/// The column's cell of a row that begins at `at`.
fn cell(field: Field<'_>) -> TokenStream {
    match field.at {
        0 => quote!(at),
        _ => {
            let place = place(field);
            quote!(at + #place)
        }
    }
}

pub(super) fn field_of(of: &TokenStream, field: Field<'_>) -> TokenStream {
    let name = field.ident();
    quote!(#of.#name)
}

/// The value to bind of the place `of`.
fn value(field: Field<'_>, of: &TokenStream) -> TokenStream {
    let copy = types::copy(field.column, of.clone());
    owned_value(field, &copy)
}

/// The value to bind of an owned value of the column's type.
pub(super) fn owned_value(field: Field<'_>, owned: &TokenStream) -> TokenStream {
    match types::native_type(field.column) {
        None => quote!(rt::SqlType::into_value(#owned)),
        Some(name) => {
            let named = quote!(&rt::NamedType { namespace: None, name: #name });
            if field.column.nullable {
                let kind = types::named_kind(field.column);
                quote!(#owned.map_or(rt::Value::Null(#kind), |text| rt::Value::Named(text, #named)))
            } else {
                quote!(rt::Value::Named(#owned, #named))
            }
        }
    }
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
