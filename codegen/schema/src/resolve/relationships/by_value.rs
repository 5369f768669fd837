//! Relationships that stand on equal values, where no foreign key says that they are.

use crate::diagnostic::Diagnostic;
use crate::ir::{Column, ColumnId, ModelId, RelationshipKind, Type};
use crate::resolve::draft::Draft;
use crate::resolve::foreign_keys::same_storage;
use crate::source::{Span, Spanned};
use crate::written;

/// How many rows it leads to. The front end has refused `on` where there is a link table.
pub(super) fn kind(written: &written::Relationship) -> RelationshipKind {
    use written::RelationshipKind::{BelongsTo, HasOne};
    let many = !matches!(written.kind, BelongsTo | HasOne);
    RelationshipKind::ByValue { many }
}

/// The columns that are equal, here and on the target; none for a relationship on a key.
pub(super) fn columns(
    draft: &mut Draft<'_>,
    model: ModelId,
    target: ModelId,
    written: &written::Relationship,
) -> Option<Vec<(ColumnId, ColumnId)>> {
    let Some(on) = &written.on else {
        return Some(vec![]);
    };
    let mut pairs = vec![];
    for equal in &on.value {
        let own = column(draft, model, &equal.own);
        let theirs = column(draft, target, &equal.target);
        if let (Some(own), Some(theirs)) = (own, theirs) {
            pairs.push((own, theirs));
            let theirs = (target, theirs, equal.target.span);
            comparable(draft, (model, own, equal.own.span), theirs);
        }
    }
    if on.value.is_empty() {
        let error = Diagnostic::error("on", on.span, "nothing here says which rows are meant");
        draft.report(
            error.help(
                "write a column of this model and one of the target: `{ code: country_code }`",
            ),
        );
    }
    let whole = !pairs.is_empty() && pairs.len() == on.value.len();
    if whole && !kind(written).is_many() {
        one_row(draft, target, written, &pairs);
    }
    whole.then_some(pairs)
}

/// Whether two relationships compare the same columns.
pub(super) fn same(a: &[(ColumnId, ColumnId)], mut b: Vec<(ColumnId, ColumnId)>) -> bool {
    let mut a = a.to_vec();
    a.sort_unstable();
    b.sort_unstable();
    a == b
}

fn column(draft: &mut Draft<'_>, model: ModelId, name: &Spanned<String>) -> Option<ColumnId> {
    let found = draft.model(model).column_or_reference(&name.value);
    if found.is_none() {
        draft.unknown_column(model, &name.value, name.span);
    }
    found
}

/// Reports columns whose equal values are not found by one another.
fn comparable(
    draft: &mut Draft<'_>,
    own: (ModelId, ColumnId, Span),
    theirs: (ModelId, ColumnId, Span),
) {
    let column = |(model, id, _): (ModelId, ColumnId, Span)| &draft.model(model).ir.columns[id.0];
    let name = |end: (ModelId, ColumnId, Span)| {
        format!("`{}.{}`", draft.model(end.0).ir.name, column(end).name)
    };
    let (a, b) = (column(own), column(theirs));
    for end in [own, theirs] {
        if let Some((why, help)) = unfit(column(end)) {
            let message = format!("{} {why}", name(end));
            draft.report(Diagnostic::error("on-type", end.2, message).help(help));
            return;
        }
    }
    let in_rust = |column: &Column| (column.rust_type.clone(), column.id_of);
    if !same_storage(&a.ty.base, &b.ty.base) || in_rust(a) != in_rust(b) {
        let message = format!("{} and {} have different types", name(own), name(theirs));
        let error = Diagnostic::error("on-type", theirs.2, message);
        draft.report(error.help("give both the same type, in the database and in Rust"));
    }
}

/// Why rows cannot be told by the values of a column, and what to do.
fn unfit(column: &Column) -> Option<(&'static str, &'static str)> {
    let plain = column.rust_type.is_none();
    match column.ty.base {
        _ if column.deferred => Some((
            "is deferred, and rows without it cannot be matched",
            "take `deferred` away, or compare other columns",
        )),
        _ if column.ignores_case => Some((
            "is compared without regard to case, and rows are matched by equal values",
            "compare a column that keeps one spelling: `normalize: [lower]`",
        )),
        Type::F32 | Type::F64 if plain => Some((
            "is a float, and floats are rarely equal",
            "compare columns of another type",
        )),
        Type::Json | Type::Array(_) if plain => Some((
            "is no single value, and is compared in another way on each engine",
            "compare columns of another type",
        )),
        _ => None,
    }
}

/// A relationship to one row needs columns that only one row has, or a condition that says which.
fn one_row(
    draft: &mut Draft<'_>,
    target: ModelId,
    written: &written::Relationship,
    pairs: &[(ColumnId, ColumnId)],
) {
    let theirs: Vec<ColumnId> = pairs.iter().map(|(_, theirs)| *theirs).collect();
    let there = draft.model(target);
    if written.condition.is_some() || there.is_unique(&theirs) {
        return;
    }
    let columns = there.names(&theirs).join("`, `");
    let message = format!("`{columns}` of `{}` is not unique", there.ir.name);
    draft.report(
        Diagnostic::error("not-unique", written.kind_span, message)
            .label("there could be more than one")
            .help("make it unique, write `has_many`, or say which one by `where`"),
    );
}
