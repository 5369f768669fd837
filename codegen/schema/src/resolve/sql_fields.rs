//! Properties that only SQL can compute.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::functions::value_type;
use super::{capability, methods};
use crate::ddl::check_expression;
use crate::diagnostic::Diagnostic;
use crate::ir::{ColumnId, Dialect, ModelId, PerDialect, SqlField};
use crate::suggest;
use crate::written;

/// The most columns that a text can name.
const MOST: usize = 12;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for field in &written.sql_fields {
            if !methods::is_free(draft, model, &field.name, "SQL field") {
                continue;
            }
            if let Some(field) = one(draft, model, field) {
                draft.models[model.0].ir.sql_fields.push(field);
            }
        }
    }
}

fn one(draft: &mut Draft<'_>, model: ModelId, written: &written::SqlField) -> Option<SqlField> {
    let span = written.sql.span;
    for dialect in draft.dialects.clone() {
        capability::missing(&written.sql.value, dialect, span, draft.diagnostics);
    }
    let mut read = |text: &String, dialect: Option<Dialect>| {
        let found = places(draft, model, text);
        found
            .and_then(|text| text.checked(draft, dialect))
            .map_err(|(message, help)| {
                draft.report(Diagnostic::error("sql-field", span, message).help(help));
            })
    };
    let texts: Vec<(Option<Dialect>, Text)> = match &written.sql.value {
        PerDialect::Same(text) => vec![(None, read(text, None).ok()?)],
        PerDialect::Each(each) => {
            let texts = each
                .iter()
                .map(|(d, text)| Some((Some(*d), read(text, Some(*d)).ok()?)));
            texts.collect::<Option<_>>()?
        }
    };
    let columns = texts.first()?.1.columns.clone();
    if let Some((message, help)) = misfit(&texts, &columns) {
        draft.report(Diagnostic::error("sql-field", span, message).help(help));
        return None;
    }
    let sql = match texts.first()? {
        (None, text) => PerDialect::Same(text.sql.clone()),
        _ => {
            let each = texts
                .iter()
                .filter_map(|(d, text)| Some(((*d)?, text.sql.clone())));
            PerDialect::Each(each.collect::<BTreeMap<_, _>>())
        }
    };
    Some(SqlField {
        name: written.name.value.clone(),
        sql,
        columns,
        ty: value_type(draft, &written.returns),
        comment: written.comment.clone(),
    })
}

/// What is wrong with the columns that the texts name, and what to do.
fn misfit(
    texts: &[(Option<Dialect>, Text)],
    columns: &[ColumnId],
) -> Option<(&'static str, &'static str)> {
    let sorted = |columns: &[ColumnId]| {
        let mut columns = columns.to_vec();
        columns.sort_unstable();
        columns
    };
    let same = |(_, text): &(Option<Dialect>, Text)| sorted(&text.columns) == sorted(columns);
    match columns.len() {
        0 => Some((
            "this text names no column",
            "name columns of the model in braces: `is: \"substr({name}, 1, 1)\"`",
        )),
        n if n > MOST => Some((
            "this text names more than 12 columns",
            "make two SQL fields of it, or a generated column",
        )),
        _ if !texts.iter().all(same) => Some((
            "the texts do not name the same columns",
            "name each column in the text of every dialect",
        )),
        _ => None,
    }
}

/// What is wrong with a text, and what to do.
type Fault = (String, String);

/// A text with columns by their fields.
struct Text {
    sql: String,
    /// The same without braces, to be read as an expression.
    plain: String,
    columns: Vec<ColumnId>,
}

impl Text {
    fn checked(self, draft: &Draft<'_>, dialect: Option<Dialect>) -> Result<Self, Fault> {
        let all = draft.dialects.iter().copied();
        let mut dialects = all.filter(|d| dialect.is_none_or(|only| only == *d));
        let broken = dialects.find_map(|d| Some((d, check_expression(&self.plain, d).err()?)));
        match broken {
            None => Ok(self),
            Some((dialect, why)) => Err((
                format!("this is no SQL expression of {dialect}: {why}"),
                "close what is opened, and leave comments and `;` away".into(),
            )),
        }
    }
}

/// Reads the places of a text.
fn places(draft: &Draft<'_>, model: ModelId, text: &str) -> Result<Text, Fault> {
    let own = draft.model(model);
    let (mut sql, mut plain, mut columns) = (String::new(), String::new(), vec![]);
    let mut rest = text.trim();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, place) = rest.split_at(at);
        sql.push_str(before);
        plain.push_str(before);
        let brace = &place[..1];
        if place[1..].starts_with(brace) {
            sql.push_str(&place[..2]);
            plain.push_str(brace);
            rest = &place[2..];
            continue;
        }
        let Some(end) = place.find('}').filter(|_| brace == "{") else {
            let help = "close it, or write it twice where a brace is meant";
            return Err((format!("a `{brace}` stands alone"), help.into()));
        };
        let name = place[1..end].trim();
        let Some(column) = own.column_or_reference(name) else {
            let message = format!("`{}` has no column `{name}`", own.ir.name);
            let help = suggest::help(name, own.column_names().iter().copied(), "its columns");
            return Err((message, help));
        };
        if !columns.contains(&column) {
            columns.push(column);
        }
        let field = &own.ir.columns[column.0].field;
        sql.push_str(&format!("{{{field}}}"));
        plain.push_str("x ");
        rest = &place[end + 1..];
    }
    sql.push_str(rest);
    plain.push_str(rest);
    Ok(Text {
        sql,
        plain,
        columns,
    })
}
