use std::collections::HashSet;

use super::Session;
use super::state::{RowId, RowState};
use crate::error::Result;
use crate::model::{Cascade, CascadeAction};
use crate::value::Value;
use crate::write::batch;

/// Rows of a table whose foreign keys got a default.
type Anew = (u32, Vec<u32>, &'static Cascade);

impl Session {
    /// Rows were deleted: makes memory follow what the database did to the rows that hung on
    /// them, so that no ghost answers for a key that may be given out again.
    pub(super) async fn gone(&mut self, table: u32, rows: Vec<u32>) -> Result<()> {
        for (table, rows, cascade) in self.gone_in_memory(table, rows)? {
            self.read_anew(table, &rows, cascade).await?;
        }
        Ok(())
    }

    /// The same, as far as it is known here: what is left are rows to be read anew.
    pub(super) fn gone_in_memory(&mut self, table: u32, rows: Vec<u32>) -> Result<Vec<Anew>> {
        let mut anew = vec![];
        let mut work = vec![(table, rows)];
        while let Some((table, rows)) = work.pop() {
            for &row in &rows {
                let id = RowId { table, row };
                self.transit(id, RowState::Deleted);
                self.graph.tables[table as usize].forget(row);
            }
            let model = self.graph.tables[table as usize].meta();
            for cascade in model.cascades {
                if cascade.action == CascadeAction::Refuse {
                    continue; // no such row is left
                }
                for (child_table, rows) in self.children(table, &rows, cascade) {
                    match cascade.action {
                        CascadeAction::Refuse => {}
                        CascadeAction::Delete | CascadeAction::Unlink => {
                            work.push((child_table, rows));
                        }
                        CascadeAction::SetNull => self.set_null(child_table, &rows, cascade)?,
                        CascadeAction::SetDefault => anew.push((child_table, rows, cascade)),
                    }
                }
            }
        }
        Ok(anew)
    }

    /// The rows of other tables whose foreign keys point at these.
    pub(super) fn children(
        &self,
        table: u32,
        rows: &[u32],
        cascade: &Cascade,
    ) -> Vec<(u32, Vec<u32>)> {
        let parents = self.graph.tables[table as usize].meta();
        let targets = parents.positions(cascade.target_columns);
        let mut keys: Option<HashSet<String>> = None;
        let mut found = vec![];
        for (at, child) in (0..).zip(&self.graph.tables) {
            if child.meta().table != cascade.table {
                continue;
            }
            let keys = keys.get_or_insert_with(|| self.joining_texts(table, rows, &targets));
            let own = child.meta().positions(cascade.columns);
            let rows = self.stored_with(at, &own, keys);
            if !rows.is_empty() {
                found.push((at, rows));
            }
        }
        found
    }

    fn set_null(&mut self, table: u32, rows: &[u32], cascade: &Cascade) -> Result<()> {
        let depth = self.depth();
        let table = &mut self.graph.tables[table as usize];
        let meta = table.meta();
        let columns = meta.positions(cascade.columns);
        let nulls = meta.nulls(&columns);
        let nulls: Vec<(u16, Value)> = columns.into_iter().zip(nulls).collect();
        let mut rows = rows.iter();
        Ok(rows.try_for_each(|row| table.follow(*row, &nulls, depth))?)
    }

    async fn read_anew(&mut self, table: u32, rows: &[u32], cascade: &Cascade) -> Result<()> {
        let depth = self.depth();
        let (connection, table) = self.parts(table)?;
        rows.iter().for_each(|row| table.remember(*row, depth));
        let columns = table.meta().positions(cascade.columns);
        batch::read_back(connection, table, &columns, rows).await
    }
}
