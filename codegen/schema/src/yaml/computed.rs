//! The entries of `computed`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::written::Computed;

/// `full_name: "first_name || ' ' || last_name"`, or `{ is: "..", comment: .. }`.
pub(super) fn computed(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Computed> {
    let entries = fields::entries(node, "`computed`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| one(key, node, diagnostics))
        .collect()
}

fn one(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Computed> {
    let name = fields::named(key);
    let (mut expression, mut comment) = (Some(node), None);
    if let NodeKind::Mapping(_) = &node.kind {
        let what = format!("computed property `{}`", name.value);
        let mut fields = Fields::of(node, &what, diagnostics)?;
        expression = fields.take("is");
        comment = fields.comment(diagnostics);
        fields.finish(diagnostics);
    }
    let Some(expression) = expression.filter(|node| !fields::is_null(node)) else {
        let message = format!("computed property `{}` does not say what it is", name.value);
        let help = format!("write `{}: \"first_name || ' ' || last_name\"`", name.value);
        diagnostics.push(Diagnostic::error("no-expression", name.span, message).help(help));
        return None;
    };
    let expression = fields::text(expression, "an expression", diagnostics)?;
    Some(Computed {
        name,
        expression,
        comment,
    })
}
