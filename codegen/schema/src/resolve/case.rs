//! Columns that are compared without regard to case.

use super::draft::{Draft, ModelDraft};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ir::{Column, ColumnId, Dialect, IndexTerm, ModelId, Type};
use crate::source::Span;

pub(super) fn check(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let indexes = !draft.dialects.contains(&Dialect::Mysql);
        let own = draft.model(model);
        let mut found = vec![];
        for (at, origin) in own.origins.iter().enumerate() {
            let Some(place) = origin.written.and_then(|w| w.ignores_case) else {
                continue;
            };
            found.extend(wrong(own, ColumnId(at), place, indexes));
        }
        draft.diagnostics.append(&mut found);
    }
}

/// `indexes`: whether the engines have indexes of expressions.
fn wrong(own: &ModelDraft<'_>, id: ColumnId, place: Span, indexes: bool) -> Option<Diagnostic> {
    let column = &own.ir.columns[id.0];
    let name = &column.name;
    if !matches!(column.ty.base, Type::String(_) | Type::Char(_) | Type::Text) {
        let message = format!("`{name}` is not text, and has no case");
        return Some(Diagnostic::error("compare", place, message).help("take `compare` away"));
    }
    let foreign = || own.ir.foreign_keys.iter().any(|k| k.columns.contains(&id));
    if own.ir.key().contains(&id) || foreign() {
        let message = format!("`{name}` is a key, and keys are compared exactly");
        return Some(
            Diagnostic::error("compare", place, message)
                .help("store it in lower case, or take `compare` away"),
        );
    }
    if !indexes || has_index(own, column) {
        return None;
    }
    let message = format!("no index serves comparisons with `{name}` that ignore case");
    let mut note = Diagnostic::warning("no-index-for-case", place, message).help(format!(
        "`indexes: [{{ expression: \"lower({name})\", unique: true }}]` does, and allows each \
         text once"
    ));
    note.severity = Severity::Note;
    Some(note)
}

/// Whether an index begins with the column in lower case.
fn has_index(own: &ModelDraft<'_>, column: &Column) -> bool {
    let wanted = format!("lower({})", column.name);
    let plain = |sql: &str| sql.replace([' ', '"', '`', '(', ')'], "").to_lowercase();
    let is_it = |sql: &String| plain(sql) == plain(&wanted);
    own.ir.indexes.iter().any(|index| {
        let first = index.parts.first().map(|part| &part.term);
        matches!(first, Some(IndexTerm::Expression(sql))
            if Dialect::ALL.iter().any(|d| sql.get(*d).is_some_and(is_it)))
    })
}
