//! `audit: true`, `audit: { actor: actor, table: post_trail }`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::source::Span;
use crate::written::Audit;

pub(super) fn audit(span: Span, node: &Node, diagnostics: &mut Diagnostics) -> Option<Audit> {
    let NodeKind::Mapping(_) = &node.kind else {
        let flag = fields::boolean(node, "`audit`", diagnostics)?;
        return Some(Audit {
            wanted: flag.value,
            actor: None,
            table: None,
            span,
        });
    };
    let mut fields = Fields::of(node, "`audit`", diagnostics)?;
    let actor = fields.take("actor");
    let actor = actor.and_then(|node| fields::text(node, "a parameter's name", diagnostics));
    let table = fields.take("table");
    let table = table.and_then(|node| fields::text(node, "a table's name", diagnostics));
    fields.finish(diagnostics);
    Some(Audit {
        wanted: true,
        actor,
        table,
        span,
    })
}
