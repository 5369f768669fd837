use super::Session;
use super::state::{RowId, RowState};
use crate::error::{InvalidValue, InvalidValues, Result};
use crate::graph::AnyTable;

impl Session {
    /// Makes the values of rows that a flush writes what the schema says, and refuses all that
    /// are not allowed at once.
    pub(super) fn admit_values(&mut self) -> Result<()> {
        let mut faults = vec![];
        for (at, table) in (0..).zip(&mut self.graph.tables) {
            if table.meta().table.values().is_empty() {
                continue;
            }
            let state = |row| self.states.get(RowId { table: at, row });
            for row in (0..table.len()).filter(|row| state(*row) == RowState::Pending) {
                admit_pending(&mut **table, row, &mut faults)?;
            }
            for row in table.edited() {
                if state(row) == RowState::Persistent {
                    admit_edited(&mut **table, row, &mut faults)?;
                }
            }
        }
        InvalidValues::check(faults)
    }
}

fn admit_pending(table: &mut dyn AnyTable, row: u32, faults: &mut Vec<InvalidValue>) -> Result<()> {
    let (model, unset) = (table.meta(), table.unset(row));
    for rule in model.table.values() {
        if unset.contains(rule.column) {
            continue;
        }
        let value = table.value(row, rule.column.into());
        if let Some(normal) = rule.admit(model, &value, faults) {
            // Not only set: as a placeholder it would be left to the database again.
            table.give(row, &[rule.column], &[normal])?;
        }
    }
    Ok(())
}

fn admit_edited(table: &mut dyn AnyTable, row: u32, faults: &mut Vec<InvalidValue>) -> Result<()> {
    let model = table.meta();
    let mut changed = vec![];
    table.changed(row, &mut changed);
    for rule in model.table.values() {
        if !changed.contains(&rule.column) {
            continue;
        }
        let value = table.value(row, rule.column.into());
        if let Some(normal) = rule.admit(model, &value, faults) {
            table.set(row, rule.column, &normal)?;
        }
    }
    Ok(())
}
