//! Two relationships that would write the same foreign key.

use std::collections::BTreeMap;

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, RelationshipKind};

pub(super) fn check(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let mut writers: BTreeMap<(usize, usize, usize), usize> = BTreeMap::new();
        for at in 0..draft.model(model).ir.relationships.len() {
            if draft.model(model).ir.relationships[at].read_only {
                continue;
            }
            let target = draft.model(model).ir.relationships[at].target;
            let written = match draft.model(model).ir.relationships[at].kind {
                RelationshipKind::BelongsTo { foreign_key } => (0, model.0, foreign_key.0),
                RelationshipKind::HasMany { foreign_key }
                | RelationshipKind::HasOne { foreign_key } => (1, target.0, foreign_key.0),
                RelationshipKind::ManyToMany {
                    through,
                    parent_key,
                    ..
                } => (2, through.0, parent_key.0),
                RelationshipKind::ByValue { .. } => continue,
            };
            let Some(first) = writers.insert(written, at) else {
                continue;
            };
            let own = draft.model(model);
            let (Some(one), Some(two)) = (own.relationships[first], own.relationships[at]) else {
                continue;
            };
            let message = format!(
                "`{}` and `{}` write the same foreign key",
                one.name.value, two.name.value
            );
            let (one, two) = (one.name.span, two.name.span);
            draft.report(
                Diagnostic::error("overlapping-relationships", two, message)
                    .related(one, "the first one")
                    .help(
                        "remove one, name another key (`foreign_key: ..`), or say `readonly: true`",
                    ),
            );
        }
    }
}
