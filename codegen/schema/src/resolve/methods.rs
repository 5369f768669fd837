//! Names of the methods that a schema adds to rows, views and table handles.

use super::draft::Draft;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::ir::ModelId;
use crate::source::Spanned;

/// Whether a method can have this name; reports if it can not.
pub(super) fn is_free(
    draft: &mut Draft<'_>,
    model: ModelId,
    name: &Spanned<String>,
    kind: &str,
) -> bool {
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
        "a computed property"
    } else if own.sql_fields.iter().any(|f| f.name == name.value) {
        "an SQL field"
    } else if own.shortcuts.iter().any(|s| s.name == name.value) {
        "a shortcut"
    } else if own.choices.iter().any(|c| c.name == name.value) {
        "a relationship to one of several models"
    } else if METHODS.contains(&name.value.as_str()) {
        "a method of every model"
    } else {
        return true;
    };
    let message = format!("`{}` is {what} too", name.value);
    let error = Diagnostic::error("name-clash", name.span, message);
    draft.report(error.help(format!("rename the {kind}")));
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
