use crate::error::RenderError;
use crate::operation::Table;
use crate::render::{place, quote};

/// Storage parameters.
pub(super) fn tail(table: Table<'_>) -> Result<String, RenderError> {
    let options = &table.options.postgres;
    if options.is_empty() {
        return Ok(String::new());
    }
    let mut words = Vec::with_capacity(options.len());
    for (key, value) in options {
        let word = format!("{key} = {value}");
        quote::no_nul(&place::table(table), &word)?;
        words.push(word);
    }
    Ok(format!(" WITH ({})", words.join(", ")))
}
