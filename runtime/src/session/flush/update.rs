use super::follow::needs_copy;
use crate::driver::Connection;
use crate::error::{Result, StaleError};
use crate::graph::AnyTable;
use crate::model::{ForeignKeyMeta, ModelMeta};
use crate::session::Session;
use crate::session::plan::Step;
use crate::session::state::RowId;
use crate::statement::Statement;
use crate::value::Value;
use crate::write::batch;
use crate::write::statement::rekey::{copy, drop_old};
use crate::write::statement::update::UpdateText;

impl Session {
    pub(super) async fn run_update(&mut self, step: &Step, columns: &[u16]) -> Result<()> {
        let depth = self.depth();
        let mut text = UpdateText::new(step.model, columns, self.database.dialect());
        if followed(step.model, columns) {
            for &row in &step.rows {
                let mut values = vec![];
                self.graph.tables[step.table as usize].values(row, columns, &mut values);
                let id = RowId {
                    table: step.table,
                    row,
                };
                self.rekey(id, &mut text, values).await?;
                self.written(id, &text, depth)?;
            }
        } else {
            for chunk in step.rows.chunks(text.rows_per_statement()) {
                let (connection, table) = self.parts(step.table)?;
                update(connection, table, &mut text, columns, chunk).await?;
                for &row in chunk {
                    let table = step.table;
                    self.written(RowId { table, row }, &text, depth)?;
                }
            }
        }
        if !text.returns() && !text.returned.is_empty() {
            let (connection, table) = self.parts(step.table)?;
            batch::read_back(connection, table, &text.returned, &step.rows).await?;
        }
        Ok(())
    }

    /// The row is in the database as it is here.
    fn written(&mut self, id: RowId, text: &UpdateText, depth: usize) -> Result<()> {
        let table = &mut *self.graph.tables[id.table as usize];
        if let Some(version) = text.counted {
            count_up(table, id.row, version)?;
        }
        table.flushed(id.row, depth);
        Ok(())
    }

    /// Writes columns of a row that others point at, and lets them follow.
    pub(super) async fn rekey(
        &mut self,
        id: RowId,
        text: &mut UpdateText,
        values: Vec<Value>,
    ) -> Result<()> {
        let columns = text.set().to_vec();
        let moved = self.moved(id, &columns, &values);
        let (connection, table) = self.parts(id.table)?;
        let (model, dialect) = (table.meta(), connection.dialect());
        if !needs_copy(model, &columns, &moved, dialect) {
            if text.returns() {
                update(connection, table, text, &columns, &[id.row]).await?;
            } else {
                let statement = alone(table, id.row, text, values);
                let found = connection.execute(&statement).await?.rows;
                only(connection, table, id.row, text, found).await?;
            }
            return self.carry(moved, false).await;
        }
        let mut params = values;
        let matched: Vec<u16> = text.matched().collect();
        table.stored(id.row, &matched, &mut params);
        let done = connection.execute(&copy(text, params, dialect)).await?.rows;
        only(connection, table, id.row, text, done).await?;
        let mut old = vec![];
        table.key(id.row, &mut old);
        self.carry(moved, true).await?;
        let (connection, _) = self.parts(id.table)?;
        connection.execute(&drop_old(model, old, dialect)).await?;
        Ok(())
    }
}

/// Whether foreign keys point at one of the columns.
fn followed(model: &ModelMeta, columns: &[u16]) -> bool {
    let points = |key: &ForeignKeyMeta| {
        let target = model.positions(key.target_columns);
        target.iter().any(|at| columns.contains(at))
    };
    model.followers.iter().any(points)
}

/// An error if a statement for one row found none.
async fn only(
    connection: &mut Connection,
    table: &dyn AnyTable,
    row: u32,
    text: &UpdateText,
    found: u64,
) -> Result<()> {
    if found == 1 {
        return Ok(());
    }
    let stale = StaleError::rows(table.meta(), 1, found);
    Err(super::stale::find(connection, table, &[row], stale, text).await?)
}

/// The statement for one row with values of its own.
fn alone(
    table: &dyn AnyTable,
    row: u32,
    text: &mut UpdateText,
    mut values: Vec<Value>,
) -> Statement {
    let matched: Vec<u16> = text.matched().collect();
    table.stored(row, &matched, &mut values);
    text.statement(1, values)
}

pub(super) async fn update(
    connection: &mut Connection,
    table: &mut dyn AnyTable,
    text: &mut UpdateText,
    columns: &[u16],
    rows: &[u32],
) -> Result<()> {
    let model = table.meta();
    let matched: Vec<u16> = text.matched().collect();
    let mut values = Vec::with_capacity(rows.len() * (columns.len() + matched.len()));
    for &row in rows {
        table.values(row, columns, &mut values);
        table.stored(row, &matched, &mut values);
    }
    let statement = text.statement(rows.len(), values);
    let stale = if text.returns() {
        // What changes by itself is not among the changed columns, so the originals need it as
        // well: they are dropped right after.
        let returned = table.fetch(connection, &statement, rows, &text.returned);
        match returned.await {
            Ok(()) => return Ok(()),
            Err(error) => match error.stale() {
                Some(stale) => stale.clone(),
                None => return Err(error),
            },
        }
    } else {
        let found = connection.execute(&statement).await?.rows;
        if found == rows.len() as u64 {
            return Ok(());
        }
        StaleError::rows(model, rows.len(), found)
    };
    Err(super::stale::find(connection, table, rows, stale, text).await?)
}

/// The row's version is one more than it was.
pub(super) fn count_up(table: &mut dyn AnyTable, row: u32, version: u16) -> Result<()> {
    let next = next_version(table, row, version)?;
    Ok(table.set(row, version, &next)?)
}

/// The version that an UPDATE makes of the one that is stored.
pub(in crate::session) fn next_version(
    table: &dyn AnyTable,
    row: u32,
    version: u16,
) -> Result<Value> {
    let was = table.stored_value(row, version);
    let next = was.whole().map_or(1, |was| was + 1);
    batch::integer(table.meta(), version, next)
}
