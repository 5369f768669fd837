use std::collections::HashSet;

use crate::error::Result;
use crate::session::Session;
use crate::session::link::{Change, Side};
use crate::session::plan::Step;
use crate::write::batch;
use crate::write::links::LinkRows;

impl Session {
    pub(super) async fn run_links(&mut self, step: &Step) -> Result<()> {
        let (made, broken) = self.link_rows(&step.rows);
        let (connection, _) = self.parts(step.table)?;
        let dialect = connection.dialect();
        for (table, rows) in &broken.tables {
            for chunk in rows.chunks(table.rows_per_delete()) {
                connection.execute(&table.delete(chunk, dialect)).await?;
            }
        }
        for (table, rows) in &made.tables {
            batch::link(connection, table, rows).await?;
        }
        Ok(())
    }

    /// The link rows to insert and to delete; of a link both made and broken the last counts.
    fn link_rows(&self, which: &[u32]) -> (LinkRows, LinkRows) {
        let (mut made, mut broken) = (LinkRows::default(), LinkRows::default());
        let mut decided = HashSet::new();
        let Some(frame) = self.frames.last() else {
            return (made, broken);
        };
        let stored = |id| self.is_stored(id);
        let mut chosen = vec![];
        for link in which.iter().rev().map(|at| &frame.links[*at as usize]) {
            let Some(meta) = link.relation.link else {
                continue;
            };
            let other = match &link.to {
                Side::Row(id) if stored(*id) => {
                    self.joining_values(*id, link.relation.child_columns)
                }
                Side::Row(_) => continue,
                Side::Values(values) => values.clone(),
            };
            if !stored(link.from) {
                continue;
            }
            let own = self.joining_values(link.from, link.relation.parent_columns);
            let table = crate::write::statement::link::LinkTable::new(meta);
            let row = table.row(own.clone(), other.clone());
            if decided.insert(format!("{} {row:?}", table.name())) {
                chosen.push((link.change, meta, own, other));
            }
        }
        for (change, meta, own, other) in chosen.into_iter().rev() {
            match change {
                Change::Make => made.add(meta, own, other),
                Change::Break => broken.add(meta, own, other),
            }
        }
        (made, broken)
    }
}
