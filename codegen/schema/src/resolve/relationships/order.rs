//! The order of a collection.

use crate::diagnostic::Diagnostic;
use crate::ir::{ModelId, OrderTerm};
use crate::resolve::draft::Draft;
use crate::written;

pub(super) fn order_of(
    draft: &mut Draft<'_>,
    target: ModelId,
    written: &written::Relationship,
) -> Vec<OrderTerm> {
    let many = matches!(
        written.kind,
        written::RelationshipKind::HasMany | written::RelationshipKind::ManyToMany { .. }
    );
    if let (false, Some((first, _))) = (many, written.order.first()) {
        draft.report(
            Diagnostic::error("order-of-one", first.span, "one row has no order")
                .help("remove `order`; it belongs to `has_many` and `many_to_many`"),
        );
        return vec![];
    }
    let mut order = vec![];
    for (name, descending) in &written.order {
        match draft.model(target).column(&name.value) {
            Some(column) => order.push(OrderTerm {
                column,
                descending: *descending,
            }),
            None => draft.unknown_column(target, &name.value, name.span),
        }
    }
    order
}
