use ormolu_schema::ir::{Dialect, Enum};

use crate::error::RenderError;
use crate::render::quote;

pub(super) fn name(enumeration: &Enum) -> Result<String, RenderError> {
    let namespace = enumeration.namespace.as_deref();
    quote::qualified(Dialect::Postgres, namespace, &enumeration.sql_name)
}

pub(super) fn create(enumeration: &Enum) -> Result<String, RenderError> {
    let values = enumeration.variants.iter().map(|v| v.value.as_str());
    let values = quote::texts(Dialect::Postgres, values)?;
    Ok(format!(
        "CREATE TYPE {} AS ENUM ({values})",
        name(enumeration)?
    ))
}
