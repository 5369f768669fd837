//! A model with everything the files about it agree on.

use std::cell::Cell;
use std::collections::BTreeSet;

use ormolu_schema::ir::{
    Base, Choice, Column, ColumnId, Default, ForeignKey, ForeignKeyId, Literal, Model, ModelId,
    Projection, Relationship, RelationshipId, RelationshipKind, Schema, Storage, Type,
};
use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

use crate::error::EmitError;
use crate::names::{camel, fresh, id_name, ident};
use crate::rank::ranks;
use crate::scope::Scope;
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
    pub(crate) fn new(schema: &'a Schema) -> Result<Self, EmitError> {
        let entities = || schema.models().filter(|(_, m)| m.kind.has_struct());
        let modules: BTreeSet<&str> = entities().map(|(_, m)| m.module.as_str()).collect();
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

/// A column with its place.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    pub(crate) at: u16,
    pub(crate) column: &'a Column,
}

impl Field<'_> {
    pub(crate) fn id(&self) -> ColumnId {
        ColumnId(usize::from(self.at))
    }

    pub(crate) fn ident(&self) -> Ident {
        ident(&self.column.field)
    }
}

/// A relationship with its place.
#[derive(Clone, Copy)]
pub(crate) struct Link<'a> {
    pub(crate) id: RelationshipId,
    pub(crate) relationship: &'a Relationship,
    pub(crate) target: &'a Model,
}

impl Link<'_> {
    /// The marker, the include function and the accessor.
    pub(crate) fn ident(&self) -> Ident {
        ident(&self.relationship.name)
    }

    /// The parameter of the loaded set.
    pub(crate) fn slot(&self) -> Ident {
        camel(&self.relationship.name)
    }

    /// The trait that says it is loaded.
    pub(crate) fn has(&self) -> Ident {
        format_ident!("Has{}", self.slot().to_string().trim_start_matches("r#"))
    }

    pub(crate) fn is_many(&self) -> bool {
        use RelationshipKind::{HasMany, ManyToMany};
        matches!(self.relationship.kind, HasMany { .. } | ManyToMany { .. })
    }
}

/// A `belongs_to` that the insert builder can set.
#[derive(Clone, Copy)]
pub(crate) struct Parent<'a> {
    pub(crate) link: Link<'a>,
    pub(crate) key: &'a ForeignKey,
    /// A row without it is not complete.
    pub(crate) required: bool,
}

/// A relationship to one of several models.
pub(crate) struct Chosen<'a> {
    pub(crate) choice: &'a Choice,
    /// The variants with the relationships that lead there.
    pub(crate) links: Vec<(Ident, Link<'a>)>,
}

impl Chosen<'_> {
    /// The enum of where it leads.
    pub(crate) fn view(&self, unit: &Unit<'_>) -> Ident {
        ident(&unit.named(&self.slot_name()))
    }

    /// The enum of the keys it points at.
    pub(crate) fn key(&self, unit: &Unit<'_>) -> Ident {
        ident(&unit.named(&format!("{}Key", self.slot_name())))
    }

    /// The parameters of the loaded set that it stands on.
    pub(crate) fn slots(&self) -> Vec<Ident> {
        self.links.iter().map(|(_, link)| link.slot()).collect()
    }

    /// The state of the insert builder.
    pub(crate) fn slot(&self) -> Ident {
        camel(&self.choice.name)
    }

    fn slot_name(&self) -> String {
        self.slot().to_string().trim_start_matches("r#").to_owned()
    }

    /// Whether the relationship is part of it.
    pub(crate) fn has(&self, link: &Link<'_>) -> bool {
        self.links.iter().any(|(_, own)| own.id == link.id)
    }
}

impl<'a> Unit<'a> {
    /// The stem of its files' names.
    pub(crate) fn file(&self) -> String {
        file_stem(&self.model.module)
    }

    /// The module of the glue.
    pub(crate) fn glue(&self) -> &str {
        &self.glue
    }

