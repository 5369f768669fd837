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
    enter(&first, catalog);
    Ok(())
}

/// Reads what follows `SELECT`: `set_config('search_path', 'shop, public', false)`.
pub(super) fn set_config(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.skip_to(&["("]);
    if let [setting, value, ..] = &mut c.group()?.items()[..]
        && setting
            .string()
            .is_ok_and(|s| s.eq_ignore_ascii_case("search_path"))
    {
        let path = value.string()?;
        enter(path.split(',').next().unwrap_or_default(), catalog);
    }
    Ok(())
}

/// Makes a schema the one that names without a schema are in.
fn enter(first: &str, catalog: &mut Catalog) {
    let first = first.trim().trim_matches('"');
    let named = !first.is_empty() && !first.starts_with('$') && first != "default";
    catalog.namespace = named.then(|| first.to_owned());
}
