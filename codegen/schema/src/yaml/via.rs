//! The entries of `via`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::written::Shortcut;

/// `roles: user_roles.role`, or `{ path: .., comment: .. }`.
pub(super) fn via(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Shortcut> {
    let entries = fields::entries(node, "`via`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| one(key, node, diagnostics))
        .collect()
}

fn one(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Shortcut> {
    let name = fields::named(key);
    let (mut path, mut comment) = (Some(node), None);
    if let NodeKind::Mapping(_) = &node.kind {
        let what = format!("shortcut `{}`", name.value);
        let mut fields = Fields::of(node, &what, diagnostics)?;
        path = fields.take("path");
        comment = fields.comment(diagnostics);
        fields.finish(diagnostics);
    }
    let Some(path) = path.filter(|node| !fields::is_null(node)) else {
        let message = format!("shortcut `{}` does not say which way it leads", name.value);
        let help = format!("name relationships: `{}: memberships.group`", name.value);
        diagnostics.push(Diagnostic::error("no-path", name.span, message).help(help));
        return None;
    };
    let path = fields::text(path, "a path", diagnostics)?;
    Some(Shortcut {
        name,
        path,
        comment,
    })
}
