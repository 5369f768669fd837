//! How much of a relationship is loaded, and in which way.

use crate::diagnostic::Diagnostic;
use crate::formula::{Names, by_columns, condition, diagnostic};
use crate::ir::{Load, ModelId, RelationshipKind, RowCondition};
use crate::resolve::draft::Draft;
use crate::written;

/// Whether nothing is written through it.
pub(super) fn is_read_only(written: &written::Relationship, kind: RelationshipKind) -> bool {
    let belongs_to = matches!(kind, RelationshipKind::BelongsTo { .. });
    let partial = written.limit.is_some() || written.condition.is_some();
    let by_value = matches!(kind, RelationshipKind::ByValue { .. });
    by_value || !belongs_to && (partial || written.read_only.is_some())
}

/// The condition on the rows of the target.
pub(super) fn condition_of(
    draft: &mut Draft<'_>,
    target: ModelId,
    written: &written::Relationship,
) -> Option<RowCondition> {
    let text = written.condition.as_ref()?;
    if written.kind == written::RelationshipKind::BelongsTo {
        let message = "a `belongs_to` leads to the row of its key, whatever that row is like";
        let help =
            "take the condition away, or say it in the query: `.filter(|p| p.author().has(..))`";
        draft.report(Diagnostic::error("misplaced-key", text.span, message).help(help));
        return None;
    }
    let there = draft.model(target);
    let find = |name: &str| there.column_or_reference(name);
    let names = Names {
        columns: &there.ir.columns,
        find: &find,
        arguments: &[],
    };
    match condition(&text.value, &names) {
        Ok(formula) => Some(RowCondition {
            text: by_columns(&text.value, &names),
            formula,
        }),
        Err(fault) => {
            draft.report(diagnostic("condition", text, fault));
            None
        }
    }
}

/// Reports what a relationship of this kind cannot have.
pub(super) fn check(
    draft: &mut Draft<'_>,
    written: &written::Relationship,
    kind: RelationshipKind,
) {
    let many = kind.is_many();
    if let Some(load) = written
        .load
        .as_ref()
        .filter(|load| many && load.value == Load::Joined)
    {
        let help = "leave it out: a collection takes one statement whatever the number of rows";
        let error = Diagnostic::error("joined-collection", load.span, "a collection is not joined");
        draft.report(
            error
                .label("each parent would come once for each of its rows")
                .help(help),
        );
    }
    if let Some(limit) = &written.limit {
        let (message, help) = if !many {
            let message = "one row needs no limit";
            (
                message,
                "take it away; it belongs to `has_many` and `many_to_many`",
            )
        } else if limit.value == 0 {
            let message = "a limit of 0 loads nothing";
            (message, "write how many rows each parent has")
        } else if written.order.is_empty() {
            let message = "a limit without an order leaves it to chance which rows there are";
            (message, "say which come first: `order: [created_at desc]`")
        } else {
            return;
        };
        draft.report(Diagnostic::error("limit", limit.span, message).help(help));
    }
    if let Some(place) = written.read_only.filter(|_| !is_read_only(written, kind)) {
        let message = "`readonly` belongs to `has_one`, `has_many` and `many_to_many`";
        let help = "take it away: a `belongs_to` is written by its own column";
        draft.report(Diagnostic::error("misplaced-key", place, message).help(help));
    }
}
