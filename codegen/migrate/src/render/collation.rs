//! Names of collations.

use ormolu_schema::ir::Dialect;

use super::quote;
use crate::error::RenderError;

/// ` COLLATE ..`. A name that is in quotes already may have a schema before it.
pub(super) fn clause(name: &str, dialect: Dialect) -> Result<String, RenderError> {
    if name.starts_with('"') {
        quote::no_nul("collation", name)?;
        return Ok(format!(" COLLATE {name}"));
    }
    Ok(format!(" COLLATE {}", quote::name(dialect, name)?))
}
