//! `history: true`, `history: { table: old_users }`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::source::Span;
use crate::written::History;

pub(super) fn history(span: Span, node: &Node, diagnostics: &mut Diagnostics) -> Option<History> {
    let NodeKind::Mapping(_) = &node.kind else {
        let flag = fields::boolean(node, "`history`", diagnostics)?;
        return Some(History {
            wanted: flag.value,
            table: None,
            span,
        });
    };
    let mut fields = Fields::of(node, "`history`", diagnostics)?;
    let table = fields.take("table");
    let table = table.and_then(|node| fields::text(node, "a table's name", diagnostics));
    fields.finish(diagnostics);
    Some(History {
        wanted: true,
        table,
        span,
    })
}
