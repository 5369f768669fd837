//! Values of columns: defaults, values at UPDATE, generated values, identities.

use super::fields::{self, Diagnostics, Fields};
use super::sequence;
use super::tree::{Node, NodeKind};
use crate::diagnostic::Diagnostic;
use crate::ir::{Default, Generated, Identity, Literal, PerDialect, SqlDefault};
use crate::source::Spanned;

/// A literal, `now`, `uuid`, or one of `{ rust: .. }`, `{ sql: .. }`, `{ db: .. }`,
/// `{ seq: .. }`.
pub(super) fn default(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Default>> {
    let value = match &node.kind {
        NodeKind::Scalar { text, plain: true } if text == "now" => {
            Default::Database(SqlDefault::Now)
        }
        NodeKind::Scalar { text, plain: true } if matches!(text.as_str(), "uuid" | "uuid_v7") => {
            Default::Rust("ormolu::uuid_v7()".to_owned())
        }
        NodeKind::Scalar { text, plain: true } if text == "uuid_v4" => {
            Default::Rust("ormolu::uuid_v4()".to_owned())
        }
        NodeKind::Scalar { .. } => Default::Value(literal(node)),
        NodeKind::Mapping(_) => of_kind(node, diagnostics)?,
        NodeKind::Sequence(_) => {
            let message = "a default is one value";
            let help = "for JSON or a list write its text in quotes: `default: '[]'`";
            diagnostics.push(Diagnostic::error("wrong-kind", node.span, message).help(help));
            return None;
        }
    };
    Some(Spanned {
        value,
        span: node.span,
    })
}

fn of_kind(node: &Node, diagnostics: &mut Diagnostics) -> Option<Default> {
    let mut fields = Fields::of(node, "a default", diagnostics)?;
    let (rust, sql, db) = (fields.take("rust"), fields.take("sql"), fields.take("db"));
    let seq = fields.take("seq");
    fields.finish(diagnostics);
    match (rust, sql, db, seq) {
        (Some(rust), None, None, None) => {
            let text = fields::text(rust, "a Rust expression", diagnostics)?;
            Some(Default::Rust(text.value))
        }
        (None, Some(sql), None, None) => {
            sql_value(sql, diagnostics).map(|v| Default::Statement(v.value))
        }
        (None, None, Some(db), None) => {
            sql_value(db, diagnostics).map(|v| Default::Database(v.value))
        }
        (None, None, None, Some(seq)) => sequence::next(seq, diagnostics).map(Default::Database),
        _ => {
            let message = "a default has exactly one of `rust`, `sql`, `db` and `seq`";
            let help = "`rust`: evaluated by the program; `sql`: put into the INSERT; \
                        `db`: kept by the database; `seq`: the next number of a sequence";
            diagnostics.push(Diagnostic::error("default-kind", node.span, message).help(help));
            None
        }
    }
}

/// `now`, `uuid`, SQL text, the same for all or by dialect, or `{ value: 7 }`.
pub(super) fn sql_value(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<SqlDefault>> {
    if let NodeKind::Mapping(entries) = &node.kind
        && let [(key, value)] = &entries[..]
        && fields::name_of(key) == "value"
    {
        return Some(Spanned {
            value: SqlDefault::Literal(literal(value)),
            span: node.span,
        });
    }
    let sql = fields::sql(node, "an SQL value", diagnostics)?;
    let value = match sql.value {
        PerDialect::Same(text) if text == "now" => SqlDefault::Now,
        PerDialect::Same(text) if text == "uuid" => SqlDefault::Uuid,
        other => SqlDefault::Expression(other),
    };
    Some(Spanned {
        value,
        span: sql.span,
    })
}

/// `now`, SQL text, or `{ sql: .. }`.
pub(super) fn on_update(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<SqlDefault>> {
    let inner = match &node.kind {
        NodeKind::Mapping(entries) => match entries.as_slice() {
            [(key, value)] if fields::name_of(key) == "sql" => value,
            _ => node,
        },
        _ => node,
    };
    sql_value(inner, diagnostics)
}

/// SQL text, or `{ sql: .., stored: false }`.
pub(super) fn generated(node: &Node, diagnostics: &mut Diagnostics) -> Option<Spanned<Generated>> {
    let is_long = |key: &Node| matches!(fields::name_of(key), "sql" | "stored");
    let long = match &node.kind {
        NodeKind::Mapping(entries) => entries.iter().any(|(key, _)| is_long(key)),
        _ => false,
    };
    if !long {
        let sql = fields::sql(node, "the expression of a generated column", diagnostics)?;
        let value = Generated {
            expression: sql.value,
            stored: true,
        };
        return Some(Spanned {
            value,
            span: sql.span,
        });
    }
    let mut fields = Fields::of(node, "a generated column", diagnostics)?;
    let sql = fields.take("sql");
    let stored = fields
        .take("stored")
        .and_then(|n| fields::boolean(n, "`stored`", diagnostics));
    fields.finish(diagnostics);
    let Some(sql) = sql else {
        let message = "a generated column needs its expression";
        let help = "write `generated: { sql: \"price * quantity\" }`";
        diagnostics.push(Diagnostic::error("missing-key", node.span, message).help(help));
        return None;
    };
    let sql = fields::sql(sql, "the expression of a generated column", diagnostics)?;
    let value = Generated {
        expression: sql.value,
        stored: stored.is_none_or(|s| s.value),
    };
    Some(Spanned {
        value,
        span: node.span,
    })
}

/// `true`, `false`, `always`, or `{ always: true, start: 1000, increment: 1 }`.
pub(super) fn identity(
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<Option<Identity>>> {
    let counting = |always| {
        Some(Identity {
            always,
            start: None,
            increment: None,
        })
    };
    let value = match &node.kind {
        NodeKind::Scalar { text, .. } if text == "always" => counting(true),
        NodeKind::Mapping(_) => {
            let mut fields = Fields::of(node, "an identity", diagnostics)?;
            let always = fields.take("always");
            let always = always.and_then(|n| fields::boolean(n, "`always`", diagnostics));
            let start = fields.take("start");
            let start = start.and_then(|n| fields::integer(n, "`start`", diagnostics));
            let step = fields.take("increment");
            let step = step.and_then(|n| fields::integer(n, "`increment`", diagnostics));
            fields.finish(diagnostics);
            if let Some(step) = step.as_ref().filter(|step: &&Spanned<i64>| step.value == 0) {
                let message = "an identity does not count in steps of 0";
                diagnostics.push(
                    Diagnostic::error("identity-step", step.span, message)
                        .help("write `increment: 1`"),
                );
            }
            Some(Identity {
                always: always.is_some_and(|a| a.value),
                start: start.map(|s| s.value),
                increment: step.map(|s| s.value),
            })
        }
        _ => {
            let on = fields::boolean(node, "`identity`", diagnostics)?;
            if on.value { counting(false) } else { None }
        }
    };
    Some(Spanned {
        value,
        span: node.span,
    })
}

/// A scalar as YAML means it.
fn literal(node: &Node) -> Literal {
    let NodeKind::Scalar { text, plain } = &node.kind else {
        return Literal::Null;
    };
    if !plain {
        return Literal::Text(text.clone());
    }
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => Literal::Null,
        "true" | "True" | "TRUE" => Literal::Bool(true),
        "false" | "False" | "FALSE" => Literal::Bool(false),
        _ => match text.parse::<i128>() {
            Ok(n) => Literal::Integer(n),
            Err(_) if is_number(text) => Literal::Number(text.clone()),
            Err(_) => Literal::Text(text.clone()),
        },
    }
}

/// Whether a text is a decimal number; `inf` and `nan` are texts.
fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && text.contains(|c: char| c.is_ascii_digit())
        && text.parse::<f64>().is_ok_and(f64::is_finite)
}