    /// Where an error or a doc comment says something is.
    pub(crate) fn place(&self, name: &str) -> String {
        format!("{}.{name}", self.model.name)
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

    /// The relationships to one of several models.
    pub(crate) fn choices(&self) -> Vec<Chosen<'a>> {
        let links: Vec<Link<'a>> = self.links().collect();
        let choice = |choice: &'a Choice| {
            let alternatives = choice.alternatives.iter();
            let links = alternatives.map(|a| (ident(&a.name), links[a.relationship.0]));
            Chosen {
                choice,
                links: links.collect(),
            }
        };
        self.model.choices.iter().map(choice).collect()
    }

    /// Those without which a row is not complete.
    pub(crate) fn required_choices(&self) -> Vec<Chosen<'a>> {
        let mut choices = self.choices();
        choices.retain(|chosen| !chosen.choice.nullable && !chosen.choice.itself);
        choices
    }

    /// What it inherits from.
    pub(crate) fn inherited(&self) -> Option<Base> {
        self.model.lineage.as_ref()?.base
    }

    /// Whether its rows are stored in two tables.
    pub(crate) fn is_joined(&self) -> bool {
        self.inherited()
            .is_some_and(|base| base.storage == Storage::Joined)
    }

    /// Whether the column says what a row is, which the type of the row says already.
    fn is_discriminator(&self, id: ColumnId) -> bool {
        let lineage = self.model.lineage.as_ref();
        lineage.is_some_and(|lineage| lineage.discriminator == id)
    }

    /// Whether rows can be written: they need a key to be named by.
    pub(crate) fn is_writable(&self) -> bool {
        !self.model.primary_key.columns.is_empty()
    }

    /// The `belongs_to` relationships that point at the target's primary key.
    pub(crate) fn parents(&self) -> Vec<Parent<'a>> {
        let parent = |link: Link<'a>| {
            let RelationshipKind::BelongsTo { foreign_key } = link.relationship.kind else {
                return None;
            };
            let key = self.model.foreign_key(foreign_key);
            let mut to = key.target_columns.clone();
            let mut primary = link.target.primary_key.columns.clone();
            to.sort_unstable();
            primary.sort_unstable();
            let open = |c: &ColumnId| !self.model.column(*c).nullable && !self.is_filled(*c);
            let required = key.columns.iter().all(open);
            // The tenant's own row is not chosen: its key comes with the database handle.
            let chosen = key
                .columns
                .iter()
                .any(|id| self.model.rules.tenant != Some(*id));
            (to == primary && chosen).then_some(Parent {
                link,
                key,
                required,
            })
        };
        self.links().filter_map(parent).collect()
    }

    /// The required columns that are arguments of `new`: those no required parent brings.
    pub(crate) fn arguments(&self) -> Vec<Field<'a>> {
        let parents = self.parents();
        let brought = |id: &ColumnId| {
            parents
                .iter()
                .any(|p| p.required && p.key.columns.contains(id))
        };
        let open = |f: &Field<'_>| !f.column.nullable && !self.is_filled(f.id());
        self.fields()
            .filter(|f| open(f) && !brought(&f.id()))
            .collect()
    }

    /// The columns that a setter of the insert builder gives.
    pub(crate) fn settable(&self) -> Vec<Field<'a>> {
        let parents = self.parents();
        let names: BTreeSet<&str> = parents.iter().map(|p| p.link.name()).collect();
        let choices = self.choices();
        let chosen = |f: &Field<'_>| {
            let mut keys = parents
                .iter()
                .filter(|p| choices.iter().any(|c| c.has(&p.link)));
            keys.any(|p| p.key.columns.contains(&f.id()))
        };
        let open = |f: &Field<'_>| f.column.nullable || self.is_filled(f.id());
        let computed =
            |c: &Column| c.generated.is_some() || c.identity.as_ref().is_some_and(|i| i.always);
        let settable = |f: &Field<'_>| {
            let tenant = self.model.rules.tenant == Some(f.id());
            let named = names.contains(f.column.field.as_str()) || self.is_discriminator(f.id());
            open(f) && !computed(f.column) && !named && !chosen(f) && !tenant
        };
        self.fields().filter(settable).collect()
    }

    /// Whether something but the program fills the column where the program does not.
    fn is_filled(&self, id: ColumnId) -> bool {
        let column = self.model.column(id);
        column.default.is_some()
            || column.generated.is_some()
            || column.identity.is_some()
            || self.model.rules.tenant == Some(id)
    }

    /// Whether the insert builder leaves the column to the database unless it is given.
    pub(crate) fn starts_open(&self, field: Field<'_>) -> bool {
        let column = field.column;
        match &column.default {
            _ if column.generated.is_some() || column.identity.is_some() => true,
            Some(Default::Value(_)) => constant(column).is_none(),
            Some(Default::Statement(_) | Default::Database(_)) => true,
            Some(Default::Rust(_)) | None => self.model.rules.tenant == Some(field.id()),
        }
    }

    /// The columns a patch can change: neither the key nor what the database computes.
    pub(crate) fn patched(&self) -> Vec<Field<'a>> {
        let patched = |f: &Field<'_>| {
            let tenant = self.model.rules.tenant == Some(f.id());
            let said = self.model.in_primary_key(f.id()) || self.is_discriminator(f.id());
            !said && !tenant && f.column.generated.is_none()
        };
        self.fields().filter(patched).collect()
    }

    /// The many-to-many relationships that the insert builder can link: their link rows need no
    /// values but the two keys.
    pub(crate) fn linkable(&self) -> Vec<Link<'a>> {
        let linkable = |link: &Link<'_>| match link.relationship.kind {
            RelationshipKind::ManyToMany {
                through,
                parent_key,
                child_key,
            } => {
                let through = self.schema.model(through);
                let keys = [
                    through.foreign_key(parent_key),
                    through.foreign_key(child_key),
                ];
                let given = |id: &ColumnId| keys.iter().any(|key| key.columns.contains(id));
                let filled = |c: &Column| {
                    let default =
                        matches!(&c.default, Some(Default::Value(_) | Default::Database(_)));
                    c.nullable || default || c.identity.is_some() || c.generated.is_some()
                };
                let mut columns = through.columns.iter().enumerate();
                columns.all(|(at, column)| given(&ColumnId(at)) || filled(column))
            }
            _ => false,
        };
        let writes = |link: &Link<'_>| !link.relationship.read_only;
        self.links().filter(writes).filter(linkable).collect()
    }

    /// Columns without NULL on the model's own side of the relationship, and nothing that hides
    /// the other side.
    pub(crate) fn is_required(&self, link: &Link<'_>) -> bool {
        match link.relationship.kind {
            RelationshipKind::BelongsTo { foreign_key } => {
                let columns = &self.model.foreign_key(foreign_key).columns;
                let given = columns.iter().all(|c| !self.model.column(*c).nullable);
                given && !link.target.rules.hides()
            }
            _ => false,
        }
    }

    /// The columns that clients may filter by, in their order.
    pub(crate) fn filterable(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        pick(self.model, &self.model.filterable)
    }

    /// Whether clients may filter by anything.
    pub(crate) fn has_filter(&self) -> bool {
        !self.model.filterable.is_empty()
    }

    /// The columns of a projection, in the order of its fields.
    pub(crate) fn chosen(&self, projection: &'a Projection) -> Vec<Field<'a>> {
        pick(self.model, &projection.columns).collect()
    }

    /// The orders that clients may choose.
    pub(crate) fn orders(&self) -> Vec<Order<'a>> {
        let mut orders: Vec<Order<'a>> = vec![];
        let sorted = |field: &Field<'_>| types::comparison(field.column).is_sorted();
        for field in self.filterable().filter(sorted) {
            for descending in [false, true] {
                let (sign, suffix) = if descending {
                    ("-", "desc")
                } else {
                    ("", "asc")
                };
                let name = camel(&format!("{}_{suffix}", field.column.field)).to_string();
                let taken = |name: &str| orders.iter().any(|order| order.variant == name);
                orders.push(Order {
                    variant: ident(&fresh(&name, taken)),
                    text: format!("{sign}{}", field.column.field),
                    field,
                    descending,
                });
            }
        }
        orders
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
        Scope::face(&self.model.name, locals, generics, &self.enums)
    }

    pub(crate) fn glue_scope(&self) -> Scope {
        Scope::Glue {
            enums: self.enums.clone(),
            uses_models: Cell::default(),
        }
    }

    fn check(&self) -> Result<(), EmitError> {
        let key = &self.model.primary_key.columns;
        if key.len() > 6 {
            let place = format!("{}, primary key", self.model.name);
            return Err(EmitError::WideKey {
                place,
                columns: key.len(),
            });
        }
        for id in key {
            let column = self.model.column(*id);
            if let Some(ty) = types::not_a_key(column) {
                return Err(EmitError::KeyType {
                    place: self.place(&column.field),
                    ty,
                });
            }
        }
        let mut names: BTreeSet<String> = ["Table", "Patch", "View"]
            .iter()
            .map(|suffix| self.named(suffix))
            .collect();
        names.extend([self.model.name.clone(), self.builder(), "Rels".to_owned()]);
        for name in self.chosen_names() {
            if !names.insert(name.clone()) {
                return Err(EmitError::NameTaken {
                    place: format!("{}, `{name}`", self.model.name),
                    name,
                    other: "something else of this model",
                });
            }
        }
        let mut slots: BTreeSet<String> = BTreeSet::new();
        slots.extend(self.choices().iter().map(|c| c.slot().to_string()));
        for link in self.links() {
            let place = format!("relationship {}", self.place(&link.relationship.name));
            let other = match link.relationship.name.as_str() {
                "new" => "the insert builder's function",
                _ if !slots.insert(link.slot().to_string()) => "another relationship's parameter",
                _ => continue,
            };
            return Err(EmitError::NameTaken {
                place,
                name: link.relationship.name.clone(),
                other,
            });
        }
        Ok(())
    }
}

