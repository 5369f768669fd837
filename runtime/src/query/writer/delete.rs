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
        writer.delete(target);
        writer.returning(returning);
    });
    writer.finish()
}

impl Writer {
    pub(super) fn delete(&mut self, target: &Target) {
        self.lifting(&target.lifted, |writer| writer.delete_rows(target));
    }

    fn delete_rows(&mut self, target: &Target) {
        self.in_one_table(target);
        self.declare_target(target);
        if target.joins.is_empty() {
            self.raw("DELETE FROM ");
            self.table(target.model.table);
            self.target_filter(target);
        } else {
            self.grammar.joined_delete(self, target);
        }
    }
}
