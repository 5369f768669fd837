use super::parameters;
use crate::error::RenderError;
use crate::operation::Table;
use crate::render::place;

/// Storage parameters.
pub(super) fn tail(table: Table<'_>) -> Result<String, RenderError> {
    parameters::with(&table.options.postgres, &place::table(table))
}
