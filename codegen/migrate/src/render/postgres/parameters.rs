use std::collections::BTreeMap;

use crate::error::RenderError;
use crate::render::quote;

/// ` WITH (..)`, where there is anything to say.
pub(super) fn with(
    parameters: &BTreeMap<String, String>,
    place: &str,
) -> Result<String, RenderError> {
    if parameters.is_empty() {
        return Ok(String::new());
    }
    let words = parameters
        .iter()
        .map(|(key, value)| format!("{key} = {value}"));
    let words = words.collect::<Vec<_>>().join(", ");
    quote::no_nul(place, &words)?;
    Ok(format!(" WITH ({words})"))
}
