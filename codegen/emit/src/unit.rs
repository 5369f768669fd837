//! A model with everything the files about it agree on.

mod check;
mod choice;
mod filter;
mod insert;
mod part;

pub(crate) use choice::Chosen;
pub(crate) use insert::{Parent, constant};
pub(crate) use part::{Field, Link};

use std::cell::Cell;
use std::collections::BTreeSet;

use ormolu_schema::ir::{Base, ColumnId, ForeignKeyId, Model, ModelId, RelationshipId, Schema};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::error::EmitError;
use crate::names::{fresh, id_name, ident};
use crate::rank::ranks;
use crate::scope::Scope;
use crate::space::{self, file_stem, parts};
use crate::types;

/// Every model that has files.
pub(crate) struct Units<'a> {
    units: Vec<Unit<'a>>,
    enums: String,
    functions: String,
    parameters: String,
    schema: String,
    glue: String,
}

impl<'a> Units<'a> {
    /// Those of the schema as generated code names it.
    pub(crate) fn new(schema: &'a Schema) -> Result<Self, EmitError> {
        let entities = || schema.models().filter(|(_, m)| m.kind.has_struct());
        let models = entities().map(|(_, m)| parts(&m.module));
        let spaces = schema.enums.iter().filter_map(|e| parts(&e.name).0);
        let modules: BTreeSet<&str> = models
            .flat_map(|(space, module)| space.into_iter().chain([module]))
            .chain(spaces)
            .collect();
        let enums = fresh("enums", |name| modules.contains(name));
        let glue = fresh("glue", |name| modules.contains(name));
        let ranks = ranks(schema);
        let unit = |(id, model): (ModelId, &'a Model)| {
            let (enums, glue) = (enums.clone(), glue.clone());
            let unit = Unit {
                schema,
                id,
                model,
                rank: ranks[id.0],
                circular: circular(id, model, &ranks),
                enums,
                glue,
            };
            unit.check()?;
            Ok(unit)
        };
        Ok(Units {
            units: entities().map(unit).collect::<Result<_, EmitError>>()?,
            functions: fresh("functions", |name| modules.contains(name)),
            parameters: fresh("parameters", |name| modules.contains(name)),
            schema: fresh("schema", |name| modules.contains(name)),
            glue,
            enums,
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Unit<'a>> {
        self.units.iter()
    }

    pub(crate) fn all(&self) -> &[Unit<'a>] {
        &self.units
    }

    /// The modules of database schemas.
    pub(crate) fn spaces<'s>(&'s self, schema: &'s Schema) -> BTreeSet<&'s str> {
        let models = self.units.iter().map(|unit| &unit.model.module);
        let enums = schema.enums.iter().map(|of| &of.name);
        let paths = models.chain(enums);
        paths.filter_map(|path| parts(path).0).collect()
    }

    /// The module of the enums, in the root and in that of each database schema.
    pub(crate) fn enums_module(&self) -> &str {
        &self.enums
    }

    pub(crate) fn functions_module(&self) -> &str {
        &self.functions
    }

    pub(crate) fn parameters_module(&self) -> &str {
        &self.parameters
    }

    pub(crate) fn schema_module(&self) -> &str {
        &self.schema
    }

    /// The module of the glue, in the root and in that of each database schema.
    pub(crate) fn glue_module(&self) -> &str {
        &self.glue
    }
}

/// The foreign keys of a model to those that do not rank below it.
fn circular(id: ModelId, model: &Model, ranks: &[u16]) -> Vec<ForeignKeyId> {
    let keys = model.foreign_keys.iter().enumerate();
    keys.filter(|(_, key)| ranks[key.target.0] >= ranks[id.0])
        .map(|(at, _)| ForeignKeyId(at))
        .collect()
}

/// One model.
pub(crate) struct Unit<'a> {
    pub(crate) schema: &'a Schema,
    pub(crate) id: ModelId,
    pub(crate) model: &'a Model,
    pub(crate) rank: u16,
    /// The foreign keys to models that do not rank below it.
    pub(crate) circular: Vec<ForeignKeyId>,
    enums: String,
    glue: String,
}

impl<'a> Unit<'a> {
    /// The path of its face's file, without the ending.
    pub(crate) fn file(&self) -> String {
        let (space, module) = parts(&self.model.module);
        space::file(space, module)
    }

    /// The path of its glue's file, without the ending.
    pub(crate) fn glue_file(&self) -> String {
        let (space, module) = parts(&self.model.module);
        format!("{}/{}", space::file(space, &self.glue), file_stem(module))
    }

