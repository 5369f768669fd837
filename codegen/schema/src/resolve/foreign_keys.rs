//! Primary keys and foreign keys.

use super::draft::Draft;
use super::identity;
use super::naming::Kind;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    ColumnId, ForeignKey, ForeignKeyId, ModelId, PrimaryKey, ReferentialAction, Timing, Type,
    Unique,
};
use crate::source::{Span, Spanned};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    let models = || (0..draft_len(draft)).map(ModelId);
    let all: Vec<ModelId> = models().collect();
    for &model in &all {
        primary_key(draft, model);
        identity::resolve(draft, model);
    }
    // Unique constraints first: a key may point at one.
    for &model in &all {
        uniques(draft, model);
    }
    for &model in &all {
        from_columns(draft, model);
        from_table(draft, model);
    }
    for &model in &all {
        draft.complete_key(model);
    }
}

fn draft_len(draft: &Draft<'_>) -> usize {
    draft.models.len()
}

fn primary_key(draft: &mut Draft<'_>, model: ModelId) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    let mut columns: Vec<ColumnId> = vec![];
    let (mut name, mut timing) = (None, Timing::AtOnce);
    if let Some(key) = &written.primary_key {
        (name, timing) = (key.name.as_ref(), key.timing);
        columns = draft.columns_named(model, &key.columns).unwrap_or_default();
        let twice = written.columns.iter().find_map(|c| c.primary_key);
        if let (Some(at), false) = (twice, draft.model(model).as_it_is()) {
            draft.report(
                Diagnostic::error("two-keys", at, "the key is said twice")
                    .related(key.span, "here for the table")
                    .help("keep `primary_key: [..]` of the table, or those at the columns"),
            );
        }
    } else {
        let origins = &draft.model(model).origins;
        columns.extend(
            (0..origins.len())
                .filter(|at| {
                    origins[*at]
                        .written
                        .is_some_and(|w| w.primary_key.is_some())
                })
                .map(ColumnId),
        );
    }
    if let (Some(_), Some(first)) = (&written.view, columns.first()) {
        let place = draft.model(model).origins[first.0].span;
        let message = format!(
            "`{}` is a view, which has no key",
            draft.model(model).ir.name
        );
        draft.report(Diagnostic::error("key-of-view", place, message).help("take the key away"));
        return;
    }
    let said =
        written.primary_key.is_some() || written.columns.iter().any(|c| c.primary_key.is_some());
    let as_it_is = draft.model(model).as_it_is();
    let elsewhere = written.read_only || written.identity.is_some();
    let may_lack = as_it_is || elsewhere || written.columns.is_empty() || said;
    if columns.is_empty() && !may_lack {
        let message = format!("`{}` has no primary key", draft.model(model).ir.name);
        draft.report(Diagnostic::error("no-key", written.span, message).help(
            "mark a column with `primary_key: true`, or name several: `primary_key: [a, b]`; where the \
             database has none, `identity: [a, b]`",
        ));
    }
    for &column in &columns {
        let nullable = draft.model(model).ir.columns[column.0].nullable;
        if nullable && !as_it_is {
            let origin = draft.model(model).origins[column.0];
            let name = draft.model(model).ir.columns[column.0].name.clone();
            draft.report(
                Diagnostic::error(
                    "nullable-key",
                    origin.span,
                    format!("`{name}` belongs to the primary key and cannot be NULL"),
                )
                .help("take the `?` or `nullable: true` away"),
            );
        }
        draft.models[model.0].ir.columns[column.0].nullable = false;
    }
    let parts: Vec<String> = draft
        .model(model)
        .names(&columns)
        .into_iter()
        .map(String::from)
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    // What is not there has no name.
    let name = match parts.is_empty() {
        true => String::new(),
        false => draft.constraint_name(Kind::Primary, name, model, &parts),
    };
    draft.models[model.0].ir.primary_key = PrimaryKey {
        name,
        columns,
        timing,
    };
}

