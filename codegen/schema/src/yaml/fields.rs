//! Reading a mapping key by key, so that keys nobody asked for are reported.

use std::collections::BTreeMap;

use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::{Dialect, PerDialect};
use crate::source::{Span, Spanned};
use crate::suggest;

/// Everything that is wrong so far.
pub(super) type Diagnostics = Vec<Diagnostic>;

/// A mapping that is being read.
pub(super) struct Fields<'n> {
    what: String,
    entries: Vec<(&'n Node, &'n Node, bool)>,
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// The node as a mapping; `what` says in messages whose keys these are.
    pub(super) fn of(node: &'n Node, what: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let entries = entries(node, what, diagnostics)?;
        let entries = entries
            .iter()
            .map(|(key, value)| (key, value, false))
            .collect();
        Some(Fields {
            what: what.to_owned(),
            entries,
            asked: vec![],
        })
    }

    /// The value of a key. Null counts as absent.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'n Node> {
        self.take_entry(key).map(|(_, value)| value)
    }

    /// The key's place and its value.
    pub(super) fn take_entry(&mut self, key: &'static str) -> Option<(Span, &'n Node)> {
        self.asked.push(key);
        let entry = self
            .entries
            .iter_mut()
            .find(|(k, _, _)| name_of(k) == key)?;
        entry.2 = true;
        (!is_null(entry.1)).then_some((entry.0.span, entry.1))
    }

    /// Whether a key is written, without reading it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(k, _, _)| name_of(k) == key)
    }

    /// The `comment`. It is prose: the line break that ends a block scalar is none of it.
    pub(super) fn comment(&mut self, diagnostics: &mut Diagnostics) -> Option<String> {
        let written = text(self.take("comment")?, "a comment", diagnostics)?;
        Some(written.value.trim().to_owned()).filter(|comment| !comment.is_empty())
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for (key, _, taken) in &self.entries {
            if !taken {
                let name = name_of(key);
                let message = format!("unknown key `{name}` in {}", self.what);
                let help = suggest::help(name, self.asked.iter().copied(), "the keys here");
                diagnostics.push(Diagnostic::error("unknown-key", key.span, message).help(help));
            }
        }
    }
}

/// The node's entries; null is an empty mapping.
pub(super) fn entries<'n>(
    node: &'n Node,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'n [(Node, Node)]> {
    match &node.kind {
        NodeKind::Mapping(entries) => Some(entries),
        _ if is_null(node) => Some(&[]),
        _ => {
            wrong_kind(node, &format!("{what} is a mapping"), diagnostics);
            None
        }
    }
}

/// The node's items; a scalar is a list of one.
pub(super) fn items(node: &Node) -> Vec<&Node> {
    match &node.kind {
        NodeKind::Sequence(items) => items.iter().collect(),
        _ if is_null(node) => vec![],
        _ => vec![node],
    }
}

/// The text of a key; the tree has no other keys than scalars.
pub(super) fn name_of(key: &Node) -> &str {
    match &key.kind {
        NodeKind::Scalar { text, .. } => text,
        _ => "",
    }
}

pub(super) fn named(key: &Node) -> Spanned<String> {
    Spanned {
        value: name_of(key).to_owned(),
        span: key.span,
    }
}

pub(super) fn is_null(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Scalar { text, plain: true }
        if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
}

pub(super) fn wrong_kind(node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
    let found = match &node.kind {
        _ if is_null(node) => "nothing",
        NodeKind::Scalar { .. } => "a single value",
        NodeKind::Sequence(_) => "a list",
        NodeKind::Mapping(_) => "a mapping",
    };
    let message = format!("{expected}, but {found} stands here");
    let help = match expected.rsplit(' ').next() {
        Some("mapping") => "write `key: value` in it, indented below or in `{ .. }`",
        _ => "write a single value, in quotes where it has characters that YAML knows",
    };
    diagnostics.push(Diagnostic::error("wrong-kind", node.span, message).help(help));
}

/// A scalar's text.
pub(super) fn text(
    node: &Node,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<String>> {
    match &node.kind {
        NodeKind::Scalar { text, .. } if !is_null(node) => Some(Spanned {
            value: text.clone(),
            span: node.span,
        }),
        _ => {
            wrong_kind(node, &format!("{what} is a text"), diagnostics);
            None
        }
    }
}

/// Several texts, or one.
pub(super) fn texts(
    node: &Node,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Spanned<String>> {
    items(node)
        .into_iter()
        .filter_map(|item| text(item, what, diagnostics))
        .collect()
}

/// `true` or `false`.
pub(super) fn boolean(
    node: &Node,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<bool>> {
    let value = match &node.kind {
        NodeKind::Scalar { text, plain: true } => match text.as_str() {
            "true" | "True" | "TRUE" => Some(true),
            "false" | "False" | "FALSE" => Some(false),
            _ => None,
        },
        _ => None,
    };
    if value.is_none() {
        let message = format!("{what} is `true` or `false`");
        let help = "write one of the two, without quotes, or leave the key out";
        diagnostics.push(Diagnostic::error("wrong-kind", node.span, message).help(help));
    }
    value.map(|value| Spanned {
        value,
        span: node.span,
    })
}

/// A whole number.
pub(super) fn integer<T: std::str::FromStr>(
    node: &Node,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<T>> {
    let value = match &node.kind {
        NodeKind::Scalar { text, plain: true } => text.parse().ok(),
        _ => None,
    };
    if value.is_none() {
        let message = format!("{what} is a whole number");
        let help = "write digits, without quotes";
        diagnostics.push(Diagnostic::error("wrong-kind", node.span, message).help(help));
    }
    value.map(|value| Spanned {
        value,
        span: node.span,
    })
}

/// SQL text, the same for all or by dialect.
pub(super) fn sql(
    node: &Node,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<PerDialect<String>>> {
    let NodeKind::Mapping(entries) = &node.kind else {
        let text = text(node, what, diagnostics)?;
        return Some(Spanned {
            value: PerDialect::Same(text.value),
            span: text.span,
        });
    };
    let mut each = BTreeMap::new();
    for (key, value) in entries {
        let dialect = dialect(&named(key), diagnostics);
        let text = text(value, what, diagnostics);
        if let (Some(dialect), Some(text)) = (dialect, text) {
            each.insert(dialect, text.value);
        }
    }
    Some(Spanned {
        value: PerDialect::Each(each),
        span: node.span,
    })
}

/// The names a dialect may have in a file.
pub(super) const DIALECTS: &[(&str, Dialect)] = &[
    ("sqlite", Dialect::Sqlite),
    ("postgres", Dialect::Postgres),
    ("mysql", Dialect::Mysql),
    ("pg", Dialect::Postgres),
    ("postgresql", Dialect::Postgres),
    ("mariadb", Dialect::Mysql),
];

/// A dialect's name.
pub(super) fn dialect(name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<Dialect> {
    let known = DIALECTS.iter().find(|(text, _)| *text == name.value);
    if known.is_none() {
        let message = format!("unknown dialect `{}`", name.value);
        let names = DIALECTS.iter().take(3).map(|(text, _)| *text);
        let help = suggest::help(&name.value, names, "the dialects");
        diagnostics.push(Diagnostic::error("unknown-dialect", name.span, message).help(help));
    }
    known.map(|(_, dialect)| *dialect)
}
