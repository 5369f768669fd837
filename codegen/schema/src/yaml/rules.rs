//! `scopes`, `soft_delete`, `tenant`, `hooks`, `audit` and `history` of models and mixins.

use super::audit;
use super::fields::{self, Diagnostics, Fields};
use super::history;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::suggest;
use crate::written::{Rules, SoftDelete};

pub(super) fn rules(fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) -> Rules {
    let mut rules = Rules::default();
    if let Some(node) = fields.take("scopes") {
        let entries = fields::entries(node, "`scopes`", diagnostics).unwrap_or_default();
        rules.scopes = entries
            .iter()
            .filter_map(|(key, node)| {
                let text = fields::text(node, "a scope's condition", diagnostics)?;
                Some((fields::named(key), text))
            })
            .collect();
    }
    let soft_delete = fields.take("soft_delete");
    rules.soft_delete = soft_delete.and_then(|node| self::soft_delete(node, diagnostics));
    let tenant = fields.take("tenant");
    rules.tenant = tenant.and_then(|node| fields::text(node, "a column's name", diagnostics));
    let hooks = fields.take("hooks");
    rules.hooks = hooks.and_then(|node| fields::boolean(node, "`hooks`", diagnostics));
    if let Some((span, node)) = fields.take_entry("audit") {
        rules.audit = audit::audit(span, node, diagnostics);
    }
    if let Some((span, node)) = fields.take_entry("history") {
        rules.history = history::history(span, node, diagnostics);
    }
    rules
}

/// `deleted_at` or `{ column: deleted_at, uniques: all }`.
fn soft_delete(node: &Node, diagnostics: &mut Diagnostics) -> Option<SoftDelete> {
    const UNIQUES: [&str; 2] = ["alive", "all"];
    let NodeKind::Mapping(_) = &node.kind else {
        let column = fields::text(node, "a column's name", diagnostics)?;
        return Some(SoftDelete {
            span: column.span,
            column,
            uniques_of_all: false,
        });
    };
    let mut fields = Fields::of(node, "`soft_delete`", diagnostics)?;
    let column = fields.take("column");
    let column = column.and_then(|node| fields::text(node, "a column's name", diagnostics));
    let uniques = fields.take("uniques");
    let uniques = uniques.and_then(|node| fields::text(node, "`uniques`", diagnostics));
    fields.finish(diagnostics);
    if let Some(uniques) = &uniques
        && !UNIQUES.contains(&uniques.value.as_str())
    {
        let message = format!("unknown value `{}` of `uniques`", uniques.value);
        let help = suggest::help(&uniques.value, UNIQUES, "what it may be");
        diagnostics.push(Diagnostic::error("soft-delete", uniques.span, message).help(help));
    }
    let Some(column) = column else {
        let message = "`soft_delete` does not say in which column";
        let help = "write `soft_delete: deleted_at`, a column of the type `timestamptz?`";
        diagnostics.push(Diagnostic::error("soft-delete", node.span, message).help(help));
        return None;
    };
    Some(SoftDelete {
        column,
        uniques_of_all: uniques.is_some_and(|uniques| uniques.value == "all"),
        span: node.span,
    })
}
