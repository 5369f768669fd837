//! The entries of `functions`.

use super::column;
use super::fields::{self, Diagnostics, Fields};
use super::tree::Node;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;
use crate::written::{Function, Returns, ValueType};

/// `slug: { arguments: { title: text }, returns: text }`, or with `rows: { word: text }`.
pub(super) fn function<'n>(
    key: &Node,
    node: &'n Node,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Option<Function> {
    let name = fields::named(key);
    let mut fields = Fields::of(node, &format!("function `{}`", name.value), diagnostics)?;
    let arguments = fields.take("arguments");
    let arguments = arguments.map(|n| named_types(n, "`arguments`", words, diagnostics));
    let (returns, rows) = (fields.take("returns"), fields.take("rows"));
    let said = (returns.is_some(), rows.is_some());
    let returns = returns.and_then(|n| column::value_type(n, words, diagnostics));
    let rows = rows.map(|n| {
        let columns = named_types(n, "`rows`", words, diagnostics);
        Returns::Rows(Spanned {
            value: columns,
            span: n.span,
        })
    });
    let sql = fields.take("sql");
    let sql = sql.and_then(|n| fields::sql(n, "a function's name", diagnostics));
    let mut flag = |key: &'static str| {
        let node = fields.take(key);
        let value = node.and_then(|n| fields::boolean(n, &format!("`{key}`"), diagnostics));
        value.is_some_and(|v| v.value)
    };
    let (aggregate, strict) = (flag("aggregate"), flag("strict"));
    let comment = fields.comment(diagnostics);
    fields.finish(diagnostics);
    if said == (false, false) {
        let message = format!("function `{}` does not say what it returns", name.value);
        let help = format!("write `{}: {{ arguments: .., returns: text }}`", name.value);
        diagnostics.push(Diagnostic::error("missing-key", name.span, message).help(help));
    }
    if said == (true, true) {
        let message = format!("function `{}` returns a value and gives rows", name.value);
        let help = "keep `returns` for a value, or `rows` for the columns of rows";
        diagnostics.push(Diagnostic::error("two-meanings", name.span, message).help(help));
    }
    Some(Function {
        name,
        sql,
        arguments: arguments.unwrap_or_default(),
        returns: rows.or(returns.map(Returns::Value))?,
        aggregate,
        strict,
        comment,
    })
}

/// A mapping from names to types.
pub(super) fn named_types<'n>(
    node: &'n Node,
    what: &str,
    words: &Vocabulary<'n>,
    diagnostics: &mut Diagnostics,
) -> Vec<(Spanned<String>, ValueType)> {
    let entries = fields::entries(node, what, diagnostics).unwrap_or_default();
    let mut arguments = vec![];
    for (key, node) in entries {
        if let Some(ty) = column::value_type(node, words, diagnostics) {
            arguments.push((fields::named(key), ty));
        }
    }
    arguments
}
