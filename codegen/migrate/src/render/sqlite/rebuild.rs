//! A table made anew: the way to change what ALTER TABLE cannot.
//!
//! The checks of foreign keys are off meanwhile (a PRAGMA that works outside of transactions
//! only), or the rows that point at the table would be deleted with it.

use ormolu_schema::ir::Dialect;

use super::{Sqlite, parts};
use crate::error::RenderError;
use crate::operation::{CreateTable, RebuildTable};
use crate::render::{create_table, quote};

pub(in crate::render) fn render(rebuild: &RebuildTable<'_>) -> Result<Vec<String>, RenderError> {
    let after = rebuild.after();
    let name = quote::table(Dialect::Sqlite, &after.table)?;
    let new = quote::name(Dialect::Sqlite, &format!("ormolu_new_{}", after.table.name))?;
    let create = CreateTable {
        table: after,
        foreign_keys: after.model().foreign_keys.iter().collect(),
    };
    let mut out = vec![create_table::named(&create, &new, &Sqlite)?];
    if !rebuild.copy.is_empty() {
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for (column, value) in &rebuild.copy {
            columns.push(quote::name(Dialect::Sqlite, column)?);
            values.push(value.as_str());
        }
        out.push(format!(
            "INSERT INTO {new} ({})\nSELECT {}\nFROM {name}",
            columns.join(", "),
            values.join(", ")
        ));
    }
    out.extend(counter(rebuild)?);
    out.extend(parts::remember(rebuild)?);
    out.push(format!("DROP TABLE {name}"));
    // With it, what else names the table is neither read nor changed.
    out.push("PRAGMA legacy_alter_table = ON".to_owned());
    out.push(format!("ALTER TABLE {new} RENAME TO {name}"));
    out.push("PRAGMA legacy_alter_table = OFF".to_owned());
    out.extend(parts::expect());
    Ok(out)
}

/// The last key that was given, which may be that of a row that is gone.
fn counter(rebuild: &RebuildTable<'_>) -> Result<Vec<String>, RenderError> {
    let (before, after) = (rebuild.alter.before, rebuild.after());
    if !(before.options.sqlite_autoincrement && after.options.sqlite_autoincrement) {
        return Ok(Vec::new());
    }
    let old = quote::text(Dialect::Sqlite, &after.table.name)?;
    let new = quote::text(Dialect::Sqlite, &format!("ormolu_new_{}", after.table.name))?;
    Ok(vec![
        format!("DELETE FROM sqlite_sequence WHERE \"name\" = {new}"),
        format!(
            "INSERT INTO sqlite_sequence (\"name\", \"seq\")\nSELECT {new}, \"seq\"\n\
             FROM sqlite_sequence WHERE \"name\" = {old}"
        ),
    ])
}

/// `PRAGMA foreign_key_check` answers rows and fails never: a CHECK fails in its place.
pub(in crate::render) fn check_foreign_keys() -> Vec<String> {
    let all = "every foreign key has its target";
    vec![
        format!(
            "CREATE TEMP TABLE \"ormolu_broken_keys\" \
             (\"count\" INTEGER CONSTRAINT \"{all}\" CHECK (\"count\" = 0))"
        ),
        "INSERT INTO \"ormolu_broken_keys\" SELECT count(*) FROM pragma_foreign_key_check"
            .to_owned(),
        "DROP TABLE \"ormolu_broken_keys\"".to_owned(),
    ]
}
