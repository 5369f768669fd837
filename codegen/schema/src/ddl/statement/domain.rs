//! CREATE DOMAIN.

use crate::ddl::catalog::Catalog;
use crate::ddl::column::sql_type;
use crate::ddl::cursor::{Cursor, Reading};

/// Reads what follows `CREATE DOMAIN`.
pub(super) fn create_domain(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    let name = c.table()?;
    c.take("AS");
    let base = sql_type(c)?;
    catalog.domains.insert(catalog.key(&name), base);
    Ok(())
}
