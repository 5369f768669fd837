//! Relationships in their shortest form.

use super::reference::{Reference, references};
use crate::ir::{
    ForeignKey, ForeignKeyId, Model, ModelId, ModelKind, Relationship, RelationshipKind, Schema,
};
use crate::print::names;
use crate::print::relationship::{Keys, with_keys};
use crate::print::tree::Tree;

pub(super) fn relationship(of: &Relationship, owner: &Model, schema: &Schema) -> Tree {
    let keys = match of.kind {
        RelationshipKind::BelongsTo { foreign_key } => {
            let own = references(owner, schema);
            let named = |r: &Reference| r.key == foreign_key && field(r, owner) == of.name;
            let plain = only(owner, of.target) || own.iter().any(named);
            Keys::One((!plain).then(|| key(foreign_key, owner)))
        }
        RelationshipKind::HasOne { foreign_key } | RelationshipKind::HasMany { foreign_key } => {
            let there = schema.model(of.target);
            let inverse = of.inverse.map(|id| there.relationships[id.0].kind);
            let by_inverse = inverse == Some(RelationshipKind::BelongsTo { foreign_key });
            let plain = by_inverse || only(there, there.foreign_key(foreign_key).target);
            Keys::One((!plain).then(|| key(foreign_key, there)))
        }
        RelationshipKind::ManyToMany {
            through,
            parent_key,
            child_key,
        } => {
            let link = schema.model(through);
            let side = |id: ForeignKeyId| {
                let alone = only(link, link.foreign_key(id).target);
                (!alone).then(|| key(id, link))
            };
            Keys::Two(side(parent_key), side(child_key))
        }
        RelationshipKind::ByValue { .. } => Keys::One(None),
    };
    with_keys(of, owner, schema, keys)
}

/// What a reference is called at its model.
fn field<'r>(reference: &'r Reference, owner: &'r Model) -> &'r str {
    let column = &owner.column(reference.column).field;
    reference.name.as_ref().unwrap_or(column)
}

/// Whether one foreign key alone leads there.
fn only(owner: &Model, target: ModelId) -> bool {
    owner
        .foreign_keys
        .iter()
        .filter(|k| k.target == target)
        .count()
        == 1
}

/// A key by its column or columns; by its name where they are those of another one, too.
fn key(id: ForeignKeyId, owner: &Model) -> Tree {
    let key = owner.foreign_key(id);
    let like = |k: &&ForeignKey| k.columns == key.columns && k.target == key.target;
    if owner.foreign_keys.iter().filter(like).count() > 1 {
        return Tree::text(&key.name);
    }
    match &key.columns[..] {
        [only] => Tree::text(names::column(*only, owner)),
        columns => names::columns(columns, owner),
    }
}

/// Whether a model is a table without a struct.
pub(super) fn kind(model: &Model) -> Option<Tree> {
    (model.kind == ModelKind::Link).then(|| Tree::text("link"))
}
