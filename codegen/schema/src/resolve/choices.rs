//! Polymorphic targets: that one of several references is set, and which relationships they are.

use super::draft::Draft;
use super::naming::Kind;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Alternative, Check, Choice, Dialect, ForeignKeyId, ModelId, PerDialect, ReferentialAction,
    RelationshipId,
};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for choice in &written.choices {
            // Where all is written, the check is among the checks.
            if choice.itself || draft.document.exact {
                relationships(draft, model, choice);
                continue;
            }
            let keys: Option<Vec<ForeignKeyId>> = choice
                .alternatives
                .iter()
                .map(|a| draft.model(model).references.get(&a.reference).copied())
                .collect();
            // What is wrong with one of them was said.
            let Some(keys) = keys else { continue };
            check(draft, model, choice, &keys);
            relationships(draft, model, choice);
        }
    }
}

/// A check that counts the references that are set.
fn check(draft: &mut Draft<'_>, model: ModelId, choice: &written::Choice, keys: &[ForeignKeyId]) {
    let name = &choice.name;
    if !actions_fit(draft, model, choice, keys) {
        return;
    }
    let own = draft.model(model);
    let expression = |dialect: Dialect| {
        let set = keys.iter().map(|key| {
            let columns = own.names(&own.ir.foreign_key(*key).columns);
            is_set(&columns, dialect)
        });
        let sum = set.collect::<Vec<_>>().join(" + ");
        let most = if choice.nullable { "<= 1" } else { "= 1" };
        format!("{sum} {most}")
    };
    let check = Check {
        name: draft.constraint_name(Kind::Check, None, model, &[&name.value]),
        expression: PerDialect::by_family(expression),
    };
    draft.models[model.0].ir.checks.push(check);
}

/// 1 where a reference is set, 0 where it is not. One of several columns is all set or not at all:
/// for what lies between the sum is too large.
fn is_set(columns: &[&str], dialect: Dialect) -> String {
    let test = |is: &str| {
        let columns = columns.iter();
        let columns = columns.map(|column| format!("{} {is}", dialect.quoted(column)));
        columns.collect::<Vec<_>>().join(" AND ")
    };
    let (unset, set) = (test("IS NULL"), test("IS NOT NULL"));
    match columns {
        [_] => format!("CASE WHEN {unset} THEN 0 ELSE 1 END"),
        _ => format!("CASE WHEN {unset} THEN 0 WHEN {set} THEN 1 ELSE 2 END"),
    }
}

/// Whether what the foreign keys do by themselves is compatible with the check.
fn actions_fit(
    draft: &mut Draft<'_>,
    model: ModelId,
    choice: &written::Choice,
    keys: &[ForeignKeyId],
) -> bool {
    let own = &draft.model(model).ir;
    let keys: Vec<_> = keys.iter().map(|key| own.foreign_key(*key)).collect();
    let sets_null = keys
        .iter()
        .any(|k| k.on_delete == ReferentialAction::SetNull);
    let (name, span) = (&choice.name.value, choice.name.span);
    if sets_null && !choice.nullable {
        let message = format!("`{name}` always has a target, and so none may become NULL");
        draft.report(
            Diagnostic::error("set-null", span, message)
                .help("add `nullable: true`, or choose `cascade` or `restrict`"),
        );
        return false;
    }
    let changes = |action| {
        !matches!(
            action,
            ReferentialAction::NoAction | ReferentialAction::Restrict
        )
    };
    let refused = sets_null || keys.iter().any(|k| changes(k.on_update));
    if refused && draft.dialects.contains(&Dialect::Mysql) {
        let message = format!(
            "MySQL has no check of a column that a foreign key changes, and `{name}` needs one"
        );
        draft.report(super::capability::lacks(
            span,
            message,
            "choose `on_delete: cascade` or `restrict`, and no `on_update`",
        ));
        return false;
    }
    true
}

fn relationships(draft: &mut Draft<'_>, model: ModelId, choice: &written::Choice) {
    let own = &draft.model(model).ir;
    let found: Option<Vec<Alternative>> = choice
        .alternatives
        .iter()
        .map(|alternative| {
            let name = alternative.relationship.as_ref()?;
            let at = own.relationships.iter().position(|r| r.name == *name)?;
            Some(Alternative {
                name: draft.model(own.relationships[at].target).ir.name.clone(),
                relationship: RelationshipId(at),
            })
        })
        .collect();
    // Without a relationship the columns are all there is.
    let Some(alternatives) = found else { return };
    let taken = own.columns.iter().any(|c| c.field == choice.name.value)
        || own
            .relationships
            .iter()
            .any(|r| r.name == choice.name.value);
    if taken {
        let message = format!("`{}` is the name of something else here", choice.name.value);
        draft.report(
            Diagnostic::error("name-clash", choice.name.span, message)
                .label("both would be the same method")
                .help("rename one of the two"),
        );
        return;
    }
    let choice = Choice {
        name: choice.name.value.clone(),
        alternatives,
        nullable: choice.nullable,
        itself: choice.itself,
        comment: choice.comment.clone(),
    };
    draft.models[model.0].ir.choices.push(choice);
}
