//! The indexes and triggers of a table that is made anew.
//!
//! They go with the old table. The indexes of the schema are made again by the plan; other indexes,
//! and triggers, it does not know. So the statements remember their text before, and refuse to go
//! on afterwards unless all are there again. The runner makes them again between the two; whoever
//! runs the statements by hand is told by the CHECK that fails.

use ormolu_schema::ir::Dialect;

use crate::error::RenderError;
use crate::operation::RebuildTable;
use crate::render::quote;

/// Remembers them. The runner knows the table by this name.
pub(super) fn remember(rebuild: &RebuildTable<'_>) -> Result<[String; 2], RenderError> {
    let (before, after) = (rebuild.alter.before, rebuild.after());
    let name = &after.table.name;
    let all = format!("every index and trigger of {name} is there again");
    let all = quote::name(Dialect::Sqlite, &all)?;
    let of = quote::text(Dialect::Sqlite, name)?;
    let known = before.indexes.iter().chain(&after.model().indexes);
    let mut known: Vec<&str> = known.map(|index| index.name.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let others = match &known[..] {
        [] => String::new(),
        known => {
            let known = quote::texts(Dialect::Sqlite, known.iter().copied())?;
            format!(" AND \"name\" NOT IN ({known})")
        }
    };
    Ok([
        format!(
            "CREATE TEMP TABLE \"ormolu_parts\" (\"type\" TEXT, \"name\" TEXT, \"sql\" TEXT, \
             \"is_lost\" INTEGER CONSTRAINT {all} CHECK (NOT \"is_lost\"))"
        ),
        format!(
            "INSERT INTO \"ormolu_parts\"\nSELECT \"type\", \"name\", \"sql\", 0\nFROM sqlite_schema \
             WHERE \"tbl_name\" = {of} COLLATE NOCASE AND (\"type\" = 'trigger'\n    \
             OR \"type\" = 'index' AND \"sql\" IS NOT NULL{others})"
        ),
    ])
}

/// Fails where one is missing.
pub(super) fn expect() -> [String; 2] {
    [
        "UPDATE \"ormolu_parts\" SET \"is_lost\" = (\"type\", \"name\") NOT IN\n    \
         (SELECT \"type\", \"name\" FROM sqlite_schema)"
            .to_owned(),
        "DROP TABLE \"ormolu_parts\"".to_owned(),
    ]
}
