use super::Writer;
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::{Alias, Node};
use crate::model::TableMeta;
use crate::statement::Statement;

/// Writes a DELETE of the rows of one table that pass a filter.
pub(crate) fn write_delete(
    table: TableMeta,
    alias: Alias,
    filter: &[Node],
    dialect: Dialect,
) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    writer.declare(alias, table);
    writer.raw("DELETE FROM ");
    writer.table(table);
    writer.filter(filter);
    writer.finish()
}
