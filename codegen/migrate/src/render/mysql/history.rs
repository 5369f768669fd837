//! Versions of rows.
//!
//! An INSERT looks nothing up: InnoDB would lock the gap in which the key is missing, and two that
//! insert at the same time would wait for each other. A DELETE takes what the row has in tables of
//! models that inherit along, by foreign keys, which tell their triggers nothing.

use ormolu_schema::ir::Dialect;

use crate::error::RenderError;
use crate::operation::StopHistory;
use crate::render::history::{Recorded, names};
use crate::render::quote;

pub(super) fn record(of: &Recorded<'_>, dialect: Dialect) -> Result<Vec<String>, RenderError> {
    let [insert, update, delete] = names(of.history, dialect)?;
    let Recorded {
        rows,
        versions,
        columns,
        now,
        ..
    } = of;
    let (values, end) = (of.values("NEW.")?, of.end("greatest", "OLD.")?);
    let (valid_to, is_of) = (quote::name(dialect, "valid_to")?, of.is_of("", "OLD.")?);
    let parts = of.end_parts("greatest")?;
    let gone = match parts.is_empty() {
        true => format!("\n    {end}"),
        false => format!("\nBEGIN\n    {end};\n    {};\nEND", parts.join(";\n    ")),
    };
    Ok(vec![
        format!(
            "CREATE TRIGGER {insert} AFTER INSERT ON {rows} FOR EACH ROW\n    \
             INSERT INTO {versions} ({columns})\n    VALUES ({values}, {now}, 'insert')"
        ),
        format!(
            "CREATE TRIGGER {update} AFTER UPDATE ON {rows} FOR EACH ROW\nBEGIN\n    {end};\n    \
             INSERT INTO {versions} ({columns})\n    \
             SELECT {values}, greatest({now}, coalesce(max({valid_to}), {now})), 'update'\n    \
             FROM {versions} WHERE {is_of};\nEND"
        ),
        format!("CREATE TRIGGER {delete} AFTER DELETE ON {rows} FOR EACH ROW{gone}"),
    ])
}

pub(super) fn stop(stop: &StopHistory<'_>, dialect: Dialect) -> Result<Vec<String>, RenderError> {
    let names = names(stop.history, dialect)?;
    Ok(names.map(|name| format!("DROP TRIGGER {name}")).into())
}
