//! What names mean in a generated file.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use ormolu_schema::ir::{Enum, Model};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::names::{id_name, ident};
use crate::space::{parts, path, way};
use crate::unit::Link;

/// Names of the runtime that a face uses without a path; a model may have the same.
const RUNTIME: &[&str] = &[
    "Alias",
    "Calculated",
    "Called",
    "Col",
    "Condition",
    "DateTime",
    "Decimal",
    "Deferred",
    "Delete",
    "Deserialize",
    "EqFilter",
    "Expr",
    "FunctionMeta",
    "Get",
    "Given",
    "Id",
    "Include",
    "Inner",
    "Inputs",
    "Insert",
    "InsertAll",
    "Insertable",
    "Interval",
    "IntoNullable",
    "IntoRef",
    "Json",
    "Loaded",
    "Many",
    "Missing",
    "Mode",
    "NaiveDate",
    "NaiveDateTime",
    "NaiveTime",
    "New",
    "No",
    "NotNull",
    "Nullable",
    "NullFilter",
    "Parameter",
    "Patch",
    "Path",
    "PhantomData",
    "RangeFilter",
    "Select",
    "Serialize",
    "Slots",
    "Strict",
    "TextFilter",
    "ToMany",
    "ToOne",
    "Update",
    "Utc",
    "Uuid",
    "View",
    "Whole",
];

/// The same for the standard library, with their paths.
const STANDARD: &[(&str, &str)] = &[
    ("Clone", "::core::clone::Clone"),
    ("Copy", "::core::marker::Copy"),
    ("Debug", "::core::fmt::Debug"),
    ("Default", "::core::default::Default"),
    ("Eq", "::core::cmp::Eq"),
    ("Hash", "::core::hash::Hash"),
    ("Into", "::core::convert::Into"),
    ("IntoIterator", "::core::iter::IntoIterator"),
    ("Option", "::core::option::Option"),
    ("PartialEq", "::core::cmp::PartialEq"),
    ("String", "::std::string::String"),
    ("Vec", "::std::vec::Vec"),
    ("bool", "::core::primitive::bool"),
    ("f32", "::core::primitive::f32"),
    ("f64", "::core::primitive::f64"),
    ("i16", "::core::primitive::i16"),
    ("i32", "::core::primitive::i32"),
    ("i64", "::core::primitive::i64"),
    ("i8", "::core::primitive::i8"),
    ("str", "::core::primitive::str"),
    ("u16", "::core::primitive::u16"),
    ("u32", "::core::primitive::u32"),
    ("u64", "::core::primitive::u64"),
    ("u8", "::core::primitive::u8"),
];

/// Generic parameters.
const GENERICS: &[&str] = &["L", "M", "R", "S", "T"];

/// How a file spells types. A face imports what it uses and falls back to a path where two
/// names meet; the glue spells every path out.
pub(crate) enum Scope {
    /// The face of a model.
    Face {
        /// The model's module.
        own: String,
        /// What the file itself calls something else.
        locals: BTreeSet<String>,
        /// The model's own generic parameters.
        generics: BTreeSet<String>,
        /// What it imports, by module. Grows as names are asked for.
        imports: RefCell<BTreeMap<String, BTreeSet<String>>>,
        /// The module of the enums.
        enums: String,
    },
    /// A file of the glue.
    Glue {
        /// The model's module.
        own: String,
        /// The module of the enums.
        enums: String,
        /// Whether anything of another model's module was asked for.
        uses_models: Cell<bool>,
    },
}

impl Scope {
    pub(crate) fn face(
        own: &str,
        locals: BTreeSet<String>,
        generics: BTreeSet<String>,
        enums: &str,
    ) -> Self {
        let own = own.to_owned();
        Scope::Face {
            own,
            locals,
            generics,
            imports: RefCell::default(),
            enums: enums.to_owned(),
        }
    }

