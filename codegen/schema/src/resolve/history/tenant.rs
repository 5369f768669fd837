//! Versions of a tenant's rows are the tenant's as well.

use super::super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, Condition, ModelId, Scope, ScopeKind};
use crate::source::Span;

pub(in crate::resolve) fn keep_tenants_apart(draft: &mut Draft<'_>) {
    let mut said: Vec<Span> = vec![];
    for model in (0..draft.models.len()).map(ModelId) {
        let own = &draft.model(model).ir;
        let (Some(history), Some(tenant)) = (own.rules.history, own.rules.tenant) else {
            continue;
        };
        let versions = &draft.model(history).ir;
        let Some(column) = versions.column_named(&own.column(tenant).name) else {
            let written = draft.model(model).written;
            let span = written.and_then(|w| Some(w.rules.history.as_ref()?.span));
            let span = span.unwrap_or(draft.model(model).span);
            if !said.contains(&span) {
                said.push(span);
                let error = elsewhere(draft, model, tenant, span);
                draft.report(error);
            }
            continue;
        };
        let scopes = own.rules.scopes.iter();
        let scopes: Vec<Scope> = scopes
            .filter(|scope| scope.kind == ScopeKind::Tenant)
            .map(|scope| of(scope, column))
            .collect();
        let rules = &mut draft.models[history.0].ir.rules;
        if rules.tenant.is_none() {
            rules.tenant = Some(column);
            rules.scopes.extend(scopes);
        }
    }
}

/// The scope of the versions, whose column may stand elsewhere.
fn of(scope: &Scope, column: ColumnId) -> Scope {
    let condition = match &scope.condition {
        Condition::Compare(comparison, _, term) => {
            Condition::Compare(*comparison, column, term.clone())
        }
        other => other.clone(),
    };
    Scope {
        condition,
        ..scope.clone()
    }
}

/// Versions that do not say whose they are.
fn elsewhere(draft: &Draft<'_>, model: ModelId, tenant: ColumnId, span: Span) -> Diagnostic {
    let own = &draft.model(model).ir;
    let (name, table, column) = (&own.name, &own.table.name, &own.column(tenant).name);
    let message = format!(
        "the table `{table}` does not say whose its rows are, and so versions of {name} would be \
         everyone's"
    );
    let help = format!(
        "make `{column}` a part of the key, which every table of the family has, or store {name} \
         `by: single` or `by: concrete`"
    );
    Diagnostic::error("history", span, message).help(help)
}
