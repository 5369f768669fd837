//! Relationships that are written.

mod by_value;
mod foreign_key;
mod inverse;
mod link;
mod loading;
mod order;
mod owned;
mod position;
mod write_only;

use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, OrderTerm, Position, Relationship, RelationshipKind};
use crate::written;
use foreign_key::key_between;
use inverse::inverses;
use link::many_to_many;
use order::order_of;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let models: Vec<ModelId> = (0..draft.models.len()).map(ModelId).collect();
    // Keys of this side first: an inverse may name one of them.
    for &model in &models {
        each(draft, model, &|w| {
            w.kind == written::RelationshipKind::BelongsTo
        });
    }
    for &model in &models {
        each(draft, model, &|w| {
            w.kind != written::RelationshipKind::BelongsTo
        });
    }
    for &model in &models {
        in_written_order(draft, model);
    }
    for &model in &models {
        inverses(draft, model);
    }
    owned::check(draft);
    write_only::check(draft);
}

fn each(draft: &mut Draft<'_>, model: ModelId, wanted: &dyn Fn(&written::Relationship) -> bool) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    for relationship in written.relationships.iter().filter(|r| wanted(r)) {
        let Some(target) = draft.find(&relationship.target) else {
            draft.unknown_model(&relationship.target);
            continue;
        };
        if clashes(draft, model, relationship) {
            continue;
        }
        let Some(kind) = kind_of(draft, model, target, relationship) else {
            continue;
        };
        let Some(on) = by_value::columns(draft, model, target, relationship) else {
            continue;
        };
        let mut order = order_of(draft, target, relationship);
        let position = position::resolve(draft, target, relationship, kind);
        order.extend(position.map(|Position { column, .. }| OrderTerm {
            column,
            descending: false,
        }));
        loading::check(draft, relationship, kind);
        let condition = loading::condition_of(draft, target, relationship);
        let own = &mut draft.models[model.0];
        own.ir.relationships.push(Relationship {
            name: relationship.name.value.clone(),
            target,
            kind,
            on,
            inverse: None,
            order,
            position,
            owned: relationship.owned.is_some(),
            write_only: relationship.write_only.is_some(),
            condition,
            load: relationship.load.as_ref().map(|load| load.value),
            limit: relationship.limit.as_ref().map(|limit| limit.value),
            read_only: loading::is_read_only(relationship, kind),
            comment: relationship.comment.clone(),
        });
        own.relationships.push(Some(relationship));
    }
}

/// A relationship's accessor stands beside the columns' getters.
fn clashes(draft: &mut Draft<'_>, model: ModelId, written: &written::Relationship) -> bool {
    let name = &written.name;
    if !words::is_identifier(&name.value) {
        let message = format!("`{}` cannot be the name of a Rust method", name.value);
        draft.report(
            Diagnostic::error("bad-name", name.span, message).help("use letters, digits and `_`"),
        );
        return true;
    }
    if words::snake(&name.value) != name.value && !draft.document.exact {
        let message = format!("`{}` is not written like a Rust method", name.value);
        draft.report(
            Diagnostic::error("name-case", name.span, message)
                .help(format!("write `{}`", words::snake(&name.value))),
        );
        return true;
    }
    if name.value == words::BUILDER {
        let message = format!("`{}` is the function that begins an insert", name.value);
        draft.report(
            Diagnostic::error("name-clash", name.span, message)
                .label("both would be in the model's module")
                .help("rename the relationship"),
        );
        return true;
    }
    let own = draft.model(model);
    let column = own.ir.columns.iter().position(|c| c.field == name.value);
    if let Some(at) = column {
        let place = own.origins[at].span;
        let message = format!("`{}` is a column of `{}` too", name.value, own.ir.name);
        draft.report(
            Diagnostic::error("name-clash", name.span, message)
                .label("both would be the same method")
                .related(place, "the column")
                .help("rename the relationship, or the field: `column:` keeps the column's name"),
        );
        return true;
    }
    false
}

fn kind_of(
    draft: &mut Draft<'_>,
    model: ModelId,
    target: ModelId,
    written: &written::Relationship,
) -> Option<RelationshipKind> {
    if written.on.is_some() {
        return Some(by_value::kind(written));
    }
    match &written.kind {
        written::RelationshipKind::BelongsTo => {
            let foreign_key = key_between(draft, model, target, written, None)?;
            Some(RelationshipKind::BelongsTo { foreign_key })
        }
        // `expand` has made several of it.
        written::RelationshipKind::BelongsToOneOf(_) => None,
        written::RelationshipKind::HasMany => {
            let foreign_key = key_between(draft, target, model, written, Some(target))?;
            Some(RelationshipKind::HasMany { foreign_key })
        }
        written::RelationshipKind::HasOne => {
            let foreign_key = key_between(draft, target, model, written, Some(target))?;
            let key = draft.model(target).ir.foreign_key(foreign_key);
            // With a condition nobody can tell here: two rows are an error at run time.
            let alone = written.condition.is_some() || draft.model(target).is_unique(&key.columns);
            if !alone {
                let columns = draft.model(target).names(&key.columns).join("`, `");
                let (child, place) = (
                    draft.model(target).ir.name.clone(),
                    draft.model(target).key_spans[foreign_key.0],
                );
                let message = format!("`{columns}` of `{child}` is not unique");
                draft.report(
                    Diagnostic::error("not-unique", written.kind_span, message)
                        .label("there could be more than one")
                        .related(place, "the foreign key")
                        .help("add `unique: true` to it, or write `has_many`"),
                );
            }
            Some(RelationshipKind::HasOne { foreign_key })
        }
        written::RelationshipKind::ManyToMany { through, from, to } => many_to_many(
            draft,
            model,
            target,
            written,
            through.as_ref(),
            from.as_ref(),
            to.as_ref(),
        ),
    }
}

/// The slots follow the order of the source, not that of their resolution.
fn in_written_order(draft: &mut Draft<'_>, model: ModelId) {
    let own = &mut draft.models[model.0];
    let Some(written) = own.written else { return };
    let place = |r: &Option<&written::Relationship>| {
        written
            .relationships
            .iter()
            .position(|w| r.is_some_and(|r| std::ptr::eq(r, w)))
    };
    let mut both: Vec<_> = own
        .ir
        .relationships
        .drain(..)
        .zip(own.relationships.drain(..))
        .collect();
    both.sort_by_key(|(_, w)| place(w));
    (own.ir.relationships, own.relationships) = both.into_iter().unzip();
}
