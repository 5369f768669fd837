//! `inherits` and `discriminator`.

use super::fields::{self, Diagnostics, Fields};
use super::foreign_key;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::Storage;
use crate::suggest;
use crate::written::{Discriminator, Inherits};

/// What is stored with the rows of the base.
pub(super) const STORAGES: [(&str, Storage); 2] =
    [("single", Storage::Single), ("joined", Storage::Joined)];

/// All in a table of its own.
const CONCRETE: &str = "concrete";

/// `{ from: Person, by: joined, tag: engineer }`.
pub(super) fn inherits(node: &Node, diagnostics: &mut Diagnostics) -> Option<Inherits> {
    let mut fields = Fields::of(node, "`inherits`", diagnostics)?;
    let (from, by, tag) = (fields.take("from"), fields.take("by"), fields.take("tag"));
    let tag = tag.and_then(|n| fields::text(n, "a tag", diagnostics));
    fields.finish(diagnostics);
    let (Some(from), Some(by)) = (from, by) else {
        let message = "`inherits` says from which model, and how its rows are stored";
        let help = "write `{ from: Person, by: single }` for rows of the same table, or `by: joined` \
                    for a table of its own beside it, `by: concrete` for one with all columns";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    let from = foreign_key::model(from, diagnostics)?;
    let word = fields::text(by, "how the rows are stored", diagnostics)?;
    let storage = STORAGES.iter().find(|(name, _)| *name == word.value);
    let by = match (word.value.as_str(), storage) {
        (CONCRETE, _) => None,
        (_, Some((_, storage))) => Some(*storage),
        (other, None) => {
            let message = format!("rows that inherit are not stored `{other}`");
            let names = STORAGES.iter().map(|(name, _)| *name).chain([CONCRETE]);
            let help = suggest::help(other, names, "they are stored");
            diagnostics.push(Diagnostic::error("unknown-storage", word.span, message).help(help));
            return None;
        }
    };
    Some(Inherits { from, by, tag })
}

/// `kind`, or `{ column: kind, tag: person }`.
pub(super) fn discriminator(node: &Node, diagnostics: &mut Diagnostics) -> Option<Discriminator> {
    let what = "the discriminator's column";
    if !matches!(node.kind, NodeKind::Mapping(_)) {
        let column = fields::text(node, what, diagnostics)?;
        return Some(Discriminator { column, tag: None });
    }
    let mut fields = Fields::of(node, "`discriminator`", diagnostics)?;
    let (column, tag) = (fields.take("column"), fields.take("tag"));
    let tag = tag.and_then(|n| fields::text(n, "a tag", diagnostics));
    fields.finish(diagnostics);
    let Some(column) = column else {
        let message = "`discriminator` names no column";
        let help = "name it: `discriminator: { column: kind, tag: person }`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    let column = fields::text(column, what, diagnostics)?;
    Some(Discriminator { column, tag })
}
