use std::collections::HashSet;

use super::Session;
use super::state::{RowId, RowState};
use crate::error::Result;
use crate::rules::{Parameter, Parameters, set_by};
use crate::value::SqlType;
use crate::write::tenant;

impl Session {
    /// Sets a parameter of the schema: who is at work, for which tenant. What the database's
    /// handle was given stays as it is there.
    pub fn set_parameter<T: SqlType>(&mut self, parameter: Parameter<T>, value: impl Into<T>) {
        self.database = self.database.with(parameter, value);
        if let Some(transaction) = &mut self.transaction {
            let parameters = self.database.parameters().clone();
            transaction.connection().set_parameters(parameters);
        }
    }

    /// Gives new rows their tenant, and rows that are written those who are at work; refuses to
    /// write a row of another tenant.
    pub(super) fn own_rows(&mut self) -> Result<()> {
        let parameters = self.database.parameters().clone();
        for (at, table) in (0..).zip(&mut self.graph.tables) {
            let meta = table.meta().table;
            if meta.tenant().is_none() && meta.set_by().is_empty() {
                continue;
            }
            let (mut pending, mut stored) = (vec![], table.edited());
            for row in 0..table.len() {
                match self.states.get(RowId { table: at, row }) {
                    RowState::Pending => pending.push(row),
                    RowState::Deleting => stored.push(row),
                    _ => {}
                }
            }
            stored.retain(|&row| {
                let state = self.states.get(RowId { table: at, row });
                state.is_stored()
            });
            if !pending.is_empty() {
                tenant::own_pending(&mut **table, pending, &parameters)?;
            }
            if !stored.is_empty() {
                tenant::check(&**table, stored, &parameters)?;
            }
        }
        self.sign(&parameters)
    }

    /// Says who changes the rows that are to be updated.
    fn sign(&mut self, parameters: &Parameters) -> Result<()> {
        let waiting: HashSet<RowId> = self.waiting().map(|pointer| pointer.child).collect();
        for (at, table) in (0..).zip(&mut self.graph.tables) {
            let model = table.meta();
            if model.table.set_by().is_empty() {
                continue;
            }
            for row in 0..table.len() {
                let id = RowId { table: at, row };
                let mut changed = vec![];
                table.changed(row, &mut changed);
                let written = !changed.is_empty() || waiting.contains(&id);
                if !written || self.states.get(id) != RowState::Persistent {
                    continue;
                }
                let values = set_by::of_update(model, parameters, |at| changed.contains(&at))?;
                table.touch(row);
                for (column, value) in values {
                    table.set(row, column, &value)?;
                }
            }
        }
        Ok(())
    }
}
