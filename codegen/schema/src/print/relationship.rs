//! Relationships.

use super::names::{self, ordered};
use super::tree::{Entries, Tree};
use crate::ir::{
    ForeignKeyId, Load, Model, ModelId, OrderTerm, Relationship, RelationshipKind, RowCondition,
    Schema,
};

pub(super) fn relationship(relationship: &Relationship, owner: &Model, schema: &Schema) -> Tree {
    let Relationship {
        name: _,
        target,
        kind,
        on,
        inverse,
        order,
        owned,
        write_only,
        condition,
        load,
        limit,
        read_only,
        comment,
    } = relationship;
    let there = schema.model(*target);
    let mut map = Entries::default();
    let word = match kind {
        RelationshipKind::BelongsTo { .. } => "belongs_to",
        RelationshipKind::HasOne { .. } | RelationshipKind::ByValue { many: false } => "has_one",
        RelationshipKind::HasMany { .. } | RelationshipKind::ByValue { many: true } => "has_many",
        RelationshipKind::ManyToMany { .. } => "many_to_many",
    };
    map.add(word, Tree::text(names::target(*target, schema)));
    match kind {
        RelationshipKind::BelongsTo { foreign_key } => {
            map.add("foreign_key", key(*foreign_key, owner));
        }
        RelationshipKind::HasOne { foreign_key } | RelationshipKind::HasMany { foreign_key } => {
            map.add("foreign_key", key(*foreign_key, there));
        }
        RelationshipKind::ManyToMany {
            through,
            parent_key,
            child_key,
        } => link(&mut map, *through, [*parent_key, *child_key], schema),
        RelationshipKind::ByValue { .. } => {
            let mut equal = Entries::default();
            for (own, theirs) in on {
                let theirs = Tree::text(names::column(*theirs, there));
                equal.add(names::column(*own, owner), theirs);
            }
            map.add("on", Tree::Map(equal));
        }
    }
    let inverse = inverse.map(|id| Tree::text(&there.relationships[id.0].name));
    map.maybe("inverse", inverse);
    let order = order.iter().map(|OrderTerm { column, descending }| {
        ordered(names::column(*column, there), *descending)
    });
    map.filled("order", Tree::List(order.collect()));
    map.flag("owned", *owned);
    map.flag("write_only", *write_only);
    let condition = condition
        .as_ref()
        .map(|RowCondition { text, formula: _ }| Tree::Quoted(text.clone()));
    map.maybe("where", condition);
    map.maybe("load", load.map(|load| Tree::text(way(load))));
    map.maybe("limit", limit.map(|n| Tree::Plain(n.to_string())));
    map.flag("readonly", *read_only);
    map.text("comment", comment);
    Tree::Map(map)
}

fn way(load: Load) -> &'static str {
    match load {
        Load::SelectIn => "select_in",
        Load::Joined => "joined",
        Load::Subquery => "subquery",
    }
}

fn link(map: &mut Entries, through: ModelId, [from, to]: [ForeignKeyId; 2], schema: &Schema) {
    let link = schema.model(through);
    map.add("through", Tree::text(names::target(through, schema)));
    map.add("from", key(from, link));
    map.add("to", key(to, link));
}

/// A foreign key: by its name, or by its columns where another one is called so.
fn key(id: ForeignKeyId, owner: &Model) -> Tree {
    let key = owner.foreign_key(id);
    let same = owner.foreign_keys.iter().filter(|k| k.name == key.name);
    match same.count() {
        1 => Tree::text(&key.name),
        _ => names::columns(&key.columns, owner),
    }
}
