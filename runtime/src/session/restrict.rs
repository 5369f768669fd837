use std::collections::BTreeMap;

use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::model::{Cascade, CascadeAction, ModelMeta};
use crate::value::Shown;

impl Session {
    /// Refuses to delete rows that others of the session hold on to. The engine would refuse as
    /// well, but only name the constraint, and end the transaction.
    pub(super) fn check_restricted(&self) -> Result<()> {
        let Some(frame) = self.frames.last() else {
            return Ok(());
        };
        let mut tables: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for id in &frame.deletes[frame.flushed.deletes..] {
            if self.states.get(*id) == RowState::Deleting {
                tables.entry(id.table).or_default().push(id.row);
            }
        }
        for (table, rows) in tables {
            let model = self.graph.tables[table as usize].meta();
            let refusing = |cascade: &&Cascade| cascade.action == CascadeAction::Refuse;
            for cascade in model.cascades.iter().filter(refusing) {
                self.check_free(table, &rows, cascade)?;
            }
        }
        Ok(())
    }

    /// Rows that are deleted along, and rows that will point elsewhere, hold on to nothing.
    fn check_free(&self, table: u32, rows: &[u32], cascade: &Cascade) -> Result<()> {
        let model = self.graph.tables[table as usize].meta();
        let holding = |child: &RowId| {
            let meta = self.graph.tables[child.table as usize].meta();
            let columns = meta.positions(cascade.columns);
            self.states.get(*child) == RowState::Persistent
                && !self
                    .waiting()
                    .any(|p| p.child == *child && p.columns == columns)
        };
        let children = self.children(table, rows, cascade).into_iter();
        let mut children = children
            .flat_map(|(table, rows)| rows.into_iter().map(move |row| RowId { table, row }));
        let Some(child) = children.find(holding) else {
            return Ok(());
        };
        let child_model = self.graph.tables[child.table as usize].meta();
        let key = self.joining_values(child, &child_model.positions(cascade.columns));
        let target = model.positions(cascade.target_columns);
        let mut parents = rows.iter().map(|row| RowId { table, row: *row });
        let parent = parents.find(|parent| self.joining_values(*parent, &target) == key);
        Err(SessionError::Referenced {
            parent: parent.map_or_else(|| model.name.into(), |id| self.named(id, model)),
            child: self.named(child, child_model),
            columns: cascade.columns.join(", "),
        }
        .into())
    }

    /// A row as messages call it: `User 3`.
    pub(super) fn named(&self, id: RowId, model: &ModelMeta) -> String {
        let sensitive = |at: &u16| model.columns[usize::from(*at)].sensitive;
        if model.key.iter().any(sensitive) {
            return format!("a {}", model.name);
        }
        let values = self.joining_values(id, model.key);
        let values: Vec<String> = values
            .iter()
            .map(|value| Shown(value).to_string())
            .collect();
        format!("{} {}", model.name, values.join("/"))
    }
}
