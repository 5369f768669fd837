//! The enums: their face and their glue.

use ormolu_schema::ir::{Enum, Schema};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::face::doc;
use crate::names::ident;
use crate::space::parts;
use crate::unit::Units;

/// The enums of the root, or of a database schema.
pub(crate) fn enums_in<'s>(
    schema: &'s Schema,
    space: Option<&str>,
) -> impl Iterator<Item = &'s Enum> {
    let enums = schema.enums.iter();
    enums.filter(move |of| parts(&of.name).0 == space)
}

/// The types and their stored values.
pub(crate) fn face(schema: &Schema, space: Option<&str>) -> TokenStream {
    let enums = enums_in(schema, space).map(|enumeration| {
        let name = ident(parts(&enumeration.name).1);
        let docs = match &enumeration.comment {
            Some(comment) => doc(comment),
            None => doc(&format!("One of {} values.", enumeration.variants.len())),
        };
        let variants: Vec<_> = enumeration
            .variants
            .iter()
            .map(|v| ident(&v.name))
            .collect();
        let values = enumeration.variants.iter().map(|v| &v.value);
        let comments = enumeration.variants.iter().map(|v| match &v.comment {
            Some(comment) => doc(comment),
            None => doc(&format!("`{}`", v.value)),
        });
        let count = Literal::usize_unsuffixed(variants.len());
        let all = quote! {
            /// Every value, in order.
            pub const ALL: [Self; #count] = [#(Self::#variants),*];
        };
        if enumeration.open {
            return quote! {
                #docs
                #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub enum #name {
                    #(#comments #variants,)*
                    /// A text that the schema does not list.
                    Other(::std::string::String),
                }
                impl #name {
                    #all
                    /// The text the database stores.
                    pub fn as_str(&self) -> &::core::primitive::str {
                        match self {
                            #(Self::#variants => #values,)*
                            Self::Other(text) => text,
                        }
                    }
                }
            };
        }
        quote! {
            #docs
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub enum #name {
                #(#comments #variants),*
            }
            impl #name {
                #all
                /// The text the database stores.
                pub const fn as_str(self) -> &'static ::core::primitive::str {
                    match self {
                        #(Self::#variants => #values),*
                    }
                }
            }
        }
    });
    quote!(#(#enums)*)
}

/// Their traits.
pub(crate) fn glue(units: &Units<'_>, schema: &Schema, space: Option<&str>) -> TokenStream {
    let enums = enums_in(schema, space).map(|enumeration| {
        let (name, text, sql_name) = (
            ident(parts(&enumeration.name).1),
            &enumeration.name,
            &enumeration.sql_name,
        );
        let namespace = match &enumeration.namespace {
            Some(namespace) => quote!(Some(#namespace)),
            None => quote!(None),
        };
        let first = enumeration.variants.first().map(|v| ident(&v.name));
        let expected = format!("a value of {}", enumeration.name);
        let found = match enumeration.open {
            true => quote!(Ok(rt::find_open(&Self::ALL, Self::as_str, Self::Other, text))),
            false => quote!(rt::find_variant(&Self::ALL, Self::as_str, #text, text)),
        };
        quote! {
            impl ::std::fmt::Display for face::#name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.pad(self.as_str())
                }
            }
            impl ::std::str::FromStr for face::#name {
                type Err = rt::UnknownVariant;
                fn from_str(text: &str) -> Result<Self, rt::UnknownVariant> {
                    #found
                }
            }
            impl rt::Scalar for face::#name {
                const KIND: rt::Kind = rt::Kind::Named(
                    &rt::NamedType { namespace: #namespace, name: #sql_name }
                );
                fn into_value(self) -> rt::Value {
                    rt::Value::Named(
                        self.as_str().to_owned(),
                        &rt::NamedType { namespace: #namespace, name: #sql_name }
                    )
                }
                fn decode<D: rt::Decoder + ?Sized>(
                    row: &D,
                    at: usize
                ) -> Result<Option<Self>, rt::DecodeError> {
                    rt::decode_variant(row, at, #expected)
                }
                fn placeholder() -> Self {
                    Self::#first
                }
            }
            impl rt::Element for face::#name {
                fn from_value(value: rt::Value) -> Option<Self> {
                    match value {
                        rt::Value::Named(text, _) | rt::Value::Text(text) => text.parse().ok(),
                        _ => None,
                    }
                }
            }
            impl rt::Serialize for face::#name {
                fn serialize<S: rt::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
            impl<'de> rt::Deserialize<'de> for face::#name {
                fn deserialize<D: rt::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    rt::deserialize_variant(deserializer)
                }
            }
        }
    });
    let module = ident(units.enums_module());
    quote! {
        use ::ormolu::generated as rt;
        use super::super::#module as face;
        #(#enums)*
    }
}
