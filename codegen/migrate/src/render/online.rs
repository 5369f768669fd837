//! What is done while others go on writing.

use ormolu_schema::ir::Dialect;

use super::engine::Engine;
use super::{constraint, foreign_key, index, quote};
use crate::error::RenderError;
use crate::operation::{Online, Table};

/// How many rows are filled at a time.
pub(super) const BATCH: u32 = 5000;

pub(super) fn render(
    online: &Online<'_>,
    engine: &impl Engine,
) -> Result<Vec<String>, RenderError> {
    let dialect = engine.dialect();
    let postgres = dialect == Dialect::Postgres;
    let name = |name: &str| quote::name(dialect, name);
    let table = |table: &Table<'_>| quote::table(dialect, &table.model().table);
    Ok(match online {
        Online::LockTimeout if postgres => vec!["SET lock_timeout = '5s'".to_owned()],
        // The one is for tables, the other for rows.
        Online::LockTimeout => vec![
            "SET SESSION lock_wait_timeout = 5, SESSION innodb_lock_wait_timeout = 5".to_owned(),
        ],
        Online::CreateIndex(create) => {
            let sql = index::render(create, engine)?;
            sql.map(|sql| created(&sql, postgres)).into_iter().collect()
        }
        Online::DropIndex(drop) => {
            let sql = engine.drop_index(drop)?;
            // Elsewhere an index goes in no time.
            vec![match postgres {
                true => sql.replacen("DROP INDEX ", "DROP INDEX CONCURRENTLY ", 1),
                false => sql,
            }]
        }
        Online::AddUnique(of, unique) => {
            let columns = quote::columns(dialect, *of, &unique.columns)?;
            let nulls = match unique.nulls_equal {
                true => " NULLS NOT DISTINCT",
                false => "",
            };
            let timing = constraint::timing(unique.timing);
            let (table, unique) = (table(of)?, name(&unique.name)?);
            vec![
                format!("CREATE UNIQUE INDEX CONCURRENTLY {unique} ON {table} ({columns}){nulls}"),
                format!(
                    "ALTER TABLE {table} ADD CONSTRAINT {unique} UNIQUE USING INDEX {unique}{timing}"
                ),
            ]
        }
        Online::AddForeignKey(add) => {
            vec![format!("{} NOT VALID", foreign_key::add(add, engine)?)]
        }
        Online::AddCheck(of, check) => {
            let check = constraint::check(*of, check, engine)?;
            let table = table(of)?;
            let add = |check| format!("ALTER TABLE {table} ADD {check} NOT VALID");
            check.map(add).into_iter().collect()
        }
        Online::Validate(of, constraint) => {
            vec![format!(
                "ALTER TABLE {} VALIDATE CONSTRAINT {}",
                table(of)?,
                name(constraint)?
            )]
        }
        Online::Backfill {
            table: of,
            column,
            fill,
        } => {
            let (table, column) = (table(of)?, name(column)?);
            let update = format!("UPDATE {table} SET {column} = {fill} WHERE");
            vec![match postgres {
                true => format!(
                    "{update} ctid IN (SELECT ctid FROM {table} WHERE {column} IS NULL \
                     LIMIT {BATCH})"
                ),
                false => format!("{update} {column} IS NULL LIMIT {BATCH}"),
            }]
        }
        Online::ExpectValue(of, column) => {
            let (help, quoted) = (name(&help(of, column))?, name(column)?);
            let check = format!("CONSTRAINT {help} CHECK ({quoted} IS NOT NULL)");
            vec![format!("ALTER TABLE {} ADD {check} NOT VALID", table(of)?)]
        }
        Online::ValidateValue(of, column) => {
            let help = name(&help(of, column))?;
            vec![format!(
                "ALTER TABLE {} VALIDATE CONSTRAINT {help}",
                table(of)?
            )]
        }
        Online::ForgetValue(of, column) => {
            let help = name(&help(of, column))?;
            vec![format!("ALTER TABLE {} DROP CONSTRAINT {help}", table(of)?)]
        }
    })
}

/// Words are indexed under a lock only.
fn created(sql: &str, postgres: bool) -> String {
    match postgres {
        true => sql.replacen(" INDEX ", " INDEX CONCURRENTLY ", 1),
        false if sql.starts_with("CREATE FULLTEXT") || sql.starts_with("CREATE SPATIAL") => {
            sql.to_owned()
        }
        false => format!("{sql} ALGORITHM=INPLACE LOCK=NONE"),
    }
}

/// The check that stands for NOT NULL for a while. Where the column's name is long, its beginning
/// and its place in the table.
fn help(table: &Table<'_>, column: &str) -> String {
    let short: String = column.chars().take(12).collect();
    let mut columns = table.model().columns.iter();
    let place = columns.position(|other| other.name == column);
    match place.filter(|_| short != column) {
        Some(place) => format!("ormolu_{short}_{}_is_there", place + 1),
        None => format!("ormolu_{short}_is_there"),
    }
}
