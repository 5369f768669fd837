//! Relationships whose rows belong to one row alone.

use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, ForeignKeyId, ModelId, ReferentialAction, RelationshipKind};
use crate::resolve::draft::Draft;
use crate::source::Span;

/// An owned row goes with its owner and is never without one: its key says both, so that the
/// database holds to it whoever writes.
pub(super) fn check(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        for at in 0..draft.model(model).ir.relationships.len() {
            let written = draft.model(model).relationships[at];
            let Some(place) = written.and_then(|w| w.owned) else {
                continue;
            };
            let own = &draft.model(model).ir.relationships[at];
            let (kind, target) = (own.kind, own.target);
            match kind {
                RelationshipKind::HasMany { foreign_key }
                | RelationshipKind::HasOne { foreign_key } => {
                    check_key(draft, target, foreign_key, place);
                }
                RelationshipKind::BelongsTo { .. } => misplaced(
                    draft,
                    place,
                    "a row does not own what it belongs to",
                    "say `owned: true` on the other side, at the `has_many` or `has_one`",
                ),
                RelationshipKind::ByValue { .. } => misplaced(
                    draft,
                    place,
                    "nothing but equal values leads to these rows, and nothing deletes them along",
                    "take `owned` away, or give them a foreign key with `on_delete: cascade`",
                ),
                RelationshipKind::ManyToMany { .. } => misplaced(
                    draft,
                    place,
                    "a row that is linked may be linked to others, too",
                    "take `owned` away; rows that belong to one alone are a `has_many`",
                ),
            }
        }
    }
}

fn misplaced(draft: &mut Draft<'_>, place: Span, message: &str, help: &str) {
    draft.report(Diagnostic::error("misplaced-owned", place, message).help(help));
}

/// The key of an owned row is NOT NULL, and its row goes with the owner's.
fn check_key(draft: &mut Draft<'_>, child: ModelId, key: ForeignKeyId, place: Span) {
    let there = draft.model(child);
    let foreign_key = there.ir.foreign_key(key);
    let (key_place, name) = (there.key_spans[key.0], &there.ir.name);
    let nullable = |column: &&ColumnId| there.ir.columns[column.0].nullable;
    let found = if let Some(column) = foreign_key.columns.iter().find(nullable) {
        let column = &there.ir.columns[column.0].name;
        let message = format!("an owned `{name}` always has an owner, but `{column}` may be NULL");
        let help = "make the key NOT NULL, or take `owned` away";
        Some((message, help))
    } else if foreign_key.on_delete != ReferentialAction::Cascade {
        let message = format!("an owned `{name}` goes with its owner, but its key does not say so");
        Some((message, "add `on_delete: cascade` to the key"))
    } else {
        None
    };
    if let Some((message, help)) = found {
        draft.report(
            Diagnostic::error("owned-key", place, message)
                .related(key_place, "the foreign key")
                .help(help),
        );
    }
}
