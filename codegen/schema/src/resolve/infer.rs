//! Relationships that follow from the foreign keys of SQL.
//!
//! The rules, in order:
//!
//! * a foreign key makes a to-one accessor, named after its column without `_id`, or after the
//!   target where that says nothing or is taken;
//! * its target gets the way back: the plural of the owner, or its singular where the key is
//!   unique; where several keys join the same two tables, `<owners>_by_<accessor>`;
//! * a table of two foreign keys that together are its key, and nothing else, is a link: no
//!   model, and a many-to-many relationship on both sides.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::words;
use crate::ir::{
    ColumnId, ForeignKeyId, ModelId, ModelKind, Relationship, RelationshipId, RelationshipKind,
};

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let inferred: Vec<ModelId> = (0..draft.models.len())
        .map(ModelId)
        .filter(|m| draft.model(*m).inferred())
        .collect();
    for &model in &inferred {
        if is_link(draft, model) {
            draft.models[model.0].ir.kind = ModelKind::Link;
        }
    }
    for &model in &inferred {
        if draft.model(model).ir.kind == ModelKind::Entity {
            from_keys(draft, model);
        }
    }
    for &model in &inferred {
        if draft.model(model).ir.kind == ModelKind::Link {
            from_link(draft, model);
        }
    }
}

fn is_link(draft: &Draft<'_>, model: ModelId) -> bool {
    let ir = &draft.model(model).ir;
    let [a, b] = &ir.foreign_keys[..] else {
        return false;
    };
    let both: Vec<ColumnId> = a.columns.iter().chain(&b.columns).copied().collect();
    let pointed_at = draft
        .models
        .iter()
        .any(|m| m.ir.foreign_keys.iter().any(|k| k.target == model));
    let keyed = |key: &[ColumnId]| key.len() == both.len() && both.iter().all(|c| key.contains(c));
    let targets_have_keys = [a, b].iter().all(|k| {
        draft.model(k.target).ir.kind == ModelKind::Entity
            && !draft.model(k.target).ir.primary_key.columns.is_empty()
    });
    ir.columns.len() == both.len()
        && keyed(&ir.primary_key.columns)
        && !pointed_at
        && targets_have_keys
}

fn from_keys(draft: &mut Draft<'_>, model: ModelId) {
    let keys = draft.model(model).ir.foreign_keys.len();
    let mut per_target: BTreeMap<ModelId, usize> = BTreeMap::new();
    for key in &draft.model(model).ir.foreign_keys {
        *per_target.entry(key.target).or_default() += 1;
    }
    for at in 0..keys {
        let id = ForeignKeyId(at);
        let key = draft.model(model).ir.foreign_keys[at].clone();
        let target = key.target;
        if draft.model(target).ir.kind == ModelKind::Link {
            continue;
        }
        let forward = position(
            draft,
            model,
            |r| matches!(r.kind, RelationshipKind::BelongsTo { foreign_key } if foreign_key == id),
        );
        let back = position(draft, target, |r| {
            let on_key = matches!(r.kind, RelationshipKind::HasOne { foreign_key }
                | RelationshipKind::HasMany { foreign_key } if foreign_key == id);
            on_key && r.target == model
        });
        if let (Some(_), Some(_)) = (forward, back) {
            continue;
        }
        let accessor = if let Some(written) = forward {
            draft.model(model).ir.relationships[written.0].name.clone()
        } else {
            let own = draft.model(model);
            let of_target = draft.model(target).ir.module.clone();
            let by_column = match key.columns[..] {
                [only] => without_id(&own.ir.columns[only.0].name),
                _ => None,
            };
            free_name(
                draft,
                model,
                [
                    by_column,
                    Some(of_target.clone()),
                    Some(format!("{of_target}_row")),
                ],
            )
        };
        let unique = draft.model(model).is_unique(&key.columns);
        let module = draft.model(model).ir.module.clone();
        let plain = if unique {
            module
        } else {
            words::plural(&module)
        };
        let by = format!("{plain}_by_{accessor}");
        let several = per_target.get(&target).is_some_and(|n| *n > 1) || target == model;
        let names = if several {
            [Some(by), None, Some(plain)]
        } else {
            [Some(plain), Some(by), None]
        };
        let forward = forward.unwrap_or_else(|| {
            let kind = RelationshipKind::BelongsTo { foreign_key: id };
            push(draft, model, accessor, target, kind, None)
        });
        let back = back.unwrap_or_else(|| {
            let name = free_name(draft, target, names);
            let kind = match unique {
                true => RelationshipKind::HasOne { foreign_key: id },
                false => RelationshipKind::HasMany { foreign_key: id },
            };
            push(draft, target, name, model, kind, None)
        });
        draft.models[model.0].ir.relationships[forward.0]
            .inverse
            .get_or_insert(back);
        draft.models[target.0].ir.relationships[back.0]
            .inverse
            .get_or_insert(forward);
    }
}

