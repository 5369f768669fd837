use ormolu_schema::ir::{Column, Dialect, Identity};

use super::Postgres;
use crate::error::RenderError;
use crate::operation::Table;
use crate::render::{column as shared, default, place, quote};

pub(super) fn render(table: Table<'_>, column: &Column) -> Result<String, RenderError> {
    let name = quote::name(Dialect::Postgres, &column.name)?;
    let storage = shared::storage(table, column, &Postgres)?;
    if column.generated.as_ref().is_some_and(|g| !g.stored) {
        let place = place::column(table, column);
        let help = "make the column stored";
        let feature = "virtual generated columns before version 18";
        return Err(place::unsupported(place, Dialect::Postgres, feature, help));
    }
    let value = match (
        &column.identity,
        shared::generated(table, column, &Postgres)?,
    ) {
        (Some(identity), _) => identity_clause(identity),
        (None, Some(generated)) => format!("{generated}{}", shared::not_null(column)),
        (None, None) => {
            format!(
                "{}{}",
                shared::not_null(column),
                default::clause(table, column, &Postgres)?
            )
        }
    };
    let collation = shared::collation(table, column, &Postgres)?;
    let check = shared::check(&storage);
    Ok(format!("{name} {}{collation}{value}{check}", storage.sql))
}

/// An identity column is NOT NULL by itself.
pub(super) fn identity_clause(identity: &Identity) -> String {
    let kind = if identity.always {
        "ALWAYS"
    } else {
        "BY DEFAULT"
    };
    let start = identity.start.map(|n| format!("START WITH {n}"));
    let increment = identity.increment.map(|n| format!("INCREMENT BY {n}"));
    let options: Vec<String> = start.into_iter().chain(increment).collect();
    match options.join(" ") {
        options if options.is_empty() => format!(" GENERATED {kind} AS IDENTITY"),
        options => format!(" GENERATED {kind} AS IDENTITY ({options})"),
    }
}
