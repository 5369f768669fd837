use super::Session;
use crate::error::Result;
use crate::model::{Cascade, CascadeAction, ModelMeta};
use crate::value::Value;
use crate::write::statement::link::clear;

impl Session {
    /// Deletes the link rows of rows that are about to be deleted, where the database does not
    /// by itself.
    pub(super) async fn clear_links(
        &mut self,
        table: u32,
        model: &ModelMeta,
        rows: &[u32],
    ) -> Result<()> {
        let unlinked = |cascade: &&Cascade| cascade.action == CascadeAction::Unlink;
        for cascade in model.cascades.iter().filter(unlinked) {
            let target = model.positions(cascade.target_columns);
            let (connection, table) = self.parts(table)?;
            for chunk in rows.chunks(100) {
                let mut values: Vec<Value> = vec![];
                chunk
                    .iter()
                    .for_each(|row| table.values(*row, &target, &mut values));
                let statement = clear(cascade, values, connection.dialect());
                connection.execute(&statement).await?;
            }
        }
        Ok(())
    }
}
