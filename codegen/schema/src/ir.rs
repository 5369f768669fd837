//! The resolved schema: what every later stage reads.
//!
//! Nothing here knows of Rust tokens, of a file's syntax or of a database connection. All
//! references are ids into the vectors of [`Schema`], all names are final.

mod choice;
mod column;
mod comparison;
mod dialect;
pub(crate) mod domain;
mod enumeration;
pub mod formula;
mod function;
mod index;
mod lineage;
mod model;
mod projection;
mod relationship;
mod rename;
mod rules;
mod sequence;
mod shortcut;
mod sql_field;
mod timing;
mod values;
mod version;

pub use choice::{Alternative, Choice};
pub use column::{
    Column, ColumnType, Default, Generated, Identity, Literal, PerDialect, SqlDefault, Type,
};
pub use comparison::Comparison;
pub use dialect::{Dialect, TooLong};
pub use domain::Domain;
pub use enumeration::{Enum, EnumVariant};
pub use formula::{Computed, Formula};
pub use function::{Argument, Function, FunctionName, Returns, ValueType};
pub use index::{Index, IndexPart, IndexTerm, Nulls};
pub use lineage::{Base, Lineage, Storage, Variant};
pub use model::{
    Check, ForeignKey, Model, ModelKind, PrimaryKey, ReferentialAction, TableName, TableOptions,
    Unique, View,
};
pub use projection::Projection;
pub use relationship::{Load, OrderTerm, Position, Relationship, RelationshipKind, RowCondition};
pub use rename::Renamed;
pub use rules::{Audit, Condition, Parameter, Rules, Scope, ScopeKind, SetBy, Term, not_deleted};
pub use sequence::{Count, Sequence};
pub use shortcut::Shortcut;
pub use sql_field::SqlField;
pub use timing::Timing;
pub use values::{Normalize, ValueCheck, ValueRule};
pub use version::{Version, VersionBy};

/// Position of a [`Model`] in [`Schema::models`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelId(pub usize);

/// Position of a [`Column`] in [`Model::columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnId(pub usize);

/// Position of a [`ForeignKey`] in [`Model::foreign_keys`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ForeignKeyId(pub usize);

/// Position of a [`Relationship`] in [`Model::relationships`]; the slot of the loaded set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationshipId(pub usize);

/// Position of an [`Enum`] in [`Schema::enums`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnumId(pub usize);

/// A resolved and checked schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schema {
    /// The engines this schema is meant for, in the order they were declared. Never empty.
    pub dialects: Vec<Dialect>,
    /// Enumerations, in the order they were declared.
    pub enums: Vec<Enum>,
    /// Domains, each behind those that it is made of.
    pub domains: Vec<Domain>,
    /// Sequences that belong to no column, in the order they were declared.
    pub sequences: Vec<Sequence>,
    /// Functions of the database, in the order they were declared.
    pub functions: Vec<Function>,
    /// What scopes and columns ask the program for, by their names.
    pub parameters: Vec<Parameter>,
    /// Models and link tables, in the order they were declared; implied link tables come last.
    pub models: Vec<Model>,
    /// What was called otherwise before. It is about the way to this schema, and no part of what
    /// the schema is: its fingerprint does not know of it.
    pub renames: Vec<Renamed>,
}

impl Schema {
    /// The model with this id.
    pub fn model(&self, id: ModelId) -> &Model {
        &self.models[id.0]
    }

    /// The domain of this name.
    pub fn domain(&self, name: &TableName) -> Option<&Domain> {
        self.domains.iter().find(|of| of.name == *name)
    }

    /// The sequence of this name.
    pub fn sequence(&self, name: &TableName) -> Option<&Sequence> {
        self.sequences.iter().find(|of| of.name == *name)
    }

    /// The enumeration with this id.
    pub fn enumeration(&self, id: EnumId) -> &Enum {
        &self.enums[id.0]
    }

    /// All models with their ids, link tables included.
    pub fn models(&self) -> impl Iterator<Item = (ModelId, &Model)> {
        self.models.iter().enumerate().map(|(i, m)| (ModelId(i), m))
    }

    /// The model that makes the table of this one's rows: itself, but for models that inherit
    /// and those they inherit from.
    pub fn table_of(&self, id: ModelId) -> ModelId {
        let own = self.model(id);
        if own.kind != ModelKind::Rows {
            return id;
        }
        let is_table = |m: &Model| m.kind != ModelKind::Rows && m.table == own.table;
        let at = self.models.iter().position(is_table);
        at.map_or(id, ModelId)
    }

    /// The foreign key a relationship of `model` stands on.
    ///
    /// Answers `(owner of the key, key)`; for many-to-many it is the link table's key that
    /// points at `model`. None for one that stands on no key.
    pub fn foreign_key_of(
        &self,
        model: ModelId,
        id: RelationshipId,
    ) -> Option<(ModelId, &ForeignKey)> {
        let owner = match self.model(model).relationships[id.0].kind {
            RelationshipKind::BelongsTo { foreign_key } => (model, foreign_key),
            RelationshipKind::HasOne { foreign_key }
            | RelationshipKind::HasMany { foreign_key } => {
                (self.model(model).relationships[id.0].target, foreign_key)
            }
            RelationshipKind::ManyToMany {
                through,
                parent_key,
                ..
            } => (through, parent_key),
            RelationshipKind::ByValue { .. } => return None,
        };
        Some((owner.0, &self.model(owner.0).foreign_keys[owner.1.0]))
    }
}
