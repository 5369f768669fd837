//! SQL that a schema passes on.
//!
//! It is not parsed, but it must not break the statement it becomes part of.

use super::draft::Draft;
use crate::ddl::check_expression;
use crate::diagnostic::Diagnostic;
use crate::ir::{Default, PerDialect, SqlDefault};
use crate::source::Span;
use crate::written::{Column, IndexTerm, Model};

pub(super) fn check(draft: &mut Draft<'_>) {
    let mut found = vec![];
    for model in draft
        .document
        .models
        .iter()
        .filter(|m| !m.infer && !m.exact)
    {
        for (sql, span) in expressions(model) {
            let broken = draft.dialects.iter().find_map(|dialect| {
                let why = check_expression(sql.get(*dialect)?, *dialect).err()?;
                Some((dialect, why))
            });
            if let Some((dialect, why)) = broken {
                let message = format!("this is no SQL expression of {dialect}: {why}");
                let help = "close what is opened, and leave comments and `;` away";
                found.push(Diagnostic::error("bad-sql", span, message).help(help));
            }
        }
    }
    draft.diagnostics.append(&mut found);
}

type Written<'d> = (&'d PerDialect<String>, Span);

fn expressions(model: &Model) -> Vec<Written<'_>> {
    let mut all: Vec<Written<'_>> = vec![];
    let checks = model
        .checks
        .iter()
        .chain(model.columns.iter().flat_map(|c| &c.checks));
    all.extend(checks.map(|c| (&c.expression.value, c.expression.span)));
    all.extend(model.view.iter().map(|v| (&v.query, model.span)));
    for index in &model.indexes {
        all.extend(index.predicate.iter().map(|sql| (&sql.value, sql.span)));
        all.extend(index.parts.iter().filter_map(|part| match &part.term {
            IndexTerm::Column(_) => None,
            IndexTerm::Expression(sql) => Some((&sql.value, sql.span)),
        }));
    }
    all.extend(model.columns.iter().flat_map(of_column));
    all
}

fn of_column(column: &Column) -> impl Iterator<Item = Written<'_>> {
    let default = column.default.as_ref().and_then(|d| match &d.value {
        Default::Statement(SqlDefault::Expression(sql))
        | Default::Database(SqlDefault::Expression(sql)) => Some((sql, d.span)),
        _ => None,
    });
    let on_update = column.on_update.as_ref().and_then(|u| match &u.value {
        SqlDefault::Expression(sql) => Some((sql, u.span)),
        _ => None,
    });
    let generated = column
        .generated
        .as_ref()
        .map(|g| (&g.value.expression, g.span));
    default.into_iter().chain(on_update).chain(generated)
}
