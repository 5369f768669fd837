use ormolu_schema::ir::{ColumnId, Dialect, View};

use super::{place, quote};
use crate::error::RenderError;
use crate::operation::{CreateView, DropView, Table};

/// CREATE VIEW. The columns are named, for a query may leave their names to the engine.
pub(super) fn create(create: &CreateView<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let table = create.table;
    let place = format!("view `{}`", table.table.name);
    let missing = || RenderError::MissingExpression {
        place: place.clone(),
        what: "query",
        dialect,
    };
    let query = create.view.query.get(dialect).ok_or_else(missing)?;
    quote::no_nul(&place, query)?;
    let all: Vec<ColumnId> = (0..table.columns.len()).map(ColumnId).collect();
    Ok(format!(
        "CREATE {} {} ({}) AS\n{}",
        keyword(create.view, table, dialect)?,
        quote::table(dialect, &table.table)?,
        quote::columns(dialect, table, &all)?,
        query.trim(),
    ))
}

/// DROP VIEW.
pub(super) fn drop(drop: &DropView<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let keyword = keyword(drop.view, drop.table, dialect)?;
    let name = quote::table(dialect, &drop.table.table)?;
    Ok(format!("DROP {keyword} {name}"))
}

/// What the view is called where it is made, dropped or commented.
pub(super) fn keyword(
    view: &View,
    table: Table<'_>,
    dialect: Dialect,
) -> Result<&'static str, RenderError> {
    match (view.materialized, dialect) {
        (false, _) => Ok("VIEW"),
        (true, Dialect::Postgres) => Ok("MATERIALIZED VIEW"),
        (true, _) => Err(place::unsupported(
            format!("view `{}`", table.table.name),
            dialect,
            "materialized views",
            "make it a plain view",
        )),
    }
}