fn position(
    draft: &Draft<'_>,
    model: ModelId,
    fits: impl Fn(&Relationship) -> bool,
) -> Option<RelationshipId> {
    draft
        .model(model)
        .ir
        .relationships
        .iter()
        .position(fits)
        .map(RelationshipId)
}

fn from_link(draft: &mut Draft<'_>, link: ModelId) {
    let [a, b] = &draft.model(link).ir.foreign_keys[..] else {
        return;
    };
    let (left, right) = (a.target, b.target);
    let accessor = |key: &crate::ir::ForeignKey| match key.columns[..] {
        [only] => without_id(&draft.model(link).ir.columns[only.0].name).map(|n| words::plural(&n)),
        _ => None,
    };
    let (to_left, to_right) = (accessor(a), accessor(b));
    let through = draft.model(link).ir.module.clone();
    let names = |target: ModelId, by_column: Option<String>| {
        let plain = words::plural(&draft.model(target).ir.module);
        let via = Some(format!("{plain}_via_{through}"));
        if left == right {
            [by_column, Some(plain), via]
        } else {
            [Some(plain), by_column, via]
        }
    };
    let (for_left, for_right) = (names(right, to_right), names(left, to_left));
    let kind = |parent, child| RelationshipKind::ManyToMany {
        through: link,
        parent_key: ForeignKeyId(parent),
        child_key: ForeignKeyId(child),
    };
    let name = free_name(draft, left, for_left);
    let there = RelationshipId(draft.model(left).ir.relationships.len());
    push(draft, left, name, right, kind(0, 1), None);
    let name = free_name(draft, right, for_right);
    let back = RelationshipId(draft.model(right).ir.relationships.len());
    push(draft, right, name, left, kind(1, 0), Some(there));
    draft.models[left.0].ir.relationships[there.0].inverse = Some(back);
}

fn push(
    draft: &mut Draft<'_>,
    model: ModelId,
    name: String,
    target: ModelId,
    kind: RelationshipKind,
    inverse: Option<RelationshipId>,
) -> RelationshipId {
    let own = &mut draft.models[model.0];
    own.ir.relationships.push(Relationship {
        name,
        target,
        kind,
        on: vec![],
        position: None,
        inverse,
        order: vec![],
        owned: false,
        write_only: false,
        condition: None,
        load: None,
        limit: None,
        read_only: false,
        comment: None,
    });
    own.relationships.push(None);
    RelationshipId(own.ir.relationships.len() - 1)
}

/// `author` for `author_id`, `AuthorId`, `author id`; nothing for `id` and for other names.
fn without_id(column: &str) -> Option<String> {
    let name = words::snake(column);
    let stem = name.strip_suffix("_id").unwrap_or(&name);
    (stem != "id" && stem != column && !stem.is_empty()).then(|| stem.to_string())
}

/// The first of the names that no column and no relationship of the model has; else the first
/// with a number.
fn free_name(draft: &Draft<'_>, model: ModelId, names: [Option<String>; 3]) -> String {
    let ir = &draft.model(model).ir;
    let taken = |name: &str| {
        name == words::BUILDER
            || ir.columns.iter().any(|c| c.field == name)
            || ir.relationships.iter().any(|r| r.name == name)
    };
    let mut names = names.into_iter().flatten();
    let Some(first) = names.next() else {
        return String::new();
    };
    if !taken(&first) {
        return first;
    }
    names.find(|n| !taken(n)).unwrap_or_else(|| {
        (2..)
            .map(|n| format!("{}_{n}", first.trim_end_matches('_')))
            .find(|n| !taken(n))
            .unwrap_or_default()
    })
}
