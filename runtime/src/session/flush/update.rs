use crate::driver::Connection;
use crate::error::{Result, StaleError};
use crate::graph::AnyTable;
use crate::session::Session;
use crate::session::plan::Step;
use crate::value::Value;
use crate::write::batch;
use crate::write::statement::update::UpdateText;

impl Session {
    pub(super) async fn run_update(&mut self, step: &Step, columns: &[u16]) -> Result<()> {
        let depth = self.depth();
        let (connection, table) = self.parts(step.table)?;
        let mut text = UpdateText::new(step.model, columns, connection.dialect());
        for chunk in step.rows.chunks(text.rows_per_statement()) {
            update(connection, table, &mut text, columns, chunk).await?;
            for &row in chunk {
                if let Some(version) = text.counted {
                    count_up(table, row, version)?;
                }
                table.flushed(row, depth);
            }
        }
        if !text.returns() && !text.returned.is_empty() {
            batch::read_back(connection, table, &text.returned, &step.rows).await?;
        }
        Ok(())
    }
}

async fn update(
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
fn count_up(table: &mut dyn AnyTable, row: u32, version: u16) -> Result<()> {
    let mut was = vec![];
    table.stored(row, &[version], &mut was);
    let next = was.first().and_then(Value::whole).map_or(1, |was| was + 1);
    let next = batch::integer(table.meta(), version, next)?;
    Ok(table.set(row, version, &next)?)
}
