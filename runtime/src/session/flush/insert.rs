use crate::error::Result;
use crate::session::Session;
use crate::session::plan::{Postponed, Step, Work};
use crate::session::state::{RowId, RowState};
use crate::write::batch;
use crate::write::statement::insert::InsertText;

impl Session {
    pub(super) async fn run_insert(&mut self, step: &Step, postponed: &Postponed) -> Result<()> {
        let Work::Insert(unset) = &step.work else {
            return Ok(());
        };
        for &row in &step.rows {
            let id = RowId {
                table: step.table,
                row,
            };
            let later = postponed.get(&id).map_or(&[][..], Vec::as_slice);
            for columns in later {
                self.empty(id, columns)?;
            }
            self.fill_references(step.table, row, later);
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
    pub(super) fn fill_references(&mut self, table: u32, row: u32, later: &[&'static [u16]]) {
        let tables = &mut self.graph.tables;
        let mut nth = 0;
        while let Some((to, ends)) = tables[table as usize].wait(row, nth) {
            let (parent_table, parent) = to;
            nth += 1;
            if later.contains(&ends.columns) {
                continue;
            }
            if parent_table == table {
                tables[table as usize].fill_own(row, nth - 1, parent);
                continue;
            }
            let both = [table as usize, parent_table as usize];
            if let Ok([child, from]) = tables.get_disjoint_mut(both) {
                child.fill(row, nth - 1, from.row(parent));
            }
        }
    }

    /// Makes a foreign key of a new row NULL, for an UPDATE to fill it.
    fn empty(&mut self, id: RowId, columns: &[u16]) -> Result<()> {
        let table = &mut self.graph.tables[id.table as usize];
        let nulls = table.meta().nulls(columns);
        Ok(table.give(id.row, columns, &nulls)?)
    }

    /// Fills the postponed foreign keys of rows that are inserted by now.
    pub(super) fn fill_postponed(&mut self, postponed: &Postponed) {
        for id in postponed.keys() {
            self.graph.tables[id.table as usize].touch(id.row);
            self.fill_references(id.table, id.row, &[]);
        }
    }
}