    /// Its glue, from its face.
    pub(crate) fn glue(&self) -> TokenStream {
        let (glue, module) = (ident(&self.glue), ident(parts(&self.model.module).1));
        quote!(super::#glue::#module)
    }

    /// What messages call it.
    pub(crate) fn said(&self) -> String {
        match parts(&self.model.module) {
            (Some(space), _) => format!("{space}::{}", self.model.name),
            (None, _) => self.model.name.clone(),
        }
    }

    /// Where an error or a doc comment says something is.
    pub(crate) fn place(&self, name: &str) -> String {
        format!("{}.{name}", self.said())
    }

    pub(crate) fn named(&self, suffix: &str) -> String {
        format!("{}{suffix}", self.model.name)
    }

    pub(crate) fn builder(&self) -> String {
        format!("New{}", self.model.name)
    }

    pub(crate) fn fields(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let columns = self.model.columns.iter();
        (0..=u16::MAX)
            .zip(columns)
            .map(|(at, column)| Field { at, column })
    }

    pub(crate) fn links(&self) -> impl Iterator<Item = Link<'a>> + use<'a> {
        let schema = self.schema;
        let relationships = self.model.relationships.iter().enumerate();
        relationships.map(move |(id, relationship)| Link {
            id: RelationshipId(id),
            relationship,
            target: schema.model(relationship.target),
        })
    }

    /// The relationships that can be loaded.
    pub(crate) fn loaded(&self) -> impl Iterator<Item = Link<'a>> + use<'a> {
        self.links().filter(|link| !link.relationship.write_only)
    }

    /// What it inherits from.
    pub(crate) fn inherited(&self) -> Option<Base> {
        self.model.lineage.as_ref()?.base
    }

    /// Whether the column says what a row is, which the type of the row says already.
    pub(crate) fn is_discriminator(&self, id: ColumnId) -> bool {
        let lineage = self.model.lineage.as_ref();
        lineage.is_some_and(|lineage| lineage.discriminator == id)
    }

    /// Whether a row can be named by a key.
    pub(crate) fn is_keyed(&self) -> bool {
        !self.model.key().is_empty()
    }

    /// Whether rows are written: they need a table that is known.
    pub(crate) fn is_writable(&self) -> bool {
        !self.model.read_only && self.apart().is_empty()
    }

    /// Whether anything holds for its rows beyond their columns.
    pub(crate) fn is_ruled(&self) -> bool {
        !self.model.rules.is_empty() || self.keeps_past()
    }

    /// The columns a patch can change: neither the key nor what the database computes.
    pub(crate) fn patched(&self) -> Vec<Field<'a>> {
        let patched = |f: &Field<'_>| {
            let tenant = self.model.rules.tenant == Some(f.id());
            let said = self.model.key().contains(&f.id()) || self.is_discriminator(f.id());
            !said && !tenant && f.column.generated.is_none()
        };
        self.fields().filter(patched).collect()
    }

    /// Whether each row leads to one: see [`Link::is_required`].
    pub(crate) fn is_required(&self, link: &Link<'_>) -> bool {
        link.is_required(self.model)
    }

    /// The key that has a type of its own.
    pub(crate) fn id(&self) -> Option<Field<'a>> {
        let own = |field: &Field<'_>| {
            field.column.id_of == Some(self.id) && self.model.primary_key.columns == [field.id()]
        };
        self.fields().find(own)
    }

    /// The names of the key's type and of what `projections` and `filterable` make.
    pub(crate) fn chosen_names(&self) -> Vec<String> {
        let projections = self.model.projections.iter().map(|p| p.name.clone());
        let mut names: Vec<String> = projections.collect();
        if self.id().is_some() {
            names.push(id_name(self.model));
        }
        if self.has_filter() {
            names.push(self.named("Filter"));
        }
        if !self.orders().is_empty() {
            names.push(self.named("Order"));
        }
        for choice in self.choices() {
            names.push(choice.view(self).to_string());
            if !choice.choice.itself {
                names.push(choice.key(self).to_string());
            }
        }
        names
    }

    pub(crate) fn has_sensitive(&self) -> bool {
        self.model.columns.iter().any(|c| c.sensitive)
    }

    /// The name of a field of the table handle that is none of its columns.
    pub(crate) fn hidden(&self, name: &str) -> Ident {
        ident(&fresh(name, |name| {
            self.model.columns.iter().any(|c| c.field == name)
        }))
    }

    pub(crate) fn base(&self, field: Field<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
        types::base(
            self.schema,
            field.column,
            scope,
            &self.place(&field.column.field),
        )
    }

    pub(crate) fn full(&self, field: Field<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
        types::full(
            self.schema,
            field.column,
            scope,
            &self.place(&field.column.field),
        )
    }

    /// The type of a field of a row.
    pub(crate) fn stored(&self, field: Field<'_>, scope: &Scope) -> Result<TokenStream, EmitError> {
        types::field(
            self.schema,
            field.column,
            scope,
            &self.place(&field.column.field),
        )
    }

    /// How the face of the model spells names.
    pub(crate) fn face_scope(&self) -> Scope {
        let mut locals: BTreeSet<String> = ["Table", "Patch", "View"]
            .iter()
            .map(|suffix| self.named(suffix))
            .collect();
        locals.extend([self.model.name.clone(), self.builder(), "Rels".to_owned()]);
        locals.extend(self.chosen_names());
        locals.extend(self.loaded().map(|l| l.has().to_string()));
        locals.extend(self.links().map(|l| l.relationship.name.clone()));
        let mut generics: BTreeSet<String> = self.loaded().map(|l| l.slot().to_string()).collect();
        generics.extend(self.choices().iter().map(|c| c.slot().to_string()));
        Scope::face(&self.model.module, locals, generics, &self.enums)
    }

    pub(crate) fn glue_scope(&self) -> Scope {
        Scope::Glue {
            own: self.model.module.clone(),
            enums: self.enums.clone(),
            uses_models: Cell::default(),
        }
    }
}
