//! Constraints of a table, as they stand in CREATE TABLE and behind ADD.

use ormolu_schema::ir::{Check, Timing, Unique};

use super::engine::Engine;
use super::{expression, place, quote};
use crate::error::RenderError;
use crate::operation::Table;

/// None where the table has no key.
pub(super) fn primary_key(
    table: Table<'_>,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let key = &table.primary_key;
    if key.columns.is_empty() {
        return Ok(None);
    }
    let columns = quote::columns(engine.dialect(), table, &key.columns)?;
    engine.key_columns(table, "primary key", &key.name, &key.columns)?;
    let name = engine.primary_key_name(&key.name)?;
    let timing = engine.primary_key_timing(table)?;
    Ok(Some(format!("{name}PRIMARY KEY ({columns}){timing}")))
}

pub(super) fn unique(
    table: Table<'_>,
    unique: &Unique,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let name = quote::name(engine.dialect(), &unique.name)?;
    let definition = unique_definition(table, unique, engine)?;
    Ok(format!("CONSTRAINT {name} {definition}"))
}

/// A unique constraint without its name.
pub(super) fn unique_definition(
    table: Table<'_>,
    unique: &Unique,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let columns = quote::columns(engine.dialect(), table, &unique.columns)?;
    engine.key_columns(table, "unique constraint", &unique.name, &unique.columns)?;
    engine.unique(table, unique, &columns)
}

/// When it is checked, with the blank before it; nothing where that is at once.
pub(super) fn timing(timing: Timing) -> &'static str {
    match timing {
        Timing::AtOnce => "",
        Timing::OnRequest => " DEFERRABLE",
        Timing::AtCommit => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// None where it is for other dialects: a check given by dialect is only for those it names.
pub(super) fn check(
    table: Table<'_>,
    check: &Check,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let Some(definition) = check_definition(table, check, engine)? else {
        return Ok(None);
    };
    let name = quote::name(engine.dialect(), &check.name)?;
    Ok(Some(format!("CONSTRAINT {name} {definition}")))
}

/// A check without its name.
pub(super) fn check_definition(
    table: Table<'_>,
    check: &Check,
    engine: &impl Engine,
) -> Result<Option<String>, RenderError> {
    let place = place::part(table, "check", &check.name);
    let condition = expression::over_columns(&check.expression, engine.dialect(), table, &place)?;
    Ok(condition.map(|condition| format!("CHECK {condition}")))
}
