//! The entries of `sequences`, and defaults that name one.

use super::fields::{self, Diagnostics, Fields};
use super::tree::Node;
use crate::ir::{Count, SqlDefault, TableName};
use crate::source::Spanned;
use crate::written::Sequence;

/// `order_no: { start: 1000, increment: 5 }`, or the name alone.
pub(super) fn sequence(key: &Node, node: &Node, diagnostics: &mut Diagnostics) -> Option<Sequence> {
    let written = fields::named(key);
    let mut made = Sequence {
        name: name(&written),
        renamed_from: None,
        count: Count::default(),
        exact: false,
    };
    if fields::is_null(node) {
        return Some(made);
    }
    let mut fields = Fields::of(node, &format!("sequence `{}`", written.value), diagnostics)?;
    let renamed = fields.take("renamed_from");
    made.renamed_from = renamed.and_then(|n| fields::text(n, "a name", diagnostics));
    let mut number = |key: &'static str| {
        let node = fields.take(key)?;
        let number: Spanned<i64> = fields::integer(node, &format!("`{key}`"), diagnostics)?;
        Some(number.value)
    };
    made.count.start = number("start");
    made.count.increment = number("increment");
    made.count.min = number("min");
    made.count.max = number("max");
    made.count.cache = number("cache");
    let cycle = fields.take("cycle");
    let cycle = cycle.and_then(|n| fields::boolean(n, "`cycle`", diagnostics));
    made.count.cycle = cycle.is_some_and(|flag| flag.value);
    fields.finish(diagnostics);
    Some(made)
}

/// The `order_no` of `default: { seq: order_no }`.
pub(super) fn next(node: &Node, diagnostics: &mut Diagnostics) -> Option<SqlDefault> {
    let text = fields::text(node, "the name of a sequence", diagnostics)?;
    Some(SqlDefault::Sequence(name(&text).value))
}

/// A name with the namespace before a dot.
pub(super) fn name(text: &Spanned<String>) -> Spanned<TableName> {
    let (namespace, name) = match text.value.split_once('.') {
        Some((namespace, name)) => (Some(namespace.to_owned()), name),
        None => (None, text.value.as_str()),
    };
    Spanned {
        value: TableName {
            namespace,
            name: name.to_owned(),
        },
        span: text.span,
    }
}
