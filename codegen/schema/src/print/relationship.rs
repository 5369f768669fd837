//! Relationships.

use super::names::{self, ordered};
use super::tree::{Entries, Tree};
use crate::ir::{
    ForeignKeyId, Load, Model, OrderTerm, Position, Relationship, RelationshipKind, RowCondition,
    Schema,
};

/// The foreign keys of a relationship where they are said.
pub(crate) enum Keys {
    One(Option<Tree>),
    /// Of a link: to the owner of the relationship, and to its target.
    Two(Option<Tree>, Option<Tree>),
}

pub(crate) fn relationship(relationship: &Relationship, owner: &Model, schema: &Schema) -> Tree {
    let keys = match relationship.kind {
        RelationshipKind::BelongsTo { foreign_key } => Keys::One(Some(key(foreign_key, owner))),
        RelationshipKind::HasOne { foreign_key } | RelationshipKind::HasMany { foreign_key } => {
            Keys::One(Some(key(foreign_key, schema.model(relationship.target))))
        }
        RelationshipKind::ManyToMany {
            through,
            parent_key,
            child_key,
        } => {
            let link = schema.model(through);
            Keys::Two(Some(key(parent_key, link)), Some(key(child_key, link)))
        }
        RelationshipKind::ByValue { .. } => Keys::One(None),
    };
    with_keys(relationship, owner, schema, keys)
}

pub(crate) fn with_keys(
    relationship: &Relationship,
    owner: &Model,
    schema: &Schema,
    keys: Keys,
) -> Tree {
    let Relationship {
        name: _,
        target,
        kind,
        on,
        inverse,
        order,
        position,
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
    if let RelationshipKind::ManyToMany { through, .. } = kind {
        map.add("through", Tree::text(names::target(*through, schema)));
    }
    match keys {
        Keys::One(key) => map.maybe("foreign_key", key),
        Keys::Two(from, to) => {
            map.maybe("from", from);
            map.maybe("to", to);
        }
    }
    let mut equal = Entries::default();
    for (own, theirs) in on {
        let theirs = Tree::text(names::column(*theirs, there));
        equal.add(names::column(*own, owner), theirs);
    }
    map.filled("on", Tree::Map(equal));
    let inverse = inverse.map(|id| Tree::text(&there.relationships[id.0].name));
    map.maybe("inverse", inverse);
    let order =
        order
            .iter()
            .filter(|_| position.is_none())
            .map(|OrderTerm { column, descending }| {
                ordered(names::column(*column, there), *descending)
            });
    map.filled("order", Tree::List(order.collect()));
    map.maybe("position", position.map(|p| place(p, there)));
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

fn place(Position { column, from }: Position, there: &Model) -> Tree {
    let column = Tree::text(names::column(column, there));
    if from == 0 {
        return column;
    }
    let mut map = Entries::default();
    map.add("column", column);
    map.add("from", Tree::Plain(from.to_string()));
    Tree::Map(map)
}

fn way(load: Load) -> &'static str {
    match load {
        Load::SelectIn => "select_in",
        Load::Joined => "joined",
        Load::Subquery => "subquery",
    }
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
