//! Properties that are computed from columns.

use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::formula::{Names, diagnostic, formula};
use crate::ir::{Computed, ModelId};
use crate::written;

pub(super) fn resolve(draft: &mut Draft<'_>) {
    for model in (0..draft.models.len()).map(ModelId) {
        let Some(written) = draft.model(model).written else {
            continue;
        };
        for property in &written.computed {
            if !name_is_free(draft, model, property) {
                continue;
            }
            let text = &property.expression.value;
            let own = draft.model(model);
            let find = |name: &str| own.column_or_reference(name);
            let names = Names {
                columns: &own.ir.columns,
                find: &find,
            };
            match formula(text, &names) {
                Ok(formula) => {
                    let property = Computed {
                        name: property.name.value.clone(),
                        text: text.trim().to_owned(),
                        formula,
                        comment: property.comment.clone(),
                    };
                    draft.models[model.0].ir.computed.push(property);
                }
                Err(fault) => draft.report(diagnostic("computed", &property.expression, fault)),
            }
        }
    }
}

/// A property is a method beside those of columns and relationships.
fn name_is_free(draft: &mut Draft<'_>, model: ModelId, written: &written::Computed) -> bool {
    let name = &written.name;
    if !words::is_identifier(&name.value) || words::snake(&name.value) != name.value {
        let message = format!("`{}` is not written like a Rust method", name.value);
        let help = format!("write `{}`", words::snake(&name.value));
        draft.report(Diagnostic::error("name-case", name.span, message).help(help));
        return false;
    }
    let own = &draft.model(model).ir;
    let what = if own.columns.iter().any(|c| c.field == name.value) {
        "a column"
    } else if own.relationships.iter().any(|r| r.name == name.value) {
        "a relationship"
    } else if own.computed.iter().any(|c| c.name == name.value) {
        "another computed property"
    } else if METHODS.contains(&name.value.as_str()) {
        "a method of every model"
    } else {
        return true;
    };
    let message = format!("`{}` is {what} too", name.value);
    let error = Diagnostic::error("name-clash", name.span, message);
    draft.report(error.help("rename the computed property"));
    false
}

/// Methods of rows, of their views and of table handles.
const METHODS: [&str; 24] = [
    "alias",
    "bound",
    "changed",
    "clone",
    "copy_in",
    "decode",
    "delete",
    "eq",
    "fmt",
    "get",
    "handle",
    "insert",
    "insert_all",
    "insert_from",
    "into",
    "key",
    "ne",
    "read",
    "row",
    "select",
    "update",
    "update_many",
    "upsert",
    "value",
];
