//! Parts of an index.

use crate::diagnostic::Diagnostic;
use crate::ir::Nulls;
use crate::source::{Span, Spanned};
use crate::written::{IndexPart, IndexTerm};
use crate::yaml::fields::{self, Diagnostics, Fields};
use crate::yaml::tree::{Node, NodeKind};

/// All parts, or none where one of them is wrong.
pub(super) fn parts(node: &Node, diagnostics: &mut Diagnostics) -> Option<Vec<IndexPart>> {
    let parts = fields::items(node).into_iter();
    let parts: Vec<_> = parts.map(|node| part(node, diagnostics)).collect();
    parts.into_iter().collect()
}

fn part(node: &Node, diagnostics: &mut Diagnostics) -> Option<IndexPart> {
    let NodeKind::Mapping(_) = &node.kind else {
        let (column, descending) = ordered(node, diagnostics)?;
        return Some(IndexPart {
            descending,
            ..IndexTerm::Column(column).into()
        });
    };
    let mut fields = Fields::of(node, "a part of an index", diagnostics)?;
    let part = fields_of_part(node, &mut fields, diagnostics);
    fields.finish(diagnostics);
    part
}

/// What a mapping says of the part.
pub(super) fn fields_of_part(
    node: &Node,
    fields: &mut Fields<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<IndexPart> {
    let (column, expression) = (fields.take("column"), fields.take("expression"));
    let order = fields.take("order").and_then(|n| direction(n, diagnostics));
    let nulls = fields.take("nulls").and_then(|n| nulls(n, diagnostics));
    let prefix = fields.take("prefix");
    let prefix = prefix.and_then(|n| fields::integer(n, "`prefix`", diagnostics));
    let collation = fields.take("collate");
    let collation = collation.and_then(|n| fields::sql(n, "a collation", diagnostics));
    let class = fields.take("operator_class");
    let operator_class = class.and_then(|n| fields::text(n, "an operator class", diagnostics));
    let term = match (column, expression) {
        (Some(column), None) => {
            IndexTerm::Column(fields::text(column, "a column's name", diagnostics)?)
        }
        (None, Some(sql)) => IndexTerm::Expression(fields::sql(sql, "SQL", diagnostics)?),
        _ => {
            let message = "a part of an index is either a `column` or an `expression`";
            diagnostics.push(
                Diagnostic::error("missing-key", node.span, message)
                    .help("write `{ column: name, order: desc }`"),
            );
            return None;
        }
    };
    Some(IndexPart {
        descending: order.unwrap_or(false),
        nulls,
        prefix,
        collation,
        operator_class,
        ..term.into()
    })
}

fn nulls(node: &Node, diagnostics: &mut Diagnostics) -> Option<Nulls> {
    match fields::name_of(node) {
        "first" => Some(Nulls::First),
        "last" => Some(Nulls::Last),
        _ => {
            let message = "NULLs of an index stand `first` or `last`";
            let help = "write `{ column: name, nulls: first }`, or leave the key out";
            diagnostics.push(Diagnostic::error("bad-order", node.span, message).help(help));
            None
        }
    }
}

/// `created_at desc`, or `{ column: created_at, order: desc }`: the column and whether it descends.
pub(in crate::yaml) fn ordered(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<(Spanned<String>, bool)> {
    if let NodeKind::Mapping(_) = &node.kind {
        let part = part(node, diagnostics)?;
        // Only indexes know more than an order.
        let plain = part.prefix.is_none()
            && part.nulls.is_none()
            && part.collation.is_none()
            && part.operator_class.is_none()
            && part.operator.is_none();
        let (IndexTerm::Column(column), true) = (part.term, plain) else {
            bad_direction(node, diagnostics);
            return None;
        };
        return Some((column, part.descending));
    }
    let text = fields::text(node, "a column's name", diagnostics)?;
    let mut words = text.value.split_whitespace();
    let (column, order, rest) = (words.next(), words.next(), words.next());
    let descending = match order.map(str::to_lowercase).as_deref() {
        None | Some("asc") if rest.is_none() => false,
        Some("desc") if rest.is_none() => true,
        _ => {
            bad_direction(node, diagnostics);
            return None;
        }
    };
    let value = column.unwrap_or_default().to_owned();
    let span = Span {
        end: text.span.end.min(text.span.start + value.len() as u32),
        ..text.span
    };
    Some((Spanned { value, span }, descending))
}

fn direction(node: &Node, diagnostics: &mut Diagnostics) -> Option<bool> {
    match fields::name_of(node) {
        "asc" => Some(false),
        "desc" => Some(true),
        _ => {
            bad_direction(node, diagnostics);
            None
        }
    }
}

fn bad_direction(node: &Node, diagnostics: &mut Diagnostics) {
    let message = "an order is a column with `asc` or `desc` behind it";
    let help = "write `created_at desc`; an expression goes into `{ expression: \"..\" }`";
    diagnostics.push(Diagnostic::error("bad-order", node.span, message).help(help));
}
