//! Scopes, soft delete and tenants.

use super::condition::{self, Fault};
use super::draft::{Draft, ModelDraft};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Column, ColumnId, Comparison, Condition, ModelId, Parameter, RelationshipKind, Scope,
    ScopeKind, Term, Type,
};
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::written::{Role, Rules};

/// The scope that soft delete makes.
const NOT_DELETED: &str = "not_deleted";
/// The scope that a tenant's column makes, and its parameter.
const TENANT: &str = "tenant";

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        if written.role == Role::Table {
            continue; // the models whose rows it holds have the rules
        }
        soft_delete(draft, model, &written.rules);
        tenant(draft, model, &written.rules);
        scopes(draft, model, &written.rules);
        hooks(draft, model, &written.rules);
    }
    links(draft);
}

/// Whether what is said at a place is what a variant has of its base, where it was said wrong.
fn is_inherited(draft: &Draft<'_>, model: ModelId, span: Span) -> bool {
    let base = || {
        let lineage = draft.model(model).written?.lineage.as_ref()?;
        draft.model(draft.find(&lineage.base.as_ref()?.0)?).written
    };
    base().is_some_and(|base| {
        let rules = &base.rules;
        let soft = rules.soft_delete.as_ref().map(|soft| soft.column.span);
        let tenant = rules.tenant.as_ref().map(|tenant| tenant.span);
        let mut scopes = rules.scopes.iter();
        [soft, tenant].contains(&Some(span)) || scopes.any(|(_, text)| text.span == span)
    })
}

fn soft_delete(draft: &mut Draft<'_>, model: ModelId, written: &Rules) {
    let Some(soft) = &written.soft_delete else {
        return;
    };
    let own = draft.model(model);
    match column(own, &soft.column).and_then(|id| deletion(own, id).map(|()| id)) {
        Ok(id) => {
            let rules = &mut draft.models[model.0].ir.rules;
            rules.soft_delete = Some(id);
            rules.scopes.push(Scope {
                name: NOT_DELETED.into(),
                kind: ScopeKind::NotDeleted,
                condition: Condition::Null(id),
            });
        }
        Err(_) if is_inherited(draft, model, soft.column.span) => {}
        Err(fault) => report(draft, "soft-delete", soft.column.span, fault),
    }
}

/// Whether a column can say since when a row is deleted.
fn deletion(model: &ModelDraft<'_>, id: ColumnId) -> Result<(), Fault> {
    let column = model.ir.column(id);
    let name = &column.name;
    if model.ir.read_only {
        let help = "take `soft_delete` away: its rows are not deleted";
        return Err((format!("{} is only read", model.ir.name), help.into()));
    }
    if column.ty.base != Type::TimestampTz {
        let help = format!("write `{name}: timestamptz?`");
        return Err((format!("`{name}` cannot say since when"), help));
    }
    if !column.nullable || column.generated.is_some() {
        let message = format!("`{name}` is never NULL, so that every row would be deleted");
        return Err((message, format!("write `{name}: timestamptz?`")));
    }
    if column.default.is_some() {
        let message = format!("`{name}` has a default, so that new rows would be deleted");
        return Err((message, "take the default away".into()));
    }
    Ok(())
}

fn tenant(draft: &mut Draft<'_>, model: ModelId, written: &Rules) {
    let Some(named) = &written.tenant else {
        return;
    };
    let own = draft.model(model);
    match column(own, named).and_then(|id| owner(own, id).map(|()| id)) {
        Ok(id) => {
            let rules = &mut draft.models[model.0].ir.rules;
            rules.tenant = Some(id);
            rules.scopes.push(Scope {
                name: TENANT.into(),
                kind: ScopeKind::Tenant,
                condition: Condition::Compare(
                    Comparison::Eq,
                    id,
                    Term::Parameter(TENANT.to_owned()),
                ),
            });
            parameter(draft, model, id, TENANT, named.span);
        }
        Err(_) if is_inherited(draft, model, named.span) => {}
        Err(fault) => report(draft, "tenant", named.span, fault),
    }
}

/// Whether a column can say to whom a row belongs.
fn owner(model: &ModelDraft<'_>, id: ColumnId) -> Result<(), Fault> {
    let column = model.ir.column(id);
    let name = &column.name;
    if !is_comparable(column) {
        let help = "give it a type that keys have";
        return Err((format!("`{name}` cannot name a tenant"), help.into()));
    }
    if column.nullable {
        let message = format!("`{name}` may be NULL, and such a row would belong to nobody");
        return Err((message, "take the `?` or `nullable: true` away".into()));
    }
    if column.default.is_some() || column.generated.is_some() || column.identity.is_some() {
        let message = format!("`{name}` has its value from elsewhere already");
        let help = "new rows get the tenant of the database handle or the session";
        return Err((message, help.into()));
    }
    Ok(())
}