fn uniques(draft: &mut Draft<'_>, model: ModelId) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    /// Columns, and what was written of it beyond them; its place.
    type Found<'a> = (Vec<ColumnId>, Option<&'a written::Key>, Span);
    let mut found: Vec<Found<'_>> = vec![];
    for (at, origin) in draft.model(model).origins.iter().enumerate() {
        let Some((column, span)) = origin.written.and_then(|w| Some((w, w.unique?))) else {
            continue;
        };
        // A reference that makes several columns is unique as a whole.
        let first = draft.model(model).origins[..at]
            .iter()
            .any(|o| o.written.is_some_and(|w| std::ptr::eq(w, column)));
        if first {
            if let Some(last) = found.last_mut() {
                last.0.push(ColumnId(at));
            }
        } else {
            found.push((vec![ColumnId(at)], None, span));
        }
    }
    for key in &written.uniques {
        if let Some(columns) = draft.columns_named(model, &key.columns) {
            found.push((columns, Some(key), key.span));
        }
    }
    for (columns, key, span) in found {
        let names: Vec<String> = draft
            .model(model)
            .names(&columns)
            .into_iter()
            .map(String::from)
            .collect();
        let parts: Vec<&str> = names.iter().map(String::as_str).collect();
        let same = draft
            .model(model)
            .ir
            .uniques
            .iter()
            .any(|u| u.columns == columns);
        if same && !draft.model(model).as_it_is() {
            draft.report(
                Diagnostic::error(
                    "duplicate-unique",
                    span,
                    format!("`{}` is unique already", parts.join("`, `")),
                )
                .help("remove one of the two"),
            );
            continue;
        }
        let name = key.and_then(|key| key.name.as_ref());
        let name = draft.constraint_name(Kind::Unique, name, model, &parts);
        draft.models[model.0].ir.uniques.push(Unique {
            name,
            columns,
            nulls_equal: key.is_some_and(|key| key.nulls_equal),
            timing: key.map_or(Timing::AtOnce, |key| key.timing),
        });
    }
}

/// What a foreign key says, whether at a column or for the table.
struct Said<'a> {
    name: Option<&'a Spanned<String>>,
    target: &'a written::Target,
    target_columns: &'a [Spanned<String>],
    on_delete: Option<&'a Spanned<ReferentialAction>>,
    on_update: Option<&'a Spanned<ReferentialAction>>,
    timing: Timing,
    unindexed: bool,
    span: Span,
}

fn from_columns(draft: &mut Draft<'_>, model: ModelId) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    for column in &written.columns {
        let Some(reference) = &column.references else {
            continue;
        };
        let origins = &draft.model(model).origins;
        let own: Vec<ColumnId> = (0..origins.len())
            .filter(|at| {
                origins[*at]
                    .written
                    .is_some_and(|w| std::ptr::eq(w, column))
            })
            .map(ColumnId)
            .collect();
        if own.is_empty() {
            if column.ty.is_some() {
                draft.unknown_model(&reference.target);
            }
            continue;
        }
        let said = Said {
            name: reference.name.as_ref(),
            target: &reference.target,
            target_columns: &reference.target_columns,
            on_delete: reference.on_delete.as_ref(),
            on_update: reference.on_update.as_ref(),
            timing: reference.timing,
            unindexed: reference.unindexed,
            span: column.span,
        };
        if let Some(id) = add(draft, model, own, &said)
            && let Some(field) = &column.field
        {
            draft.models[model.0]
                .references
                .insert(field.value.clone(), id);
        }
    }
}

fn from_table(draft: &mut Draft<'_>, model: ModelId) {
    let Some(written) = draft.model(model).written else {
        return;
    };
    for key in &written.foreign_keys {
        let Some(columns) = draft.columns_named(model, &key.columns) else {
            continue;
        };
        let said = Said {
            name: key.name.as_ref(),
            target: &key.target,
            target_columns: &key.target_columns,
            on_delete: key.on_delete.as_ref(),
            on_update: key.on_update.as_ref(),
            timing: key.timing,
            unindexed: key.unindexed,
            span: key.span,
        };
        add(draft, model, columns, &said);
    }
}