    /// Something of the runtime.
    pub(crate) fn rt(&self, name: &str) -> TokenStream {
        let ident = format_ident!("{name}");
        match self {
            Scope::Glue { .. } => quote!(rt::#ident),
            Scope::Face { .. } if self.is_local(name) => quote!(::ormolu::generated::#ident),
            Scope::Face { .. } => quote!(#ident),
        }
    }

    /// Something of the standard library.
    pub(crate) fn std(&self, name: &str) -> TokenStream {
        let hidden = self.is_local(name);
        let path = STANDARD.iter().find(|(known, _)| hidden && *known == name);
        match path.and_then(|(_, path)| path.parse().ok()) {
            Some(path) => path,
            None => {
                let ident = format_ident!("{name}");
                quote!(#ident)
            }
        }
    }

    /// The file's own model or something named after it.
    pub(crate) fn own(&self, name: &str) -> TokenStream {
        let ident = ident(name);
        match self {
            Scope::Glue { .. } => quote!(face::#ident),
            Scope::Face { generics, .. } if generics.contains(name) || GENERICS.contains(&name) => {
                quote!(self::#ident)
            }
            Scope::Face { .. } => quote!(#ident),
        }
    }

    /// A type named after the model a relationship leads to.
    pub(crate) fn target(&self, link: &Link<'_>, name: &str) -> TokenStream {
        match self {
            Scope::Face { own, .. } if *own == link.target.module => self.own(name),
            _ => self.item(&link.target.module, name),
        }
    }

    /// An enum.
    pub(crate) fn enumeration(&self, enumeration: &Enum) -> TokenStream {
        let (Scope::Face { enums, .. } | Scope::Glue { enums, .. }) = self;
        match parts(&enumeration.name) {
            (Some(space), name) => self.item(&format!("{space}::{enums}"), name),
            (None, name) => self.item(enums, name),
        }
    }

    /// The type of a model's keys.
    pub(crate) fn id(&self, model: &Model) -> TokenStream {
        let name = id_name(model);
        match self {
            Scope::Face { own, .. } if *own == model.module => self.own(&name),
            _ => self.item(&model.module, &name),
        }
    }

    /// A model from the file of another one, which is named by its module.
    pub(crate) fn model(&self, model: &Model, here: &str) -> TokenStream {
        match model.module == here {
            true => self.own(&model.name),
            false => self.item(&model.module, &model.name),
        }
    }

    /// Something of another model's module.
    pub(crate) fn item(&self, module: &str, name: &str) -> TokenStream {
        let item = ident(name);
        match self {
            Scope::Glue { uses_models, .. } => {
                uses_models.set(true);
                let path = path(module);
                quote!(models::#path::#item)
            }
            Scope::Face { own, imports, .. } => {
                let mut imports = imports.borrow_mut();
                let elsewhere = imports
                    .iter()
                    .any(|(m, names)| m != module && names.contains(name));
                if elsewhere || self.is_local(name) || is_reserved(name) {
                    let way = way(own, module);
                    return quote!(#way::#item);
                }
                imports
                    .entry(module.to_owned())
                    .or_default()
                    .insert(name.to_owned());
                quote!(#item)
            }
        }
    }

    fn is_local(&self, name: &str) -> bool {
        match self {
            Scope::Glue { .. } => false,
            Scope::Face {
                locals, generics, ..
            } => locals.contains(name) || generics.contains(name),
        }
    }

    /// The imports asked for so far.
    pub(crate) fn imports(&self) -> TokenStream {
        let (own, imports) = match self {
            Scope::Face { own, imports, .. } => (own, imports.borrow()),
            Scope::Glue {
                own, uses_models, ..
            } => {
                let root = match parts(own) {
                    (Some(_), _) => quote!(super::super::super),
                    (None, _) => quote!(super::super),
                };
                // An unused import is a warning.
                let models = uses_models.get().then(|| quote!(use #root as models;));
                return models.unwrap_or_default();
            }
        };
        let uses = imports.iter().map(|(module, names)| {
            let way = way(own, module);
            let names = names.iter().map(|name| ident(name));
            quote!(use #way::{#(#names),*};)
        });
        quote!(#(#uses)*)
    }
}

fn is_reserved(name: &str) -> bool {
    RUNTIME.contains(&name)
        || GENERICS.contains(&name)
        || STANDARD.iter().any(|(known, _)| *known == name)
}
