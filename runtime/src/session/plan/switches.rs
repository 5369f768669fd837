//! New rows with the keys of rows that are to be deleted.

use std::collections::{BTreeMap, HashMap};

use super::{Step, Work};
use crate::session::Session;
use crate::session::state::{RowId, RowState};

impl Session {
    /// The new rows that come for a row of the same key: what is stored is updated, and neither
    /// deleted nor inserted.
    pub(super) fn switches(&self) -> HashMap<RowId, RowId> {
        let mut switches = HashMap::new();
        let Some(frame) = self.frames.last() else {
            return switches;
        };
        let going: Vec<u32> = frame.deletes[frame.flushed.deletes..]
            .iter()
            .filter(|id| self.states.get(**id) == RowState::Deleting)
            .map(|id| id.table)
            .collect();
        if going.is_empty() {
            return switches;
        }
        for id in self.unflushed(|frame| &frame.inserts[frame.flushed.inserts..]) {
            let table = &self.graph.tables[id.table as usize];
            let unset = table.unset(id.row);
            let one_table = table.meta().base().is_none();
            let given = || one_table && table.meta().key.iter().all(|at| !unset.contains(*at));
            if self.states.get(id) != RowState::Pending || !going.contains(&id.table) || !given() {
                continue;
            }
            let old = table.holder(id.row).map(|row| RowId { row, ..id });
            let old = old.filter(|old| self.states.get(*old) == RowState::Deleting);
            switches.extend(old.map(|old| (id, old)));
        }
        switches
    }

    pub(super) fn plan_switches(&self, switches: &HashMap<RowId, RowId>) -> Vec<Step> {
        let mut groups: BTreeMap<(u16, u32, Vec<u16>), Vec<u32>> = BTreeMap::new();
        for (new, old) in switches {
            let table = &self.graph.tables[new.table as usize];
            let columns = table.differing(new.row, old.row);
            let group = groups.entry((table.meta().rank, new.table, columns));
            group.or_default().push(new.row);
        }
        let step = |((_, table, columns), mut rows): ((u16, u32, Vec<u16>), Vec<u32>)| {
            rows.sort_unstable();
            self.step(Work::Switch(columns), table, rows)
        };
        groups.into_iter().map(step).collect()
    }
}
