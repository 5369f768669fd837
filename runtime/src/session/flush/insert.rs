use crate::error::Result;
use crate::session::Session;
use crate::session::plan::{Step, Work};
use crate::session::state::{RowId, RowState};
use crate::write::batch;
use crate::write::statement::insert::InsertText;

impl Session {
    pub(super) async fn run_insert(&mut self, step: &Step) -> Result<()> {
        let Work::Insert(unset) = &step.work else {
            return Ok(());
        };
        for &row in &step.rows {
            self.fill_references(step.table, row);
            self.graph.tables[step.table as usize].settle(row);
        }
        let (connection, table) = self.parts(step.table)?;
        let mut text = InsertText::new(step.model, unset, connection.dialect());
        batch::insert(connection, table, &mut text, &step.rows).await?;
        for &row in &step.rows {
            let id = RowId {
                table: step.table,
                row,
            };
            self.graph.tables[step.table as usize].index(row);
            self.states.set(id, RowState::Persistent);
        }
        Ok(())
    }

    /// Copies the keys of parents, which are known by now, into a row's foreign keys.
    fn fill_references(&mut self, table: u32, row: u32) {
        let parents = self.graph.tables[table as usize].parents(row);
        for (nth, (parent_table, parent)) in parents.into_iter().enumerate() {
            if parent_table == table {
                self.graph.tables[table as usize].fill_own(row, nth, parent);
                continue;
            }
            let both = [table as usize, parent_table as usize];
            if let Ok([child, from]) = self.graph.tables.get_disjoint_mut(both) {
                child.fill(row, nth, from.row(parent));
            }
        }
    }
}
