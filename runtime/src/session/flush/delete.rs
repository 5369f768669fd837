use crate::driver::Connection;
use crate::error::{Error, Result, StaleError, key_text};
use crate::graph::AnyTable;
use crate::model::{Cascade, CascadeAction};
use crate::session::Session;
use crate::session::plan::Step;
use crate::session::state::{RowId, RowState};
use crate::write::statement::delete::{delete, rows_per_delete};
use crate::write::statement::refresh::{locking, rows_per_refresh};

impl Session {
    pub(super) async fn run_delete(&mut self, step: &Step) -> Result<()> {
        let id = |row| RowId {
            table: step.table,
            row,
        };
        // A row may be gone by now with one deleted before.
        let mut rows = step.rows.clone();
        rows.retain(|row| self.states.get(id(*row)) == RowState::Deleting);
        let rows = self.delete_softly(step, rows).await?;
        let may_miss = |row: &u32| {
            let frame = self.frames.last();
            frame.is_some_and(|frame| frame.may_miss.contains(&id(*row)))
        };
        let lenient: Vec<u32> = rows.iter().copied().filter(may_miss).collect();
        self.clear_links(step.table, step.model, &rows).await?;
        let (connection, table) = self.parts(step.table)?;
        let dialect = connection.dialect();
        let own = |cascade: &Cascade| {
            cascade.table == step.model.table
                && cascade.columns != cascade.target_columns
                && cascade.action == CascadeAction::Delete
        };
        let recursive = step.model.cascades.iter().any(own);
        let matched: Vec<u16> = step.model.matched().collect();
        for chunk in rows.chunks(rows_per_delete(step.model, dialect)) {
            let mut keys = vec![];
            for &row in chunk {
                table.stored(row, &matched, &mut keys);
            }
            let statement = delete(step.model, keys, chunk.len(), dialect);
            let found = connection.execute(&statement).await?.rows;
            let stale = StaleError::rows(step.model, chunk.len(), found);
            if stale.matched > stale.expected {
                return Err(stale.into()); // what names a row names several
            }
            if stale.matched < stale.expected {
                // A row that went with another of the same statement is not counted by all
                // engines.
                let missing = match recursive {
                    true => usize::MAX,
                    false => lenient.iter().filter(|row| chunk.contains(row)).count(),
                };
                judge(connection, table, chunk, stale, missing).await?;
            }
        }
        self.gone(step.table, rows).await
    }
}

/// Some rows of a DELETE were not found: an error, unless all of them are gone and so many may
/// be.
async fn judge(
    connection: &mut Connection,
    table: &dyn AnyTable,
    rows: &[u32],
    stale: StaleError,
    missing: usize,
) -> Result<()> {
    let model = table.meta();
    let dialect = connection.dialect();
    let columns: Vec<u16> = model.matched().collect();
    let width = model.key.len();
    for chunk in rows.chunks(rows_per_refresh(model)) {
        if model.version.is_none() {
            break; // what is there with its key was deleted
        }
        let mut keys = vec![];
        chunk.iter().for_each(|row| table.key(*row, &mut keys));
        let statement = locking(model, &columns, keys, chunk.len(), dialect);
        let left = table.look(connection, &statement, &columns).await?;
        if let Some(found) = left.into_iter().next() {
            let version = |row: &u32| {
                let mut values = vec![];
                table.stored(*row, &columns, &mut values);
                (values[..width] == found[..width]).then(|| values[width].clone())
            };
            let expected = chunk.iter().find_map(version);
            let versions = expected.map(|expected| (expected, found[width].clone()));
            let key = key_text(model, &found[..width]);
            return Err(stale.row(key, versions).into());
        }
    }
    let lost = stale.expected.saturating_sub(stale.matched) as usize;
    if lost <= missing {
        return Ok(());
    }
    let [only] = rows else {
        return Err(stale.into());
    };
    let mut key = vec![];
    table.key(*only, &mut key);
    Err(Error::from(stale.row(key_text(model, &key), None)))
}
