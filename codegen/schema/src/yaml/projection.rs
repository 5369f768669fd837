//! The entries of `projections`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::written::Projection;

/// `UserCard: [id, name]`, or `{ columns: [..], derives: [..] }`.
pub(super) fn projections(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Projection> {
    let entries = fields::entries(node, "`projections`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| projection(key, node, diagnostics))
        .collect()
}

fn projection(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Projection> {
    let name = fields::named(key);
    let mut made = Projection {
        name,
        columns: vec![],
        derives: vec![],
        comment: None,
    };
    let mut columns = Some(node);
    if let NodeKind::Mapping(_) = &node.kind {
        let what = format!("projection `{}`", made.name.value);
        let mut fields = Fields::of(node, &what, diagnostics)?;
        columns = fields.take("columns");
        let derives = fields.take("derives");
        let derives = derives.map(|n| fields::texts(n, "a derive", diagnostics));
        made.derives = derives.unwrap_or_default();
        made.comment = fields.comment(diagnostics);
        fields.finish(diagnostics);
    }
    let columns = columns.map(|n| fields::texts(n, "a column's name", diagnostics));
    made.columns = columns.unwrap_or_default();
    if made.columns.is_empty() {
        let message = format!("projection `{}` has no columns", made.name.value);
        let help = format!("list them: `{}: [id, name]`", made.name.value);
        let error = Diagnostic::error("no-columns", made.name.span, message);
        diagnostics.push(error.help(help));
        return None;
    }
    Some(made)
}
