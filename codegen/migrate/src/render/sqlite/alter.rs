//! What SQLite can change in place: columns that come and go.

use ormolu_schema::ir::{Dialect, ForeignKey};

use super::{Sqlite, column};
use crate::error::RenderError;
use crate::operation::{AlterTable, Change};
use crate::render::{foreign_key, place, quote};

pub(super) fn render(alter: &AlterTable<'_>) -> Result<Vec<String>, RenderError> {
    let table = quote::table(Dialect::Sqlite, &alter.after.table)?;
    let mut out = Vec::new();
    for change in &alter.changes {
        match change {
            Change::DropColumn(column) => {
                let column = quote::name(Dialect::Sqlite, &column.name)?;
                out.push(format!("ALTER TABLE {table} DROP COLUMN {column}"));
            }
            Change::AddColumn(add) => {
                let line = column::render(alter.after, add.column)?;
                let key = match own_key(alter, &add.column.name) {
                    Some(key) => format!(
                        " CONSTRAINT {} {}",
                        quote::name(Dialect::Sqlite, &key.name)?,
                        foreign_key::references(alter.after, key, &Sqlite)?
                    ),
                    None => String::new(),
                };
                out.push(format!("ALTER TABLE {table} ADD COLUMN {line}{key}"));
            }
            other => {
                return Err(place::unsupported(
                    place::table(alter.after),
                    Dialect::Sqlite,
                    format!("ALTER TABLE to {other}"),
                    "rebuild the table",
                ));
            }
        }
    }
    Ok(out)
}

/// The foreign key of this column alone, which comes with it.
fn own_key<'s>(alter: &AlterTable<'s>, column: &str) -> Option<&'s ForeignKey> {
    let after = alter.after.model();
    let id = after.column_named(column)?;
    after.foreign_keys.iter().find(|key| key.columns == [id])
}
