//! Whether two schemas are the same but for the order of what has none in a database.

use crate::ir::{ForeignKeyId, Model, RelationshipKind, Schema};

/// Whether they are the same, but for the order of a table's foreign keys, unique constraints
/// and indexes.
pub fn same(a: &Schema, b: &Schema) -> bool {
    in_order(a) == in_order(b)
}

/// The models by name that differ.
pub(super) fn differing(a: &Schema, b: &Schema) -> Vec<String> {
    let (a, b) = (in_order(a), in_order(b));
    let pairs = a.models.iter().zip(&b.models);
    let differs = pairs.filter(|(a, b)| a != b);
    differs.map(|(a, _)| a.name.clone()).collect()
}

/// The schema with keys and indexes in the order of their columns and names.
fn in_order(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    let places: Vec<Vec<usize>> = schema.models.iter().map(places).collect();
    for model in &mut schema.models {
        model
            .uniques
            .sort_by(|a, b| (&a.columns, &a.name).cmp(&(&b.columns, &b.name)));
        model.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    }
    for at in 0..schema.models.len() {
        let keys = &mut schema.models[at].foreign_keys;
        let mut sorted: Vec<_> = keys.drain(..).zip(&places[at]).collect();
        sorted.sort_by_key(|(_, place)| **place);
        *keys = sorted.into_iter().map(|(key, _)| key).collect();
        for relationship in &mut schema.models[at].relationships {
            let moved = |owner: usize, key: &mut ForeignKeyId| key.0 = places[owner][key.0];
            match &mut relationship.kind {
                RelationshipKind::BelongsTo { foreign_key } => moved(at, foreign_key),
                RelationshipKind::HasOne { foreign_key }
                | RelationshipKind::HasMany { foreign_key } => {
                    moved(relationship.target.0, foreign_key);
                }
                RelationshipKind::ManyToMany {
                    through,
                    parent_key,
                    child_key,
                } => {
                    moved(through.0, parent_key);
                    moved(through.0, child_key);
                }
                RelationshipKind::ByValue { .. } => {}
            }
        }
    }
    schema
}

/// For each foreign key its place in the order.
fn places(model: &Model) -> Vec<usize> {
    let mut order: Vec<usize> = (0..model.foreign_keys.len()).collect();
    order.sort_by_key(|at| {
        let key = &model.foreign_keys[*at];
        (key.columns.clone(), key.target, key.name.clone())
    });
    let mut places = vec![0; order.len()];
    for (place, at) in order.into_iter().enumerate() {
        places[at] = place;
    }
    places
}
