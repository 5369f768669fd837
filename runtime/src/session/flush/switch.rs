use super::update::count_up;
use crate::error::Result;
use crate::session::Session;
use crate::session::plan::Step;
use crate::session::state::{RowId, RowState};
use crate::write::batch;
use crate::write::statement::update::UpdateText;

impl Session {
    /// Makes new rows of stored ones with their keys. Columns that a new row leaves to the
    /// database keep what they hold.
    pub(super) async fn run_switch(&mut self, step: &Step) -> Result<()> {
        for &row in &step.rows {
            self.fill_references(step.table, row, &[]);
            let new = RowId {
                table: step.table,
                row,
            };
            let table = &mut self.graph.tables[step.table as usize];
            table.settle(row);
            let Some(old) = table.holder(row) else {
                continue;
            };
            table.take_over(row, old);
            let (connection, table) = self.parts(step.table)?;
            let mut columns = vec![];
            table.changed(row, &mut columns);
            if !columns.is_empty() {
                let mut text = UpdateText::new(step.model, &columns, connection.dialect());
                super::update::update(connection, table, &mut text, &columns, &[row]).await?;
                if let Some(version) = text.counted {
                    count_up(table, row, version)?;
                }
                if !text.returns() && !text.returned.is_empty() {
                    batch::read_back(connection, table, &text.returned, &[row]).await?;
                }
            }
            table.kept(row);
            self.transit(RowId { row: old, ..new }, RowState::Deleted);
            let table = &mut self.graph.tables[step.table as usize];
            table.forget(old);
            table.index(row);
            self.states.set(new, RowState::Persistent);
        }
        Ok(())
    }
}
