use crate::error::Result;
use crate::session::Session;
use crate::session::plan::{Step, parked};
use crate::session::state::RowId;
use crate::write::statement::update::UpdateText;

impl Session {
    /// Gives rows a value in a column of a unique key that no other row has, so that others can
    /// take the one they hold. It counts as no change: the version stays.
    pub(super) async fn run_park(&mut self, step: &Step, column: u16) -> Result<()> {
        let depth = self.depth();
        let dialect = self.database.dialect();
        let mut text = UpdateText::new(step.model, &[column], dialect).bare();
        for &row in &step.rows {
            let Some(value) = parked(&step.model.columns[usize::from(column)], row) else {
                continue;
            };
            let id = RowId {
                table: step.table,
                row,
            };
            self.rekey(id, &mut text, vec![value.clone()]).await?;
            let table = &mut self.graph.tables[step.table as usize];
            table.park(row, column, &value, depth)?;
        }
        Ok(())
    }
}