/// Whether equal values of a column are equal everywhere, as those of keys are.
pub(super) fn is_comparable(column: &Column) -> bool {
    !matches!(
        column.ty.base,
        Type::Json | Type::Array(_) | Type::Native { .. } | Type::F32 | Type::F64
    )
}

/// Only rows that are written have hooks.
fn hooks(draft: &mut Draft<'_>, model: ModelId, written: &Rules) {
    let Some(hooks) = written.hooks.as_ref().filter(|hooks| hooks.value) else {
        return;
    };
    let own = &draft.model(model).ir;
    if own.read_only {
        let message = format!("{} is only read, and so has no use for hooks", own.name);
        let help = "take the line away".to_owned();
        return report(draft, "hooks", hooks.span, (message, help));
    }
    draft.models[model.0].ir.rules.hooks = true;
}

fn scopes(draft: &mut Draft<'_>, model: ModelId, written: &Rules) {
    for (name, text) in &written.scopes {
        if !words::is_identifier(&name.value) || words::snake(&name.value) != name.value {
            let message = format!("the scope `{}` is not written in snake case", name.value);
            let help = format!("write `{}`", words::snake(&name.value));
            report(draft, "scope-name", name.span, (message, help));
            continue;
        }
        let own = draft.model(model);
        if let Some(taken) = own.ir.rules.scopes.iter().find(|s| s.name == name.value) {
            let source = match taken.kind {
                ScopeKind::Tenant => "tenant",
                _ => "soft_delete",
            };
            let message = format!(
                "the scope `{}` is the one that `{source}` makes",
                name.value
            );
            report(
                draft,
                "scope-name",
                name.span,
                (message, "give it another name".into()),
            );
            continue;
        }
        match condition::read(&text.value, own, &draft.enums) {
            Ok(condition) => {
                for (column, parameter) in parameters(&condition) {
                    self::parameter(draft, model, column, &parameter, text.span);
                }
                draft.models[model.0].ir.rules.scopes.push(Scope {
                    name: name.value.clone(),
                    kind: ScopeKind::Own,
                    condition,
                });
            }
            Err(_) if is_inherited(draft, model, text.span) => {}
            Err(fault) => report(draft, "scope", text.span, fault),
        }
    }
}

/// The parameters in a condition, each with the column that it is compared with.
fn parameters(condition: &Condition) -> Vec<(ColumnId, String)> {
    match condition {
        Condition::Compare(_, column, Term::Parameter(name)) => vec![(*column, name.clone())],
        Condition::Not(inner) => parameters(inner),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().flat_map(parameters).collect()
        }
        Condition::Null(_)
        | Condition::NotNull(_)
        | Condition::Holds(_)
        | Condition::Compare(..) => vec![],
    }
}

/// A parameter has one type, wherever it stands.
pub(super) fn parameter(
    draft: &mut Draft<'_>,
    model: ModelId,
    column: ColumnId,
    name: &str,
    span: Span,
) {
    let Some(known) = draft.parameters.iter().find(|known| known.name == name) else {
        draft.parameters.push(Parameter {
            name: name.to_owned(),
            like: (model, column),
        });
        return;
    };
    let first = draft.model(known.like.0).ir.column(known.like.1);
    let here = draft.model(model).ir.column(column);
    let same = first.ty.base == here.ty.base
        && first.rust_type == here.rust_type
        && first.id_of == here.id_of;
    if !same {
        let place = format!("{}.{}", draft.model(known.like.0).ir.name, first.field);
        let message =
            format!("the parameter `:{name}` has the type of `{place}`, and another here");
        let help = "give the columns one type, or the parameters different names";
        report(draft, "parameter-type", span, (message, help.into()));
    }
}

/// Link rows are written and read by their keys alone, so none of them can be out of scope.
fn links(draft: &mut Draft<'_>) {
    let mut found = vec![];
    for model in &draft.models {
        for (relationship, written) in model.ir.relationships.iter().zip(&model.relationships) {
            let RelationshipKind::ManyToMany { through, .. } = relationship.kind else {
                continue;
            };
            let link = &draft.model(through).ir;
            let Some(written) = written.filter(|_| !link.rules.is_empty()) else {
                continue;
            };
            let message = format!(
                "{} has rules for its rows, which a many-to-many over it would not keep",
                link.name
            );
            let help = "lead a `has_many` to it and a `belongs_to` from there";
            found.push(Diagnostic::error("scoped-link", written.name.span, message).help(help));
        }
    }
    draft.diagnostics.append(&mut found);
}

fn column(model: &ModelDraft<'_>, name: &Spanned<String>) -> Result<ColumnId, Fault> {
    model.column(&name.value).ok_or_else(|| {
        (
            format!("{} has no column `{}`", model.ir.name, name.value),
            suggest::help(&name.value, model.column_names(), "its columns"),
        )
    })
}

fn report(draft: &mut Draft<'_>, code: &'static str, span: Span, (message, help): Fault) {
    draft.report(Diagnostic::error(code, span, message).help(help));
}
