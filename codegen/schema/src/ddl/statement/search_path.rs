//! SET search_path.

use crate::ddl::catalog::Catalog;
use crate::ddl::cursor::{Cursor, Reading};

/// Reads what follows `SET`: the first schema of the path is where new tables go.
pub(super) fn set(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take_any(&["SESSION", "LOCAL"]);
    c.expect("SEARCH_PATH")?;
    c.take_any(&["TO", "="]);
    let first = c
        .string()
        .or_else(|_| c.name().map(|n| n.text))
        .unwrap_or_default();
    catalog.namespace =
        Some(first).filter(|name| !name.is_empty() && !name.starts_with('$') && name != "default");
    Ok(())
}
