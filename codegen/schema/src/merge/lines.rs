//! Places in the text of a file, as lines.

use std::ops::Range;

use crate::yaml::tree::{Node, NodeKind};

/// Where the line of a byte begins.
pub(super) fn start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |n| n + 1)
}

/// Where the next line begins.
pub(super) fn next(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |n| at + n + 1)
}

/// The bytes of an entry, without the blanks that a block ends with.
pub(super) fn of_entry(text: &str, key: &Node, value: &Node) -> Range<usize> {
    let start = key.span.start as usize;
    let end = (value.span.end.max(key.span.end) as usize).min(text.len());
    let end = start + text[start..end].trim_end().len();
    // The colon of an entry without a value.
    let colon = text[end..].starts_with(':') && end == key.span.end as usize;
    start..end + usize::from(colon)
}

/// How far the entries of a mapping are indented; none where they do not begin their lines.
pub(super) fn indent(text: &str, mapping: &Node) -> Option<usize> {
    let (first, _) = entries(mapping).first()?;
    let at = first.span.start as usize;
    let line = start(text, at);
    text[line..at].trim().is_empty().then_some(at - line)
}

/// The text of a scalar.
pub(super) fn scalar(node: &Node) -> &str {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text,
        _ => "",
    }
}

/// The entries of a mapping; none of anything else.
pub(super) fn entries(node: &Node) -> &[(Node, Node)] {
    match &node.kind {
        NodeKind::Mapping(entries) => entries,
        _ => &[],
    }
}

/// An entry of a mapping.
pub(super) fn entry<'n>(mapping: &'n Node, key: &str) -> Option<(&'n Node, &'n Node)> {
    let mut entries = entries(mapping).iter();
    let found = entries.find(|(own, _)| scalar(own) == key);
    found.map(|(key, value)| (key, value))
}
