//! The entries of `enums`.

use super::fields::{self, Diagnostics, Fields};
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::written::{Enum, EnumVariant};

/// `Status: [draft, published]`, `Role: { Admin: admin }`, or `{ values: .., comment: .. }`.
pub(super) fn enumeration(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Enum> {
    let mut made = Enum {
        name: Some(fields::named(key)),
        sql_name: None,
        namespace: None,
        renamed_from: None,
        variants: vec![],
        open: false,
        comment: None,
        span: key.span,
    };
    let has_values = |entries: &[(Node, Node)]| {
        entries
            .iter()
            .any(|(key, _)| fields::name_of(key) == "values")
    };
    let values = match &node.kind {
        NodeKind::Mapping(entries) if has_values(entries) => {
            let what = format!("enum `{}`", fields::name_of(key));
            let mut fields = Fields::of(node, &what, diagnostics)?;
            let values = fields.take("values");
            let sql_name = fields.take("sql_name");
            made.sql_name = sql_name.and_then(|n| fields::text(n, "a name", diagnostics));
            let namespace = fields.take("namespace");
            let namespace = namespace.and_then(|n| fields::text(n, "a name", diagnostics));
            made.namespace = namespace.map(|n| n.value);
            let renamed = fields.take("renamed_from");
            made.renamed_from = renamed.and_then(|n| fields::text(n, "a name", diagnostics));
            let open = fields.take("open");
            let open = open.and_then(|n| fields::boolean(n, "`open`", diagnostics));
            made.open = open.is_some_and(|flag| flag.value);
            made.comment = fields.comment(diagnostics);
            fields.finish(diagnostics);
            values
        }
        _ => Some(node),
    };
    made.variants = values
        .map(|values| variants(values, diagnostics))
        .unwrap_or_default();
    if made.variants.is_empty() {
        let message = format!("enum `{}` has no values", fields::name_of(key));
        let help = "write `Status: [draft, published]`";
        diagnostics.push(Diagnostic::error("empty-enum", key.span, message).help(help));
        return None;
    }
    Some(made)
}

fn variants(node: &Node, diagnostics: &mut Diagnostics) -> Vec<EnumVariant> {
    match &node.kind {
        NodeKind::Mapping(entries) => {
            let entries = entries.iter();
            entries
                .filter_map(|(key, node)| variant(Some(key), node, diagnostics))
                .collect()
        }
        _ => {
            let items = fields::items(node).into_iter();
            items
                .filter_map(|node| variant(None, node, diagnostics))
                .collect()
        }
    }
}

fn variant(key: Option<&Node>, node: &Node, diagnostics: &mut Diagnostics) -> Option<EnumVariant> {
    let mut name = key.map(fields::named);
    if !matches!(node.kind, NodeKind::Mapping(_)) {
        let value = fields::text(node, "a value of an enum", diagnostics)?;
        return Some(EnumVariant {
            name,
            value,
            renamed_from: None,
            comment: None,
        });
    }
    let mut fields = Fields::of(node, "a value of an enum", diagnostics)?;
    let value = fields.take("value");
    let comment = fields.comment(diagnostics);
    let renamed = fields.take("renamed_from");
    let renamed_from = renamed.and_then(|n| fields::text(n, "a value of an enum", diagnostics));
    if name.is_none() {
        let written = fields.take("name");
        name = written.and_then(|n| fields::text(n, "a Rust name", diagnostics));
    }
    fields.finish(diagnostics);
    let Some(value) = value else {
        let message = "a value of an enum needs its `value`";
        diagnostics.push(
            Diagnostic::error("missing-key", node.span, message)
                .help("write `{ value: draft, comment: .. }`"),
        );
        return None;
    };
    let value = fields::text(value, "a value of an enum", diagnostics)?;
    Some(EnumVariant {
        name,
        value,
        renamed_from,
        comment,
    })
}
