use super::{Target, Writer};
use crate::dialect::Dialect;
use crate::error::Result;
use crate::expr::Node;
use crate::statement::Statement;

/// Writes a DELETE of rows of one table.
pub(crate) fn write_delete(
    target: &Target,
    returning: &[Node],
    dialect: Dialect,
) -> Result<Statement> {
    let mut writer = Writer::new(dialect);
    writer.changing(target, returning.to_vec(), |writer| {
        writer.declare_target(target);
        if target.joins.is_empty() {
            writer.raw("DELETE FROM ");
            writer.table(target.model.table);
            writer.target_filter(target);
        } else {
            let grammar = writer.grammar;
            grammar.joined_delete(writer, target);
        }
        writer.returning(returning);
    });
    writer.finish()
}
