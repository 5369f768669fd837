use crate::error::Result;
use crate::session::Session;
use crate::session::plan::Step;
use crate::write::statement::refresh::rows_per_refresh;
use crate::write::statement::update::nullify;

impl Session {
    /// Makes foreign keys of rows NULL that are deleted right after.
    pub(super) async fn run_unhook(&mut self, step: &Step, columns: &[u16]) -> Result<()> {
        let (connection, table) = self.parts(step.table)?;
        let dialect = connection.dialect();
        for chunk in step.rows.chunks(rows_per_refresh(step.model)) {
            let mut keys = vec![];
            chunk.iter().for_each(|row| table.key(*row, &mut keys));
            let statement = nullify(step.model, columns, keys, chunk.len(), dialect);
            connection.execute(&statement).await?;
        }
        Ok(())
    }
}
