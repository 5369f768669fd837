use ormolu_schema::ir::{Column, Dialect, Identity, SqlDefault};

use super::{Mysql, comment};
use crate::error::RenderError;
use crate::operation::Table;
use crate::render::engine::Engine as _;
use crate::render::{column as shared, default, place, quote};

pub(super) fn render(
    table: Table<'_>,
    column: &Column,
    engine: &Mysql,
) -> Result<String, RenderError> {
    let default = default::clause(table, column, engine)?;
    line(table, column, &default, engine)
}

/// A column that has another default for a while.
pub(super) fn with_default(
    table: Table<'_>,
    column: &Column,
    default: &str,
    engine: &Mysql,
) -> Result<String, RenderError> {
    line(table, column, &format!(" DEFAULT {default}"), engine)
}

fn line(
    table: Table<'_>,
    column: &Column,
    default: &str,
    engine: &Mysql,
) -> Result<String, RenderError> {
    let name = quote::name(engine.dialect(), &column.name)?;
    let storage = shared::storage(table, column, engine)?;
    let mut check = shared::check(&storage);
    let value = match (&column.identity, shared::generated(table, column, engine)?) {
        (Some(identity), _) => {
            check_identity(table, column, identity, engine)?;
            " NOT NULL AUTO_INCREMENT".to_owned()
        }
        (None, Some(generated)) if engine.generates_not_null() => {
            format!("{generated}{}", shared::not_null(column))
        }
        (None, Some(generated)) => {
            if !column.nullable {
                check += &format!(" CHECK ({name} IS NOT NULL)");
            }
            generated
        }
        (None, None) => {
            let on_update = engine.on_update(column);
            format!("{}{default}{on_update}", shared::not_null(column))
        }
    };
    let collation = shared::collation(table, column, engine)?;
    let comment = match &column.comment {
        Some(text) => format!(" COMMENT {}", comment::of_column(engine.dialect(), text)?),
        None => String::new(),
    };
    Ok(format!(
        "{name} {}{collation}{value}{comment}{check}",
        storage.sql
    ))
}

/// ` ON UPDATE ..`, where the schema says the moment as SQL. Anything else is done by the runtime's
/// statements: MySQL has no other.
pub(super) fn on_update(column: &Column, dialect: Dialect) -> String {
    const MOMENTS: [&str; 3] = ["current_timestamp", "localtime", "now("];
    let Some(SqlDefault::Expression(sql)) = &column.on_update else {
        return String::new();
    };
    let is_moment = |sql: &&String| {
        let sql = sql.to_ascii_lowercase();
        MOMENTS.iter().any(|moment| sql.starts_with(moment))
    };
    let sql = sql.get(dialect).filter(is_moment);
    sql.map_or_else(String::new, |sql| format!(" ON UPDATE {sql}"))
}

fn check_identity(
    table: Table<'_>,
    column: &Column,
    identity: &Identity,
    engine: &Mysql,
) -> Result<(), RenderError> {
    let unsupported = |feature: &str, help: &str| {
        let place = place::column(table, column);
        Err(place::unsupported(place, engine.dialect(), feature, help))
    };
    if identity.increment.is_some_and(|n| n != 1) {
        let help = "leave out `increment`; the server's auto_increment_increment rules all tables";
        return unsupported("increment of one counter", help);
    }
    let at = |id: Option<&ormolu_schema::ir::ColumnId>| {
        id.is_some_and(|id| table.model().column(*id) == column)
    };
    let leads = at(table.primary_key.columns.first())
        || table
            .uniques
            .iter()
            .any(|unique| at(unique.columns.first()));
    if !leads {
        let help = "put the column first in the primary key, or make it unique";
        return unsupported("counter that leads no key", help);
    }
    if table
        .columns
        .iter()
        .filter(|other| other.identity.is_some())
        .count()
        > 1
    {
        return unsupported("second counter in a table", "keep one identity");
    }
    Ok(())
}