fn add(
    draft: &mut Draft<'_>,
    model: ModelId,
    columns: Vec<ColumnId>,
    said: &Said<'_>,
) -> Option<ForeignKeyId> {
    let Some(target) = draft.find(said.target) else {
        draft.unknown_model(said.target);
        return None;
    };
    let target_columns = if said.target_columns.is_empty() {
        draft.model(target).ir.primary_key.columns.clone()
    } else {
        draft.columns_named(target, said.target_columns)?
    };
    if target_columns.len() != columns.len() {
        let (theirs, name) = (target_columns.len(), draft.model(target).ir.name.clone());
        let own = match columns.len() {
            1 => "1 column".to_owned(),
            n => format!("{n} columns"),
        };
        let message = format!("a foreign key of {own} points at {theirs} of `{name}`");
        draft.report(
            Diagnostic::error("column-count", said.span, message)
                .help("name as many columns as the target's key has"),
        );
        return None;
    }
    check_types(draft, model, &columns, target, &target_columns, said.span);
    if !draft.model(target).is_kept_unique(&target_columns) && !draft.model(model).as_it_is() {
        let names = draft.model(target).names(&target_columns).join("`, `");
        let message = format!("`{names}` of `{}` is no key", draft.model(target).ir.name);
        let place = said.target_columns.first().map_or(said.span, |c| c.span);
        draft.report(
            Diagnostic::error("no-target-key", place, message)
                .help("point at its primary key, or make these columns unique"),
        );
    }
    check_action(draft, model, &columns, said.on_delete);
    check_action(draft, model, &columns, said.on_update);
    let parts: Vec<String> = draft
        .model(model)
        .names(&columns)
        .into_iter()
        .map(String::from)
        .collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let name = draft.constraint_name(Kind::Foreign, said.name, model, &parts);
    let action =
        |a: Option<&Spanned<ReferentialAction>>| a.map_or(ReferentialAction::NoAction, |a| a.value);
    let own = &mut draft.models[model.0];
    own.ir.foreign_keys.push(ForeignKey {
        name,
        columns,
        target,
        target_columns,
        on_delete: action(said.on_delete),
        on_update: action(said.on_update),
        timing: said.timing,
    });
    own.key_spans.push(said.span);
    let id = ForeignKeyId(own.ir.foreign_keys.len() - 1);
    if said.unindexed {
        own.unindexed.push(id);
    }
    Some(id)
}

fn check_types(
    draft: &mut Draft<'_>,
    model: ModelId,
    columns: &[ColumnId],
    target: ModelId,
    target_columns: &[ColumnId],
    span: Span,
) {
    if draft.model(model).as_it_is() {
        return;
    }
    for (own, theirs) in columns.iter().zip(target_columns) {
        let own = &draft.model(model).ir.columns[own.0];
        let their_model = &draft.model(target).ir;
        let theirs = &their_model.columns[theirs.0];
        if !same_storage(&own.ty.base, &theirs.ty.base) {
            let message = format!(
                "`{}` and `{}.{}` have different types",
                own.name, their_model.name, theirs.name
            );
            let diagnostic = Diagnostic::error("foreign-key-type", span, message)
                .help("give both the same type; a column made by `references` has it anyhow");
            draft.report(diagnostic);
        }
    }
}

/// Whether values of the two are comparable without a conversion; lengths may differ.
pub(super) fn same_storage(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (
            Type::String(_) | Type::Text | Type::Char(_),
            Type::String(_) | Type::Text | Type::Char(_),
        ) => true,
        (Type::Bytes(_) | Type::Binary(_), Type::Bytes(_) | Type::Binary(_)) => true,
        _ => a == b,
    }
}

fn check_action(
    draft: &mut Draft<'_>,
    model: ModelId,
    columns: &[ColumnId],
    action: Option<&Spanned<ReferentialAction>>,
) {
    let Some(action) = action else { return };
    if draft.model(model).as_it_is() {
        return;
    }
    let own = &draft.model(model).ir;
    let at_fault = columns
        .iter()
        .map(|c| &own.columns[c.0])
        .find(|c| match action.value {
            ReferentialAction::SetNull => !c.nullable,
            ReferentialAction::SetDefault => !c.has_default(),
            _ => false,
        });
    let Some(column) = at_fault else { return };
    let (code, what, help) = match action.value {
        ReferentialAction::SetNull => (
            "set-null",
            "cannot be NULL",
            "add `nullable: true`, or choose `cascade` or `restrict`",
        ),
        _ => (
            "set-default",
            "has no default in the database",
            "give it a `default`, or choose another action",
        ),
    };
    let message = format!(
        "`{}` {what}, and so the action cannot be taken",
        column.name
    );
    draft.report(Diagnostic::error(code, action.span, message).help(help));
}
