//! The triggers of a table that is made anew.
//!
//! They go with the old table, and a schema does not know them. So the statements remember their
//! text before, and refuse to go on afterwards unless all are there again. The runner makes them
//! again between the two; whoever runs the statements by hand is told by the CHECK that fails.

use ormolu_schema::ir::Dialect;

use crate::error::RenderError;
use crate::operation::Table;
use crate::render::quote;

/// Remembers them. The runner knows the table by this name.
pub(super) fn remember(table: Table<'_>) -> Result<[String; 2], RenderError> {
    let name = &table.table.name;
    let all = quote::name(
        Dialect::Sqlite,
        &format!("every trigger of {name} is there again"),
    )?;
    let of = quote::text(Dialect::Sqlite, name)?;
    Ok([
        format!(
            "CREATE TEMP TABLE \"ormolu_triggers\" (\"name\" TEXT, \"sql\" TEXT, \
             \"is_lost\" INTEGER CONSTRAINT {all} CHECK (NOT \"is_lost\"))"
        ),
        format!(
            "INSERT INTO \"ormolu_triggers\"\nSELECT \"name\", \"sql\", 0\nFROM sqlite_schema \
             WHERE \"type\" = 'trigger' AND \"tbl_name\" = {of} COLLATE NOCASE"
        ),
    ])
}

/// Fails where one is missing.
pub(super) fn expect() -> [String; 2] {
    [
        "UPDATE \"ormolu_triggers\" SET \"is_lost\" = \"name\" NOT IN\n    \
         (SELECT \"name\" FROM sqlite_schema WHERE \"type\" = 'trigger')"
            .to_owned(),
        "DROP TABLE \"ormolu_triggers\"".to_owned(),
    ]
}
