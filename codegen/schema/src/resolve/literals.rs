//! Literal defaults against their columns' types.

use super::draft::Draft;
use crate::diagnostic::Diagnostic;
use crate::ir::{Column, Default, Literal, ModelId, SqlDefault, Type};
use crate::suggest;
use crate::written;

pub(super) fn check(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        if draft.model(model).as_it_is() {
            continue;
        }
        for at in 0..draft.model(model).ir.columns.len() {
            let Some(written) = draft.model(model).origins[at].written else {
                continue;
            };
            counted(draft, model, at, written);
            computed(draft, model, at, written);
            let Some(default) = &written.default else {
                continue;
            };
            let column = draft.model(model).ir.columns[at].clone();
            if let Some((message, help)) = fault(draft, &column, &default.value) {
                draft.report(Diagnostic::error("bad-default", default.span, message).help(help));
            }
            if column.generated.is_some() {
                let message = format!("`{}` is computed by the database", column.name);
                draft.report(
                    Diagnostic::error("bad-default", default.span, message)
                        .help("remove the default"),
                );
            }
        }
    }
}

/// An identity on what cannot count.
fn counted(draft: &mut Draft<'_>, model: ModelId, at: usize, written: &written::Column) {
    let Some(identity) = written.identity.as_ref().filter(|i| i.value.is_some()) else {
        return;
    };
    let own = &draft.model(model).ir;
    let column = &own.columns[at];
    let (what, help) = if column.ty.domain.is_some() {
        (
            "is of a domain, and the database counts up plain numbers only",
            "write `type: bigint`",
        )
    } else if column.ty.base.range().is_none() {
        (
            "is no whole number, and so cannot be counted up",
            "write `type: bigint`",
        )
    } else if written.default.is_some() || column.generated.is_some() {
        (
            "has its value from elsewhere already",
            "remove `identity`, or the other one",
        )
    } else if column.nullable {
        (
            "is counted up and never NULL",
            "take the `?` or `nullable: true` away",
        )
    } else {
        return;
    };
    let message = format!("`{}` {what}", column.name);
    draft.report(Diagnostic::error("bad-identity", identity.span, message).help(help));
}

/// A value at UPDATE that does not fit, or that nothing can write.
fn computed(draft: &mut Draft<'_>, model: ModelId, at: usize, written: &written::Column) {
    let Some(on_update) = &written.on_update else {
        return;
    };
    let column = draft.model(model).ir.columns[at].clone();
    let found = match column.generated {
        Some(_) => Some((
            format!("`{}` is computed by the database", column.name),
            "remove `on_update`".into(),
        )),
        None => fault(draft, &column, &Default::Database(on_update.value.clone())),
    };
    if let Some((message, help)) = found {
        draft.report(Diagnostic::error("bad-on-update", on_update.span, message).help(help));
    }
}

/// What is wrong with a default of a column, and the way out.
pub(super) fn fault(
    draft: &Draft<'_>,
    column: &Column,
    default: &Default,
) -> Option<(String, String)> {
    let literal = match default {
        Default::Value(literal)
        | Default::Statement(SqlDefault::Literal(literal))
        | Default::Database(SqlDefault::Literal(literal)) => literal,
        Default::Statement(SqlDefault::Now) | Default::Database(SqlDefault::Now) => {
            let moment = matches!(
                column.ty.base,
                Type::Date | Type::Time | Type::Timestamp | Type::TimestampTz
            );
            return (!moment).then(|| {
                (
                    format!("`now` does not fit the type of `{}`", column.name),
                    "`now` is for date, time, timestamp and timestamptz".into(),
                )
            });
        }
        Default::Statement(SqlDefault::Uuid) | Default::Database(SqlDefault::Uuid) => {
            return (column.ty.base != Type::Uuid).then(|| {
                (
                    format!("`uuid` does not fit the type of `{}`", column.name),
                    "`uuid` is for columns of type uuid".into(),
                )
            });
        }
        Default::Database(SqlDefault::Sequence(_)) => {
            return column.ty.base.range().is_none().then(|| {
                (
                    format!(
                        "`{}` is no whole number, as those of a sequence",
                        column.name
                    ),
                    "write `type: bigint`".into(),
                )
            });
        }
        _ => return None,
    };
    if column.rust_type.is_some() {
        return None;
    }
    let wrong = |expected: &str| {
        Some((
            format!("the default does not fit the type of `{}`", column.name),
            format!("write {expected}; SQL goes into `{{ db: .. }}` or `{{ sql: .. }}`"),
        ))
    };
    match (&column.ty.base, literal) {
        (_, Literal::Null) if column.nullable => None,
        (_, Literal::Null) => Some((
            format!("`{}` cannot be NULL", column.name),
            "add `?` to its type, or choose another default".into(),
        )),
        (Type::Bool, Literal::Bool(_)) => None,
        (Type::Bool, _) => wrong("`true` or `false`"),
        (Type::Enum(id), Literal::Text(text)) => {
            let variants = &draft.enums[id.0].variants;
            if variants.iter().any(|v| v.value == *text) {
                return None;
            }
            let values: Vec<&str> = variants.iter().map(|v| v.value.as_str()).collect();
            Some((
                format!("`{text}` is no value of `{}`", draft.enums[id.0].name),
                suggest::help(text, values, "its values"),
            ))
        }
        (Type::Enum(_), _) => wrong("one of its values"),
        (ty, literal) if ty.range().is_some() => match (ty.range(), literal) {
            (Some((least, most)), Literal::Integer(n)) if *n >= least && *n <= most => None,
            (Some((least, most)), Literal::Integer(_)) => {
                wrong(&format!("a number from {least} to {most}"))
            }
            _ => wrong("a whole number"),
        },
        (Type::Numeric(_) | Type::F32 | Type::F64, Literal::Integer(_) | Literal::Number(_)) => {
            None
        }
        (Type::Numeric(_) | Type::F32 | Type::F64, _) => wrong("a number"),
        (Type::String(Some(n)), Literal::Text(text)) if text.chars().count() > *n as usize => {
            wrong(&format!("at most {n} characters"))
        }
        (Type::String(_) | Type::Text | Type::Char(_), Literal::Text(_)) => None,
        (Type::String(_) | Type::Text | Type::Char(_), _) => wrong("text, in quotes"),
        _ => None,
    }
}