/// Some of a model's columns.
fn pick<'a>(
    model: &'a Model,
    columns: &'a [ColumnId],
) -> impl Iterator<Item = Field<'a>> + use<'a> {
    columns.iter().map(|id| Field {
        at: u16::try_from(id.0).unwrap_or(u16::MAX),
        column: model.column(*id),
    })
}

/// An order that clients may choose.
pub(crate) struct Order<'a> {
    pub(crate) variant: Ident,
    pub(crate) text: String,
    pub(crate) field: Field<'a>,
    pub(crate) descending: bool,
}

impl<'a> Link<'a> {
    pub(crate) fn name(&self) -> &'a str {
        &self.relationship.name
    }
}

/// The file of a module; names that mean something to rustc or to Windows get a `_`.
pub(crate) fn file_stem(module: &str) -> String {
    match module {
        "mod" | "aux" | "con" | "nul" | "prn" => format!("{module}_"),
        _ => module.to_owned(),
    }
}

/// A literal that generated code can write as a constant of the column's type. Other literals
/// stay with the database, whose default they are as well.
pub(crate) fn constant(column: &Column) -> Option<&Literal> {
    let Some(Default::Value(literal)) = &column.default else {
        return None;
    };
    let known = match (literal, &column.ty.base) {
        _ if column.rust_type.is_some() => false,
        (Literal::Null, _) => column.nullable,
        _ if column.id_of.is_some() => false,
        (Literal::Bool(_), Type::Bool) => true,
        (Literal::Text(_), Type::String(_) | Type::Char(_) | Type::Text | Type::Enum(_)) => true,
        (Literal::Integer(_) | Literal::Number(_), Type::F32 | Type::F64) => true,
        (
            Literal::Integer(_),
            Type::TinyInt
            | Type::SmallInt
            | Type::Int
            | Type::BigInt
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64,
        ) => true,
        _ => false,
    };
    known.then_some(literal)
}
