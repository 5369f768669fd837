//! `view` of a model.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::View;

/// SQL, the same for all or by dialect, or `{ query: .., materialized: true }`.
pub(super) fn view(node: &Node, diagnostics: &mut Diagnostics) -> Option<View> {
    let is_long = matches!(&node.kind, NodeKind::Mapping(entries)
        if entries.iter().any(|(key, _)| matches!(fields::name_of(key), "query" | "materialized")));
    if !is_long {
        let sql = fields::sql(node, "a view's query", diagnostics)?;
        return Some(View {
            query: sql.value,
            materialized: false,
        });
    }
    let mut fields = Fields::of(node, "a view", diagnostics)?;
    let query = fields.take("query");
    let materialized = fields.take("materialized");
    let materialized = materialized.and_then(|n| fields::boolean(n, "`materialized`", diagnostics));
    fields.finish(diagnostics);
    let Some(query) = query else {
        let message = "a view needs its query";
        let help = "write `view: { query: \"select ..\", materialized: true }`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    let query = fields::sql(query, "a view's query", diagnostics)?;
    Some(View {
        query: query.value,
        materialized: materialized.is_some_and(|m| m.value),
    })
}
