//! Collections whose order a column keeps.

use super::loading::is_read_only;
use crate::diagnostic::Diagnostic;
use crate::ir::{Column, ColumnId, Model, ModelId, Position, RelationshipKind, Type};
use crate::resolve::draft::Draft;
use crate::written;

pub(super) fn resolve(
    draft: &mut Draft<'_>,
    target: ModelId,
    written: &written::Relationship,
    kind: RelationshipKind,
) -> Option<Position> {
    let position = written.position.as_ref()?;
    if let Some((message, help)) = misplaced(written, kind) {
        draft.report(Diagnostic::error("position", position.span, message).help(help));
        return None;
    }
    let name = &position.column;
    let Some(column) = draft.model(target).column_or_reference(&name.value) else {
        draft.unknown_column(target, &name.value, name.span);
        return None;
    };
    let there = &draft.model(target).ir;
    if let Some((why, help)) = unfit(there, column) {
        let message = format!("`{}` {why}", name.value);
        draft.report(Diagnostic::error("position", name.span, message).help(help));
        return None;
    }
    let from = position.from;
    Some(Position { column, from })
}

/// Why a relationship keeps no order, and what to do.
fn misplaced(
    written: &written::Relationship,
    kind: RelationshipKind,
) -> Option<(&'static str, &'static str)> {
    if !matches!(kind, RelationshipKind::HasMany { .. }) {
        return Some((
            "only a `has_many` on a foreign key keeps an order in its rows",
            "take `position` away; lead a `has_many` to the link to keep one of linked rows",
        ));
    }
    if is_read_only(written, kind) || written.write_only.is_some() {
        return Some((
            "an order is kept of all rows, and by what may write them",
            "say `position` of a relationship without `limit`, `where`, `readonly` and `write_only`",
        ));
    }
    (!written.order.is_empty()).then_some(("the position is the order", "take `order` away"))
}

/// Why a column holds no places, and what to do.
fn unfit(model: &Model, id: ColumnId) -> Option<(&'static str, &'static str)> {
    let column: &Column = model.column(id);
    let whole = matches!(
        column.ty.base,
        Type::TinyInt
            | Type::SmallInt
            | Type::Int
            | Type::BigInt
            | Type::U8
            | Type::U16
            | Type::U32
            | Type::U64
    );
    if !whole || column.rust_type.is_some() || column.id_of.is_some() {
        return Some(("is no whole number", "count places in an `int`"));
    }
    if column.nullable {
        let help = "make it NOT NULL: every row has a place";
        return Some(("may be NULL", help));
    }
    let in_key = model.key().contains(&id)
        || model
            .foreign_keys
            .iter()
            .any(|key| key.columns.contains(&id));
    (in_key || column.generated.is_some() || column.deferred).then_some((
        "is not for the session to write and read at any time",
        "use a column that is part of no primary or foreign key, neither generated nor deferred",
    ))
}
