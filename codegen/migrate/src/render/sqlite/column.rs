use ormolu_schema::ir::{Column, Dialect, Identity};

use super::{Sqlite, rowid_key};
use crate::error::RenderError;
use crate::operation::Table;
use crate::render::{column as shared, default, place, quote};

/// The type names a STRICT table knows.
const STRICT: [&str; 6] = ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"];

pub(super) fn render(table: Table<'_>, column: &Column) -> Result<String, RenderError> {
    let name = quote::name(Dialect::Sqlite, &column.name)?;
    if let Some(identity) = &column.identity {
        check_identity(table, column, identity)?;
        // Only this spelling makes the column the rowid, which SQLite counts up.
        let counted = match table.options.sqlite_autoincrement {
            true => " AUTOINCREMENT",
            false => "",
        };
        return Ok(format!("{name} INTEGER PRIMARY KEY{counted}"));
    }
    let storage = shared::storage(table, column, &Sqlite)?;
    let sql = &storage.sql;
    if table.options.is_strict(Dialect::Sqlite) && !STRICT.contains(&sql.to_uppercase().as_str()) {
        let feature = format!("type `{sql}` in a STRICT table");
        let help =
            "use INTEGER, REAL, TEXT, BLOB or ANY, or set the table's option `strict: false`";
        return Err(unsupported(table, column, feature, help));
    }
    let value = match shared::generated(table, column, &Sqlite)? {
        Some(generated) => format!("{generated}{}", shared::not_null(column)),
        None => {
            format!(
                "{}{}",
                shared::not_null(column),
                default::clause(table, column, &Sqlite)?
            )
        }
    };
    let collation = shared::collation(table, column, &Sqlite)?;
    Ok(format!(
        "{name} {sql}{collation}{value}{}",
        shared::check(&storage)
    ))
}

fn check_identity(
    table: Table<'_>,
    column: &Column,
    identity: &Identity,
) -> Result<(), RenderError> {
    let key = rowid_key(&table).map(|id| table.model().column(id));
    if key != Some(column) {
        let help = "make the column the whole primary key, or fill it in the program";
        return Err(unsupported(
            table,
            column,
            "counter but the primary key",
            help,
        ));
    }
    if table.options.sqlite_without_rowid {
        let help = "leave out `without_rowid`, or the identity";
        return Err(unsupported(
            table,
            column,
            "counter in a WITHOUT ROWID table",
            help,
        ));
    }
    if identity.start.is_some_and(|n| n != 1) || identity.increment.is_some_and(|n| n != 1) {
        let help = "leave out `start` and `increment`";
        return Err(unsupported(
            table,
            column,
            "start or increment of a counter",
            help,
        ));
    }
    Ok(())
}

fn unsupported(
    table: Table<'_>,
    column: &Column,
    feature: impl Into<String>,
    help: &str,
) -> RenderError {
    place::unsupported(place::column(table, column), Dialect::Sqlite, feature, help)
}
