use crate::driver::Connection;
use crate::error::{Error, Result, StaleError, key_text};
use crate::graph::AnyTable;
use crate::value::Value;
use crate::write::statement::refresh::{locking, rows_per_refresh};
use crate::write::statement::update::UpdateText;

/// Why an UPDATE found fewer rows than it was for: looks for one that somebody else changed or
/// deleted.
pub(super) async fn find(
    connection: &mut Connection,
    table: &dyn AnyTable,
    rows: &[u32],
    stale: StaleError,
    update: &UpdateText,
) -> Result<Error> {
    let model = table.meta();
    let dialect = connection.dialect();
    let width = model.key.len();
    let matched: Vec<u16> = update.matched().collect();
    let columns: Vec<u16> = matched.iter().chain(update.set()).copied().collect();
    for chunk in rows.chunks(rows_per_refresh(model)) {
        let mut keys = vec![];
        chunk.iter().for_each(|row| table.key(*row, &mut keys));
        let statement = locking(model, &columns, keys, chunk.len(), dialect);
        let found = table.look(connection, &statement, &columns).await?;
        for &row in chunk {
            let mut expected = vec![];
            table.stored(row, &matched, &mut expected);
            let key = &expected[..width];
            let same = |found: &&Vec<Value>| found[..width] == *key;
            let Some(found) = found.iter().find(same) else {
                return Ok(stale.row(key_text(model, key), None).into());
            };
            let (was, now) = (expected.get(width), found.get(width));
            let ours = rows.len() > 1 && is_ours(table, row, &found[matched.len()..], update);
            if let (false, Some(was), Some(now)) = (ours && follows(was, now, update), was, now) {
                let versions = Some((was.clone(), now.clone()));
                return Ok(stale.row(key_text(model, key), versions).into());
            }
        }
    }
    Ok(stale.into())
}

/// Whether the row holds what the statement wrote.
fn is_ours(table: &dyn AnyTable, row: u32, found: &[Value], update: &UpdateText) -> bool {
    let mut written = vec![];
    table.values(row, update.set(), &mut written);
    found == written
}

/// Whether the version is the one that the statement made.
fn follows(was: Option<&Value>, now: Option<&Value>, update: &UpdateText) -> bool {
    let next = was.and_then(Value::whole).map(|version| version + 1);
    update.counted.is_none() || now.and_then(Value::whole) == next
}
