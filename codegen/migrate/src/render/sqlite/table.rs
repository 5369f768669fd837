use crate::error::RenderError;
use crate::operation::Table;

/// STRICT and WITHOUT ROWID.
pub(super) fn tail(table: Table<'_>) -> Result<String, RenderError> {
    let options = &table.options;
    let mut words = Vec::new();
    if !options.sqlite_not_strict {
        words.push("STRICT");
    }
    if options.sqlite_without_rowid {
        words.push("WITHOUT ROWID");
    }
    Ok(if words.is_empty() {
        String::new()
    } else {
        format!(" {}", words.join(", "))
    })
}
