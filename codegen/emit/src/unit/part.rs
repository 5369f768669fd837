use ormolu_schema::ir::{
    Column, ColumnId, Model, ModelId, Relationship, RelationshipId, RelationshipKind, Schema,
};
use proc_macro2::Ident;
use quote::format_ident;

use super::Unit;
use crate::names::{camel, ident};

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
        self.relationship.kind.is_many()
    }
}

impl<'a> Link<'a> {
    /// Whether nothing is written through it, since the schema says so or nothing is where its
    /// key is.
    pub(crate) fn is_read_only(&self, owner: &Unit<'_>) -> bool {
        let holder = match self.relationship.kind {
            RelationshipKind::BelongsTo { .. } => owner.model.read_only,
            RelationshipKind::HasOne { .. } | RelationshipKind::HasMany { .. } => {
                self.target.read_only
            }
            RelationshipKind::ManyToMany { .. } | RelationshipKind::ByValue { .. } => false,
        };
        holder || self.relationship.read_only
    }

    pub(crate) fn of(schema: &'a Schema, owner: ModelId, id: RelationshipId) -> Self {
        let relationship = &schema.model(owner).relationships[id.0];
        Link {
            id,
            relationship,
            target: schema.model(relationship.target),
        }
    }

    /// Whether each row of `owner` leads to one: its own columns without NULL, and nothing that
    /// hides the other side.
    pub(crate) fn is_required(&self, owner: &Model) -> bool {
        let RelationshipKind::BelongsTo { foreign_key } = self.relationship.kind else {
            return false;
        };
        let columns = &owner.foreign_key(foreign_key).columns;
        let given = columns.iter().all(|c| !owner.column(*c).nullable);
        given && !self.target.rules.hides()
    }

    pub(crate) fn name(&self) -> &'a str {
        &self.relationship.name
    }
}
