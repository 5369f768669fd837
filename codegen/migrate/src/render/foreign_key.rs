use ormolu_schema::ir::{ForeignKey, ReferentialAction};

use super::engine::Engine;
use super::quote;
use crate::error::RenderError;
use crate::operation::{AddForeignKey, Table};

/// A foreign key as a table constraint.
pub(super) fn constraint(
    table: Table<'_>,
    key: &ForeignKey,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let name = quote::name(engine.dialect(), &key.name)?;
    let definition = definition(table, key, engine)?;
    Ok(format!("CONSTRAINT {name} {definition}"))
}

/// A foreign key without its name.
pub(super) fn definition(
    table: Table<'_>,
    key: &ForeignKey,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let columns = quote::columns(engine.dialect(), table, &key.columns)?;
    let references = references(table, key, engine)?;
    Ok(format!("FOREIGN KEY ({columns}) {references}"))
}

/// A foreign key from the word REFERENCES on.
pub(super) fn references(
    table: Table<'_>,
    key: &ForeignKey,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let dialect = engine.dialect();
    let target = table.other(key.target);
    engine.key_columns(table, "foreign key", &key.name, &key.columns)?;
    Ok(format!(
        "REFERENCES {} ({}){}{}{}",
        quote::table(dialect, &target.table)?,
        quote::columns(dialect, target, &key.target_columns)?,
        action(" ON DELETE ", key.on_delete),
        action(" ON UPDATE ", key.on_update),
        engine.foreign_key_tail(table, key)?,
    ))
}

/// A foreign key added to a table that is there.
pub(super) fn add(add: &AddForeignKey<'_>, engine: &impl Engine) -> Result<String, RenderError> {
    let table = quote::table(engine.dialect(), &add.table.table)?;
    let constraint = constraint(add.table, add.foreign_key, engine)?;
    Ok(format!("ALTER TABLE {table}\n    ADD {constraint}"))
}

/// What every engine does without being told is left out.
fn action(clause: &str, action: ReferentialAction) -> String {
    let words = match action {
        ReferentialAction::NoAction => return String::new(),
        ReferentialAction::Restrict => "RESTRICT",
        ReferentialAction::Cascade => "CASCADE",
        ReferentialAction::SetNull => "SET NULL",
        ReferentialAction::SetDefault => "SET DEFAULT",
    };
    format!("{clause}{words}")
}
