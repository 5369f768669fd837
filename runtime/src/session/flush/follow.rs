//! What becomes of the rows that point at a key that changes.

use crate::dialect::Dialect;
use crate::error::Result;
use crate::model::{ForeignKeyMeta, KeyChange, ModelMeta};
use crate::session::Session;
use crate::session::state::RowId;
use crate::value::Value;
use crate::write::batch;
use crate::write::statement::rekey::repoint;

/// A foreign key whose values change with the row that it points at.
pub(super) struct Moved {
    pub(super) key: &'static ForeignKeyMeta,
    pub(super) old: Vec<Value>,
    pub(super) new: Vec<Value>,
}

impl Session {
    /// The foreign keys that point at a row by columns that get other values.
    pub(super) fn moved(&self, id: RowId, columns: &[u16], values: &[Value]) -> Vec<Moved> {
        let table = &self.graph.tables[id.table as usize];
        let model = table.meta();
        let moved = |key: &'static ForeignKeyMeta| {
            let target = model.positions(key.target_columns);
            let mut old = vec![];
            table.stored(id.row, &target, &mut old);
            let new = target.iter().zip(&old).map(|(at, old)| {
                let given = columns.iter().position(|column| column == at);
                given.map_or(old, |given| &values[given]).clone()
            });
            let new: Vec<Value> = new.collect();
            let none = old.iter().any(|value| matches!(value, Value::Null(_)));
            (old != new && !none).then_some(Moved { key, old, new })
        };
        model.followers.iter().filter_map(moved).collect()
    }

    /// Lets the rows that pointed at the old values point at the new ones: in the database where
    /// it does not do so by itself, and in memory.
    pub(super) async fn carry(&mut self, moved: Vec<Moved>, all: bool) -> Result<()> {
        let mut work = moved;
        while let Some(Moved { key, old, new }) = work.pop() {
            if all || key.on_update == KeyChange::Refuse {
                self.repoint(key, &old, &new).await?;
            }
            for at in 0..self.graph.tables.len() as u32 {
                let rows = self.pointing(at, key, &old);
                if rows.is_empty() {
                    continue;
                }
                let columns = self.meta(at).positions(key.columns);
                let values = match key.on_update {
                    KeyChange::SetNull if !all => self.meta(at).nulls(&columns),
                    _ => new.clone(),
                };
                for &row in &rows {
                    work.extend(self.moved(RowId { table: at, row }, &columns, &values));
                    let depth = self.depth();
                    let table = &mut self.graph.tables[at as usize];
                    table.follow_key(row, &columns, &values, depth)?;
                }
                if key.on_update == KeyChange::SetDefault && !all {
                    let (connection, table) = self.parts(at)?;
                    batch::read_back(connection, table, &columns, &rows).await?;
                }
            }
        }
        Ok(())
    }

    async fn repoint(&mut self, key: &ForeignKeyMeta, old: &[Value], new: &[Value]) -> Result<()> {
        let Some(transaction) = &mut self.transaction else {
            return Ok(());
        };
        let connection = transaction.connection();
        let statement = repoint(key, old, new, connection.dialect());
        connection.execute(&statement).await?;
        Ok(())
    }

    /// The rows of a table that the database knows to point at these values.
    fn pointing(&self, at: u32, key: &ForeignKeyMeta, values: &[Value]) -> Vec<u32> {
        let table = &self.graph.tables[at as usize];
        if table.meta().table != key.table {
            return vec![];
        }
        let columns = table.meta().positions(key.columns);
        let points = |row: &u32| {
            let state = self.states.get(RowId {
                table: at,
                row: *row,
            });
            let mut stored = vec![];
            table.stored(*row, &columns, &mut stored);
            state.is_stored() && stored == values
        };
        (0..table.len()).filter(points).collect()
    }

    fn meta(&self, table: u32) -> &'static ModelMeta {
        self.graph.tables[table as usize].meta()
    }
}

/// Whether a row has to be copied under its new key and the old one deleted: as long as rows
/// point at it, the database refuses another key, and as long as the new key is not there,
/// nothing can point at it.
pub(super) fn needs_copy(
    model: &ModelMeta,
    columns: &[u16],
    moved: &[Moved],
    dialect: Dialect,
) -> bool {
    let waits = matches!(dialect, Dialect::Sqlite | Dialect::Postgres);
    let refuses =
        |moved: &Moved| moved.key.on_update == KeyChange::Refuse && !(moved.key.deferred && waits);
    let changes = |key: &[u16]| key.iter().any(|at| columns.contains(at));
    // For the time that both are there, no unique key may tell them to be the same, and no row
    // may go with the old one.
    let apart = changes(model.key) && model.uniques.iter().all(|key| changes(key));
    let counted = |column: &crate::model::ColumnMeta| column.fill == crate::model::Fill::Identity;
    let carried = model.cascades.iter().all(|cascade| {
        let same = |m: &Moved| m.key.table == cascade.table && m.key.columns == cascade.columns;
        moved.iter().any(same)
    });
    moved.iter().any(refuses) && apart && carried && !model.columns.iter().any(counted)
}
