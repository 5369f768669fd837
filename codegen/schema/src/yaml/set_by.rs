//! `set_by: actor`, `set_by: { insert: actor, update: actor }`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::written::{Column, SetBy};

pub(super) fn set_by(column: &mut Column, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    if let Some((span, node)) = fields.take_entry("set_by") {
        column.set_by = read(span, node, diagnostics);
    }
}

fn read(span: Span, node: &Node, diagnostics: &mut Diagnostics) -> Option<SetBy> {
    const WHAT: &str = "a parameter's name";
    let NodeKind::Mapping(entries) = &node.kind else {
        let name = fields::text(node, WHAT, diagnostics)?;
        return Some(SetBy {
            insert: Some(name.clone()),
            update: Some(name),
            span,
        });
    };
    let mut fields = Fields::of(node, "`set_by`", diagnostics)?;
    let mut name = |key| {
        let node = fields.take(key)?;
        fields::text(node, WHAT, diagnostics)
    };
    let (insert, update) = (name("insert"), name("update"));
    fields.finish(diagnostics);
    if entries.is_empty() {
        let message = "`set_by` does not say by which parameter";
        let help = "write `set_by: actor`, or `set_by: { insert: actor }`";
        diagnostics.push(Diagnostic::error("set-by", node.span, message).help(help));
    }
    (insert.is_some() || update.is_some()).then_some(SetBy {
        insert,
        update,
        span,
    })
}
