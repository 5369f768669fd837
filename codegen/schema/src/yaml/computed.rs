//! The entries of `computed`.

use super::fields::{self, Diagnostics, Fields};
use super::function::named_types;
use super::tree::{Node, NodeKind};
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::written::Computed;

/// `full_name: "first_name || ' ' || last_name"`, or `{ is: "..", arguments: .., comment: .. }`.
pub(super) fn computed<'n>(
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Vec<Computed> {
    let entries = fields::entries(node, "`computed`", diagnostics).unwrap_or_default();
    entries
        .iter()
        .filter_map(|(key, node)| one(key, node, words, diagnostics))
        .collect()
}

fn one<'n>(
    key: &Node,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Computed> {
    let name = fields::named(key);
    let (mut expression, mut arguments, mut comment) = (Some(node), vec![], None);
    if let NodeKind::Mapping(_) = &node.kind {
        let what = format!("computed property `{}`", name.value);
        let mut fields = Fields::of(node, &what, diagnostics)?;
        expression = fields.take("is");
        if let Some(node) = fields.take("arguments") {
            arguments = named_types(node, "`arguments`", words, diagnostics);
        }
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
        arguments,
        expression,
        comment,
    })
}
