//! What a person said of tables, taken over by a schema that was made from the tables alone.

use std::collections::BTreeSet;

use crate::ir::{
    Column, ColumnId, Default, Enum, ForeignKeyId, Model, ModelId, Relationship, RelationshipKind,
    Schema,
};
use crate::print::facts;

/// The schema, with the names and properties that the tables of the other one have.
pub(super) fn adopt(old: &Schema, wanted: &Schema) -> Schema {
    let mut new = wanted.clone();
    for of in &mut new.enums {
        let same = |o: &&Enum| o.sql_name == of.sql_name && o.namespace == of.namespace;
        if let Some(there) = old.enums.iter().find(same) {
            enumeration(of, there);
        }
    }
    let taken: BTreeSet<&str> = old.models.iter().map(|m| m.name.as_str()).collect();
    let tables = facts::tables(old);
    for model in &mut new.models {
        match tables.get(&model.table) {
            Some(there) => self::model(model, there),
            None => {
                while taken.contains(model.name.as_str()) {
                    model.name.push_str("Row");
                    model.module.push_str("_row");
                }
            }
        }
    }
    relationships(old, &mut new);
    new
}

fn enumeration(of: &mut Enum, there: &Enum) {
    of.name.clone_from(&there.name);
    of.open = there.open;
    of.comment = of.comment.take().or(there.comment.clone());
    for variant in &mut of.variants {
        if let Some(known) = there.variants.iter().find(|v| v.value == variant.value) {
            variant.name.clone_from(&known.name);
            variant.comment.clone_from(&known.comment);
        }
    }
}

fn model(of: &mut Model, there: &Model) {
    of.name.clone_from(&there.name);
    of.module.clone_from(&there.module);
    of.kind = there.kind;
    of.comment = of.comment.take().or(there.comment.clone());
    for column in &mut of.columns {
        if let Some(known) = there.columns.iter().find(|c| c.name == column.name) {
            self::column(column, known);
        }
    }
    of.identity = identity(of, there).unwrap_or_default();
    let said = there.read_only && !there.key().is_empty();
    of.read_only = said || of.view.is_some() || of.key().is_empty();
    // These rules stand at the columns.
    let set_by = there.rules.set_by.iter().filter_map(|rule| {
        let name = &there.column(rule.column).name;
        let column = of.column_named(name)?;
        Some(crate::ir::SetBy {
            column,
            ..rule.clone()
        })
    });
    of.rules.set_by = set_by.collect();
    let values = there.rules.values.iter().filter_map(|rule| {
        let name = &there.column(rule.column).name;
        let column = of.column_named(name)?;
        Some(crate::ir::ValueRule {
            column,
            ..rule.clone()
        })
    });
    of.rules.values = values.collect();
    // Where a person says what a version or a key begins with, it is said again.
    of.version = there.version.as_ref().and_then(|version| {
        let column = of.column_named(&there.column(version.column).name)?;
        Some(crate::ir::Version {
            column,
            by: version.by,
            unless: vec![],
        })
    });
}

/// What a person says names a row, as long as there is no key and the columns are such.
fn identity(of: &Model, there: &Model) -> Option<Vec<ColumnId>> {
    let here = |id: &ColumnId| {
        let id = of.column_named(&there.column(*id).name)?;
        (!of.column(id).nullable).then_some(id)
    };
    let found: Option<Vec<ColumnId>> = there.identity.iter().map(here).collect();
    found.filter(|_| of.primary_key.columns.is_empty())
}

fn column(of: &mut Column, there: &Column) {
    of.field.clone_from(&there.field);
    of.rust_type.clone_from(&there.rust_type);
    of.id_of = there.id_of;
    of.ignores_case = there.ignores_case;
    of.sensitive = there.sensitive;
    of.deferred = there.deferred;
    of.comment = of.comment.take().or(there.comment.clone());
    // What the program does at an INSERT or an UPDATE no database tells.
    let by_program = matches!(
        there.default,
        Some(Default::Rust(_) | Default::Statement(_))
    );
    if of.default.is_none() && by_program {
        of.default.clone_from(&there.default);
    }
    of.on_update = of.on_update.take().or(there.on_update.clone());
    // The same type of the engine, for which a person has another one of ours.
    if !of.ty.native.is_empty() && of.ty.native == there.ty.native {
        of.ty.base = there.ty.base.clone();
    }
}

/// What a relationship stands on: tables and columns.
pub(super) fn stands_on(of: &Relationship, owner: ModelId, schema: &Schema) -> Vec<String> {
    let key = |owner: ModelId, id: ForeignKeyId| key_of(owner, id, schema);
    match of.kind {
        RelationshipKind::BelongsTo { foreign_key } => vec![key(owner, foreign_key)],
        RelationshipKind::HasOne { foreign_key } | RelationshipKind::HasMany { foreign_key } => {
            vec![key(of.target, foreign_key)]
        }
        RelationshipKind::ManyToMany {
            through,
            parent_key,
            child_key,
        } => vec![key(through, parent_key), key(through, child_key)],
        RelationshipKind::ByValue { .. } => vec![],
    }
}

fn key_of(owner: ModelId, id: ForeignKeyId, schema: &Schema) -> String {
    let model = schema.model(owner);
    let key = model.foreign_key(id);
    let columns: Vec<&str> = key
        .columns
        .iter()
        .map(|c| model.column(*c).name.as_str())
        .collect();
    let target = &schema.model(key.target).table;
    format!("{:?} {columns:?} {target:?}", model.table)
}

/// Every foreign key of a schema, as [`stands_on`] names it.
pub(super) fn all_keys(schema: &Schema) -> BTreeSet<String> {
    let of = |(owner, model): (ModelId, &Model)| {
        let ids = (0..model.foreign_keys.len()).map(ForeignKeyId);
        let keys: Vec<String> = ids.map(|id| key_of(owner, id, schema)).collect();
        keys
    };
    schema.models().flat_map(of).collect()
}

/// The names of relationships that are there; names of new ones that nothing has.
fn relationships(old: &Schema, new: &mut Schema) {
    let direction = |r: &Relationship| matches!(r.kind, RelationshipKind::BelongsTo { .. });
    let mut names: Vec<(usize, usize, String)> = vec![];
    for (id, model) in new.models() {
        let there = old.models().find(|(_, o)| o.table == model.table);
        let mut taken: BTreeSet<String> = BTreeSet::new();
        if let Some((_, there)) = there {
            taken.extend(there.relationships.iter().map(|r| r.name.clone()));
        }
        taken.extend(model.columns.iter().map(|c| c.field.clone()));
        for (at, relationship) in model.relationships.iter().enumerate() {
            let on = stands_on(relationship, id, new);
            let known = there.and_then(|(owner, there)| {
                let mut all = there.relationships.iter();
                all.find(|r| {
                    direction(r) == direction(relationship) && stands_on(r, owner, old) == on
                })
            });
            let name = match known {
                Some(known) => known.name.clone(),
                None => free(&relationship.name, &taken),
            };
            taken.insert(name.clone());
            names.push((id.0, at, name));
        }
    }
    for (model, at, name) in names {
        new.models[model].relationships[at].name = name;
    }
}

fn free(name: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|n| format!("{name}_{n}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| name.to_owned())
}
