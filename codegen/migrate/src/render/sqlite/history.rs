//! Versions of rows. An INSERT may replace a row, which tells no trigger that it is gone.

use ormolu_schema::ir::Dialect;

use crate::error::RenderError;
use crate::operation::StopHistory;
use crate::render::history::{Recorded, names};

pub(super) fn record(of: &Recorded<'_>) -> Result<Vec<String>, RenderError> {
    let [insert, update, delete] = names(of.history, Dialect::Sqlite)?;
    let rows = &of.rows;
    let (replaced, old) = (of.end("max", "NEW.")?, of.end("max", "OLD.")?);
    let (inserted, updated) = (begin(of, "insert")?, begin(of, "update")?);
    Ok(vec![
        format!(
            "CREATE TRIGGER {insert} AFTER INSERT ON {rows}\nBEGIN\n    {replaced};\n    \
             {inserted};\nEND"
        ),
        format!(
            "CREATE TRIGGER {update} AFTER UPDATE ON {rows}\nBEGIN\n    {old};\n    {updated};\nEND"
        ),
        format!("CREATE TRIGGER {delete} AFTER DELETE ON {rows}\nBEGIN\n    {old};\nEND"),
    ])
}

/// The statement for the version that begins.
fn begin(of: &Recorded<'_>, operation: &str) -> Result<String, RenderError> {
    let (now, last) = (of.now, of.last_end("NEW.")?);
    Ok(format!(
        "INSERT INTO {} ({})\n    VALUES ({}, max({now}, coalesce({last}, '')), '{operation}')",
        of.versions,
        of.columns,
        of.values("NEW.")?,
    ))
}

pub(super) fn stop(stop: &StopHistory<'_>) -> Result<Vec<String>, RenderError> {
    let names = names(stop.history, Dialect::Sqlite)?;
    Ok(names.map(|name| format!("DROP TRIGGER {name}")).into())
}
