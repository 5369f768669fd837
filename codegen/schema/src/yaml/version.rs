//! `version`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::VersionBy;
use crate::source::Spanned;
use crate::suggest;
use crate::written::Version;

const MAKERS: [(&str, VersionBy); 3] = [
    ("session", VersionBy::Session),
    ("database", VersionBy::Database),
    ("program", VersionBy::Program),
];

/// `version: lock`, or `{ column: lock, by: database, unless: [seen_at] }`.
pub(super) fn version(node: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let what = "the version's column";
    let NodeKind::Mapping(_) = &node.kind else {
        return fields::text(node, what, diagnostics).map(|column| Version {
            column,
            by: VersionBy::Session,
            unless: vec![],
        });
    };
    let mut fields = Fields::of(node, "`version`", diagnostics)?;
    let column = fields.take("column");
    let by = fields.take("by");
    let unless = fields.take("unless");
    fields.finish(diagnostics);
    let Some(column) = column else {
        let error = Diagnostic::error("version-column", node.span, "`version` names no column");
        diagnostics.push(error.help("name it: `version: { column: lock }`"));
        return None;
    };
    let by = match by.and_then(|n| fields::text(n, "who changes it", diagnostics)) {
        Some(word) => maker(&word, diagnostics)?,
        None => VersionBy::Session,
    };
    let unless = unless.map(|n| fields::texts(n, "a column's name", diagnostics));
    Some(Version {
        column: fields::text(column, what, diagnostics)?,
        by,
        unless: unless.unwrap_or_default(),
    })
}

fn maker(word: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<VersionBy> {
    let known = MAKERS.iter().find(|(name, _)| *name == word.value);
    if known.is_none() {
        let names = MAKERS.iter().map(|(name, _)| *name);
        let help = suggest::help(&word.value, names, "who may change it");
        let message = format!("a version is not made by `{}`", word.value);
        diagnostics.push(Diagnostic::error("version-by", word.span, message).help(help));
    }
    known.map(|(_, by)| *by)
}
