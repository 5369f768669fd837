//! ALTER SEQUENCE: whose it is.

use crate::ddl::catalog::Catalog;
use crate::ddl::cursor::{Cursor, Reading};

/// `ALTER SEQUENCE s OWNED BY table.column`: the sequence belongs to a serial column.
pub(super) fn alter_sequence(c: &mut Cursor<'_>, catalog: &mut Catalog) -> Reading<()> {
    c.take("IF EXISTS");
    let sequence = c.table()?;
    c.skip_to(&["OWNED"]);
    if c.take("OWNED BY") && !c.is("NONE") {
        catalog.owned_sequences.push(sequence.name.text);
    }
    Ok(())
}
