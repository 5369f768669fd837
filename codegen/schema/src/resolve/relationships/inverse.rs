//! The way back of a relationship.

use super::by_value;
use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, Relationship, RelationshipId, RelationshipKind};
use crate::resolve::draft::Draft;
use crate::source::Spanned;
use crate::suggest;

pub(super) fn inverses(draft: &mut Draft<'_>, model: ModelId) {
    for at in 0..draft.model(model).ir.relationships.len() {
        let Some(written) = draft.model(model).relationships[at] else {
            continue;
        };
        let id = RelationshipId(at);
        let back = match &written.inverse {
            Some(named) => named_inverse(draft, model, id, named),
            None if draft.model(model).written.is_some_and(|w| w.exact) => None,
            None => match fitting(draft, model, id)[..] {
                [only] => Some(only),
                _ => None,
            },
        };
        draft.models[model.0].ir.relationships[at].inverse = back;
    }
}

/// The inverse of this name, if it is one.
fn named_inverse(
    draft: &mut Draft<'_>,
    model: ModelId,
    id: RelationshipId,
    named: &Spanned<String>,
) -> Option<RelationshipId> {
    let own = draft.model(model).ir.relationships[id.0].clone();
    let there = draft.model(own.target);
    let by_name = |r: &Relationship| r.name == named.value;
    let Some(back) = there.ir.relationships.iter().position(by_name) else {
        // The other side may be wrong itself; then that is said there.
        let is_written = there
            .written
            .is_some_and(|w| w.relationships.iter().any(|r| r.name.value == named.value));
        if !is_written {
            missing_inverse(draft, model, own.target, named, &own);
        }
        return None;
    };
    let names_another = there.relationships[back]
        .and_then(|w| w.inverse.as_ref())
        // Where all is written, several that are only read may name one way back.
        .filter(|i| i.value != own.name && !draft.document.exact)
        .filter(|i| {
            let mut here = draft.model(model).relationships.iter().flatten();
            here.any(|w| w.name.value == i.value)
        });
    let back = RelationshipId(back);
    if let Some(other) = names_another {
        let message = format!("`{}` names another inverse: `{}`", named.value, other.value);
        draft.report(
            Diagnostic::error("inverse-mismatch", named.span, message)
                .related(other.span, "here")
                .help("two relationships that are each other's inverse name each other"),
        );
        return None;
    }
    if !fitting(draft, model, id).contains(&back) {
        let message = format!("`{}` is not the way back of `{}`", named.value, own.name);
        draft.report(
            Diagnostic::error("inverse-mismatch", named.span, message)
                .label("it stands on another key or leads elsewhere")
                .help("name the relationship that stands on the same foreign key"),
        );
        return None;
    }
    Some(back)
}

fn missing_inverse(
    draft: &mut Draft<'_>,
    model: ModelId,
    target: ModelId,
    named: &Spanned<String>,
    own: &Relationship,
) {
    let there = &draft.model(target).ir;
    let known: Vec<&str> = there
        .relationships
        .iter()
        .map(|r| r.name.as_str())
        .collect();
    let near = suggest::nearest(&named.value, known.iter().copied());
    let here = draft.model(model).ir.name.as_str();
    let help = match (near, own.kind) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, RelationshipKind::BelongsTo { .. }) => format!(
            "add it to `{}`: `{}: {{ has_many: {here}, inverse: {} }}`",
            there.name, named.value, own.name
        ),
        (None, RelationshipKind::ManyToMany { .. }) => format!(
            "add it to `{}`: `{}: {{ many_to_many: {here}, through: .., inverse: {} }}`",
            there.name, named.value, own.name
        ),
        (None, _) => format!(
            "add it to `{}`: `{}: {{ belongs_to: {here}, inverse: {} }}`",
            there.name, named.value, own.name
        ),
    };
    let message = format!("`{}` has no relationship `{}`", there.name, named.value);
    draft.report(Diagnostic::error("missing-inverse", named.span, message).help(help));
}

/// The relationships of the target that stand on the same key, seen from its other end.
fn fitting(draft: &Draft<'_>, model: ModelId, id: RelationshipId) -> Vec<RelationshipId> {
    let own = &draft.model(model).ir.relationships[id.0];
    let back = |r: &Relationship| {
        if let RelationshipKind::ByValue { .. } = own.kind {
            let mirrored = r.on.iter().map(|(theirs, ours)| (*ours, *theirs));
            return r.target == model && by_value::same(&own.on, mirrored.collect());
        }
        // What is only read is no way to write the other side.
        r.target == model
            && !r.read_only
            && match (own.kind, r.kind) {
                (
                    RelationshipKind::BelongsTo { foreign_key: a },
                    RelationshipKind::HasMany { foreign_key: b }
                    | RelationshipKind::HasOne { foreign_key: b },
                )
                | (
                    RelationshipKind::HasMany { foreign_key: a }
                    | RelationshipKind::HasOne { foreign_key: a },
                    RelationshipKind::BelongsTo { foreign_key: b },
                ) => a == b,
                (
                    RelationshipKind::ManyToMany {
                        through: a,
                        parent_key: ap,
                        child_key: ac,
                    },
                    RelationshipKind::ManyToMany {
                        through: b,
                        parent_key: bp,
                        child_key: bc,
                    },
                ) => a == b && ap == bc && ac == bp,
                _ => false,
            }
    };
    let there = draft.model(own.target).ir.relationships.iter().enumerate();
    there
        .filter(|(_, r)| back(r))
        .map(|(at, _)| RelationshipId(at))
        .collect()
}
