//! `references` of a column and the entries of `foreign_keys`.

use super::fields::{self, Diagnostics, Fields};
use super::index::timing;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::ReferentialAction;
use crate::source::Spanned;
use crate::suggest;
use crate::written::{ForeignKey, Reference, Target};

/// What a key may do when its target goes or changes.
pub(super) const ACTIONS: &[(&str, ReferentialAction)] = &[
    ("no_action", ReferentialAction::NoAction),
    ("restrict", ReferentialAction::Restrict),
    ("cascade", ReferentialAction::Cascade),
    ("set_null", ReferentialAction::SetNull),
    ("set_default", ReferentialAction::SetDefault),
];

/// Reads `references` and its companions from a column's keys: one, or one for each of several
/// targets.
pub(super) fn of_column(fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<Reference> {
    let references = fields.take("references");
    let columns = fields.take("columns");
    let name = fields.take("constraint");
    let name = name.and_then(|n| fields::text(n, "a constraint's name", diagnostics));
    let on_delete = fields
        .take("on_delete")
        .and_then(|n| action(n, diagnostics));
    let on_update = fields
        .take("on_update")
        .and_then(|n| action(n, diagnostics));
    let timing = timing(fields, diagnostics);
    let unindexed = unindexed(fields);
    let Some(references) = references else {
        return vec![];
    };
    let targets: Vec<_> = fields::items(references)
        .into_iter()
        .filter_map(|node| target(node, diagnostics))
        .collect();
    let several = targets.len() > 1;
    // Of several targets each has an entry: a column, or a list of them.
    let names = match columns {
        Some(node) if several => fields::items(node),
        columns => columns.into_iter().collect(),
    };
    let columns: Vec<Vec<Spanned<String>>> = names
        .iter()
        .map(|node| fields::texts(node, "a column's name", diagnostics))
        .collect();
    if several && !names.is_empty() && names.len() != targets.len() {
        let message = format!("{} targets, and not as many columns", targets.len());
        let help = "name one column for each target, in their order; a list for a key of several";
        let error = Diagnostic::error("column-count", names[0].span, message);
        diagnostics.push(error.help(help));
    }
    if let (true, Some(name)) = (several, &name) {
        let message = "each of the targets has a foreign key of its own";
        let help = "take `constraint` away: each is named by the template";
        diagnostics.push(Diagnostic::error("misplaced-key", name.span, message).help(help));
    }
    let reference = |(at, (target, target_columns))| Reference {
        target,
        target_columns,
        columns: columns.get(at).cloned().unwrap_or_default(),
        name: name.clone().filter(|_| !several),
        on_delete: on_delete.clone(),
        on_update: on_update.clone(),
        timing,
        unindexed,
    };
    targets.into_iter().enumerate().map(reference).collect()
}

/// Whether a column says `index: false`; anything wrong with the key is told where it is read.
fn unindexed(fields: &mut Fields<'_>) -> bool {
    let index = fields.take("index");
    let index = index.and_then(|n| fields::boolean(n, "`index`", &mut vec![]));
    index.is_some_and(|i| !i.value)
}

/// The entries of `foreign_keys`.
pub(super) fn foreign_keys(node: &Node, diagnostics: &mut Diagnostics) -> Vec<ForeignKey> {
    fields::items(node)
        .into_iter()
        .filter_map(|node| foreign_key(node, diagnostics))
        .collect()
}

fn foreign_key(node: &Node, diagnostics: &mut Diagnostics) -> Option<ForeignKey> {
    let mut fields = Fields::of(node, "a foreign key", diagnostics)?;
    let (columns, references) = (fields.take("columns"), fields.take("references"));
    let name = fields.take("name");
    let name = name.and_then(|n| fields::text(n, "a constraint's name", diagnostics));
    let on_delete = fields
        .take("on_delete")
        .and_then(|n| action(n, diagnostics));
    let on_update = fields
        .take("on_update")
        .and_then(|n| action(n, diagnostics));
    let timing = timing(&mut fields, diagnostics);
    let index = fields.take("index");
    let index = index.and_then(|n| fields::boolean(n, "`index`", diagnostics));
    let unindexed = index.is_some_and(|i| !i.value);
    fields.finish(diagnostics);
    let (Some(columns), Some(references)) = (columns, references) else {
        let message = "a foreign key needs `columns` and `references`";
        let help = "write `{ columns: [order_id, line], references: OrderLine }`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    let columns = fields::texts(columns, "a column's name", diagnostics);
    let (target, target_columns) = target(references, diagnostics)?;
    let span = node.span;
    Some(ForeignKey {
        name,
        columns,
        target,
        target_columns,
        on_delete,
        on_update,
        timing,
        unindexed,
        span,
    })
}

fn action(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<ReferentialAction>> {
    let text = fields::text(node, "what a foreign key does", diagnostics)?;
    let known = ACTIONS.iter().find(|(name, _)| *name == text.value);
    if known.is_none() {
        let message = format!("a foreign key does not know `{}`", text.value);
        let names = ACTIONS.iter().map(|(name, _)| *name);
        let help = suggest::help(&text.value.replace(' ', "_"), names, "it knows");
        diagnostics.push(Diagnostic::error("unknown-action", text.span, message).help(help));
    }
    known.map(|(_, action)| Spanned {
        value: *action,
        span: text.span,
    })
}

/// `User`, `User.email`, `OrderLine(order_id, line)`, `{ model: User, columns: [email] }`.
fn target(node: &Node, diagnostics: &mut Diagnostics) -> Option<(Target, Vec<Spanned<String>>)> {
    if let NodeKind::Mapping(_) = &node.kind {
        return long_target(node, diagnostics);
    }
    let text = fields::text(node, "what a foreign key points at", diagnostics)?;
    let spanned = |value: &str| Spanned {
        value: value.trim().to_owned(),
        span: text.span,
    };
    let (name, columns) = match text.value.split_once('(') {
        Some((name, rest)) => {
            let list = rest.trim_end().strip_suffix(')').unwrap_or(rest);
            (name, list.split(',').map(spanned).collect())
        }
        None => match text.value.split_once('.') {
            Some((name, column)) => (name, vec![spanned(column)]),
            None => (text.value.as_str(), vec![]),
        },
    };
    Some((
        Target {
            namespace: None,
            name: spanned(name),
        },
        columns,
    ))
}

/// For columns whose names have a bracket, a comma or a dot.
fn long_target(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<(Target, Vec<Spanned<String>>)> {
    let mut fields = Fields::of(node, "what a foreign key points at", diagnostics)?;
    let (name, columns) = (fields.take("model"), fields.take("columns"));
    fields.finish(diagnostics);
    let Some(name) = name else {
        let message = "a foreign key points at a `model`";
        let help = "write `{ model: User, columns: [email] }`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    let columns = columns.map(|n| fields::texts(n, "a column's name", diagnostics));
    Some((model(name, diagnostics)?, columns.unwrap_or_default()))
}

/// Several models by their names.
pub(super) fn models(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Target> {
    fields::items(node)
        .into_iter()
        .filter_map(|node| model(node, diagnostics))
        .collect()
}

/// A model by its name.
pub(super) fn model(node: &Node, diagnostics: &mut Diagnostics) -> Option<Target> {
    let name = fields::text(node, "a model's name", diagnostics)?;
    Some(Target {
        namespace: None,
        name,
    })
}
