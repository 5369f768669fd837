//! Exclusion constraints.

use super::part::fields_of_part;
use super::{kept_rows, timing};
use crate::diagnostic::Diagnostic;
use crate::ir::PerDialect;
use crate::source::Spanned;
use crate::written::{Index, IndexPart};
use crate::yaml::fields::{self, Diagnostics, Fields};
use crate::yaml::options;
use crate::yaml::tree::{Node, NodeKind};

/// `exclusions: [{ columns: [{ column: room, with: "=" }, { column: during, with: "&&" }] }]`.
pub(in crate::yaml) fn exclusions(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Index> {
    let items = fields::items(node).into_iter();
    items
        .filter_map(|node| exclusion(node, diagnostics))
        .collect()
}

fn exclusion(node: &Node, diagnostics: &mut Diagnostics) -> Option<Index> {
    let mut fields = Fields::of(node, "an exclusion constraint", diagnostics)?;
    let mut index = Index::new(vec![], node.span);
    let columns = fields.take("columns");
    let name = fields.take("name");
    index.name = name.and_then(|n| fields::text(n, "a constraint's name", diagnostics));
    kept_rows(&mut index, &mut fields, diagnostics);
    if let Some(node) = fields.take("options") {
        index.postgres = options::of_index(node, diagnostics);
    }
    index.exclusion = Some(timing(&mut fields, diagnostics));
    fields.finish(diagnostics);
    let Some(columns) = columns else {
        let message = "an exclusion constraint needs `columns`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(FORM));
        return None;
    };
    let parts = fields::items(columns).into_iter();
    let parts: Vec<_> = parts.map(|node| part(node, diagnostics)).collect();
    index.parts = parts.into_iter().collect::<Option<_>>()?;
    // The method that knows more than equality.
    index.method.get_or_insert_with(|| Spanned {
        value: PerDialect::Same("gist".to_owned()),
        span: node.span,
    });
    Some(index)
}

const FORM: &str =
    "write `{ columns: [{ column: room, with: \"=\" }, { column: during, with: \"&&\" }] }`";

fn part(node: &Node, diagnostics: &mut Diagnostics) -> Option<IndexPart> {
    let mut operator = None;
    let mut part = None;
    if let NodeKind::Mapping(_) = node.kind {
        let mut fields = Fields::of(node, "a part of an exclusion constraint", diagnostics)?;
        let with = fields.take("with");
        operator = with.and_then(|n| fields::text(n, "an operator", diagnostics));
        part = fields_of_part(node, &mut fields, diagnostics);
        fields.finish(diagnostics);
        part.as_ref()?;
    }
    match (part, operator) {
        (Some(part), Some(operator)) => Some(IndexPart {
            operator: Some(operator),
            ..part
        }),
        _ => {
            let message = "each part of an exclusion constraint says by which operator two rows \
                           may not agree";
            diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(FORM));
            None
        }
    }
}
