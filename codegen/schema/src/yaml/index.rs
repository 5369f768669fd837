//! Keys, unique constraints, indexes and checks of a model.

mod exclusion;
mod part;

use super::fields::{self, Diagnostics, Fields};
use super::options;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::Timing;
use crate::written::{Check, Index, IndexTerm, Key};
pub(super) use exclusion::exclusions;
pub(super) use part::ordered;
use part::parts;

/// `primary_key: [order_id, line]`, or `{ columns: [..], name: .. }`.
pub(super) fn primary_key(node: &Node, diagnostics: &mut Diagnostics) -> Option<Key> {
    key(node, "a primary key", diagnostics)
}

/// `uniques: [email, [tenant_id, number], { columns: [..], name: .. }]`.
pub(super) fn uniques(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Key> {
    let what = "a unique constraint";
    fields::items(node)
        .into_iter()
        .filter_map(|node| key(node, what, diagnostics))
        .collect()
}

fn key(node: &Node, what: &str, diagnostics: &mut Diagnostics) -> Option<Key> {
    let NodeKind::Mapping(_) = &node.kind else {
        let columns = fields::texts(node, "a column's name", diagnostics);
        return Some(Key {
            name: None,
            columns,
            nulls_equal: false,
            timing: Timing::AtOnce,
            span: node.span,
        });
    };
    let mut fields = Fields::of(node, what, diagnostics)?;
    let columns = fields.take("columns");
    let name = fields.take("name");
    let name = name.and_then(|n| fields::text(n, "a constraint's name", diagnostics));
    let nulls = fields.take("nulls_equal");
    let nulls = nulls.and_then(|n| fields::boolean(n, "`nulls_equal`", diagnostics));
    let timing = timing(&mut fields, diagnostics);
    fields.finish(diagnostics);
    let Some(columns) = columns else {
        missing_columns(node, what, diagnostics);
        return None;
    };
    let columns = fields::texts(columns, "a column's name", diagnostics);
    Some(Key {
        name,
        columns,
        nulls_equal: nulls.is_some_and(|n| n.value),
        timing,
        span: node.span,
    })
}

/// `deferred: true`, or `deferred: on_request`.
pub(super) fn timing(fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) -> Timing {
    let Some(node) = fields.take("deferred") else {
        return Timing::AtOnce;
    };
    match fields::name_of(node) {
        "true" => Timing::AtCommit,
        "false" => Timing::AtOnce,
        "on_request" => Timing::OnRequest,
        _ => {
            let message = "`deferred` is `true`, `false` or `on_request`";
            let help = "`true`: checked at COMMIT; `on_request`: where a transaction asks for it";
            diagnostics.push(Diagnostic::error("wrong-kind", node.span, message).help(help));
            Timing::AtOnce
        }
    }
}

fn missing_columns(node: &Node, what: &str, diagnostics: &mut Diagnostics) {
    let message = format!("{what} needs `columns`");
    let help = "write `{ columns: [first, second] }`";
    diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
}

/// `indexes: [name, [a, b desc], { columns: [..], where: .. }]`.
pub(super) fn indexes(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Index> {
    fields::items(node)
        .into_iter()
        .filter_map(|node| index(node, diagnostics))
        .collect()
}

fn index(node: &Node, diagnostics: &mut Diagnostics) -> Option<Index> {
    let mut index = Index::new(vec![], node.span);
    let NodeKind::Mapping(_) = &node.kind else {
        index.parts = parts(node, diagnostics)?;
        return Some(index);
    };
    let mut fields = Fields::of(node, "an index", diagnostics)?;
    let columns = fields.take("columns");
    let expression = fields.take("expression");
    let name = fields.take("name");
    index.name = name.and_then(|n| fields::text(n, "an index's name", diagnostics));
    let unique = fields.take("unique");
    let unique = unique.and_then(|n| fields::boolean(n, "`unique`", diagnostics));
    index.unique = unique.is_some_and(|u| u.value);
    kept_rows(&mut index, &mut fields, diagnostics);
    let nulls = fields.take("nulls_equal");
    index.nulls_equal = nulls.and_then(|n| fields::boolean(n, "`nulls_equal`", diagnostics));
    if let Some(node) = fields.take("options") {
        index.postgres = options::of_index(node, diagnostics);
    }
    fields.finish(diagnostics);
    match (columns, expression) {
        (Some(columns), None) => index.parts = parts(columns, diagnostics)?,
        (None, Some(expression)) => {
            let sql = fields::sql(expression, "an expression", diagnostics)?;
            index.parts = vec![IndexTerm::Expression(sql).into()];
        }
        _ => {
            let message = "an index has either `columns` or an `expression`";
            let help = "to mix both: `columns: [tenant_id, { expression: \"lower(name)\" }]`";
            diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
            return None;
        }
    }
    Some(index)
}

/// Of which rows it is, how they are found, and what is kept beside.
fn kept_rows(index: &mut Index, fields: &mut Fields<'_>, diagnostics: &mut Diagnostics) {
    let predicate = fields.take("where");
    index.predicate = predicate.and_then(|n| fields::sql(n, "a condition", diagnostics));
    let method = fields.take("method");
    index.method = method.and_then(|n| fields::sql(n, "an access method", diagnostics));
    let include = fields.take("include");
    let include = include.map(|n| fields::texts(n, "a column's name", diagnostics));
    index.include = include.unwrap_or_default();
}

/// `checks: { total: "total >= 0" }`, or a list of SQL or of `{ name: .., sql: .. }`.
pub(super) fn checks(node: &Node, diagnostics: &mut Diagnostics) -> Vec<Check> {
    let NodeKind::Mapping(entries) = &node.kind else {
        let items = fields::items(node).into_iter();
        return items.filter_map(|n| listed_check(n, diagnostics)).collect();
    };
    let mut checks = vec![];
    for (key, value) in entries {
        if let Some(expression) = fields::sql(value, "a check", diagnostics) {
            checks.push(Check {
                name: Some(fields::named(key)),
                whole_name: false,
                expression,
            });
        }
    }
    checks
}

/// A check without a name, or one whose name is kept as it is.
fn listed_check(node: &Node, diagnostics: &mut Diagnostics) -> Option<Check> {
    let named = matches!(&node.kind, NodeKind::Mapping(entries)
        if entries.iter().any(|(key, _)| matches!(fields::name_of(key), "name" | "sql")));
    if !named {
        let expression = fields::sql(node, "a check", diagnostics)?;
        return Some(Check {
            name: None,
            whole_name: false,
            expression,
        });
    }
    let mut fields = Fields::of(node, "a check", diagnostics)?;
    let (name, sql) = (fields.take("name"), fields.take("sql"));
    fields.finish(diagnostics);
    let Some(sql) = sql else {
        let message = "a check needs its condition";
        let help = "write `{ name: positive, sql: \"total >= 0\" }`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    Some(Check {
        name: name.and_then(|n| fields::text(n, "a check's name", diagnostics)),
        whole_name: true,
        expression: fields::sql(sql, "a check", diagnostics)?,
    })
}
