//! The values by which rows point at each other.

use std::collections::HashSet;

use super::Session;
use super::state::RowId;
use crate::value::Value;

impl Session {
    pub(super) fn joining_values(&self, id: RowId, columns: &[u16]) -> Vec<Value> {
        let mut values = vec![];
        self.graph.tables[id.table as usize].values(id.row, columns, &mut values);
        values
    }

    /// The values of rows that others may point at, as text.
    pub(super) fn joining_texts(
        &self,
        table: u32,
        rows: &[u32],
        columns: &[u16],
    ) -> HashSet<String> {
        let rows = rows.iter().map(|&row| RowId { table, row });
        rows.filter_map(|id| text(&self.joining_values(id, columns)))
            .collect()
    }

    /// The stored rows of a table that have one of these values.
    pub(super) fn stored_with(
        &self,
        table: u32,
        columns: &[u16],
        texts: &HashSet<String>,
    ) -> Vec<u32> {
        let mut rows = self.stored_rows(table);
        rows.retain(|&row| {
            let own = text(&self.joining_values(RowId { table, row }, columns));
            own.is_some_and(|own| texts.contains(&own))
        });
        rows
    }

    pub(super) fn stored_rows(&self, table: u32) -> Vec<u32> {
        let rows = 0..self.graph.tables[table as usize].len();
        rows.filter(|&row| self.is_stored(RowId { table, row }))
            .collect()
    }

    pub(super) fn is_stored(&self, id: RowId) -> bool {
        self.states.get(id).is_stored()
    }
}

/// Equal values have equal texts; with a NULL they are equal to nothing.
pub(super) fn text(values: &[Value]) -> Option<String> {
    let null = values.iter().any(|value| matches!(value, Value::Null(_)));
    (!null).then(|| format!("{values:?}"))
}
