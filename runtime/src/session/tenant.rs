use super::Session;
use super::state::{RowId, RowState};
use crate::error::Result;
use crate::rules::Parameter;
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

    /// Gives new rows their tenant, and refuses to write a row of another one.
    pub(super) fn own_rows(&mut self) -> Result<()> {
        let parameters = self.database.parameters().clone();
        for (at, table) in (0..).zip(&mut self.graph.tables) {
            if table.meta().table.tenant().is_none() {
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
        Ok(())
    }
}
