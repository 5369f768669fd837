//! ALTER TABLE: the changes of a table in one statement, since each one of its own would copy
//! the table again.

use super::{Mysql, column, table};
use crate::error::RenderError;
use crate::operation::{AlterColumn, AlterTable, Change};
use crate::render::engine::Engine as _;
use crate::render::{constraint, quote};

pub(super) fn render(alter: &AlterTable<'_>, engine: &Mysql) -> Result<Vec<String>, RenderError> {
    let mut lines = Lines::default();
    for change in &alter.changes {
        self::change(alter, change, engine, &mut lines)?;
    }
    let table = quote::table(engine.dialect(), &alter.after.table)?;
    let statement = |clauses: &[String]| match clauses {
        [] => None,
        [one] if !one.contains('\n') => Some(format!("ALTER TABLE {table} {one}")),
        many => Some(format!("ALTER TABLE {table}\n    {}", many.join(",\n    "))),
    };
    let mut out = Vec::new();
    out.extend(statement(&lines.first));
    out.extend(lines.updates);
    out.extend(statement(&lines.clauses));
    out.extend(statement(&lines.last));
    Ok(out)
}

#[derive(Default)]
struct Lines {
    /// Room for values of another type.
    first: Vec<String>,
    /// Values.
    updates: Vec<String>,
    clauses: Vec<String>,
    /// What rows that are there needed, and new ones do not.
    last: Vec<String>,
}

fn change(
    alter: &AlterTable<'_>,
    change: &Change<'_>,
    engine: &Mysql,
    lines: &mut Lines,
) -> Result<(), RenderError> {
    let after = alter.after;
    let name = |name: &str| quote::name(engine.dialect(), name);
    let clauses = &mut lines.clauses;
    match change {
        Change::DropPrimaryKey => clauses.push("DROP PRIMARY KEY".to_owned()),
        Change::DropUnique(unique) => {
            clauses.push(format!("DROP INDEX {}", name(&unique.name)?));
        }
        Change::DropCheck(check) => {
            clauses.push(format!("DROP CONSTRAINT {}", name(&check.name)?));
        }
        Change::DropColumn(column) => clauses.push(format!("DROP COLUMN {}", name(&column.name)?)),
        // The name is always PRIMARY.
        Change::RenamePrimaryKey => {}
        Change::RenameUnique(from, to) => clauses.push(format!(
            "RENAME INDEX {} TO {}",
            name(&from.name)?,
            name(&to.name)?
        )),
        // Planned as one that goes and one that comes.
        Change::RenameCheck(..) | Change::RenameForeignKey(..) | Change::RenameStorageCheck(..) => {
        }
        Change::AlterColumn(column) => alter_column(alter, column, engine, lines)?,
        Change::AddColumn(add) => {
            let mut line = column::render(after, add.column, engine)?;
            if let Some(fill) = &add.fill {
                line = column::with_default(after, add.column, fill, engine)?;
                let column = name(&add.column.name)?;
                lines
                    .last
                    .push(format!("ALTER COLUMN {column} DROP DEFAULT"));
            }
            clauses.push(format!("ADD COLUMN {line}"));
        }
        Change::AddPrimaryKey => {
            let key = constraint::primary_key(after, engine)?;
            clauses.extend(key.map(|key| format!("ADD {key}")));
        }
        Change::AddUnique(unique) => {
            clauses.push(format!(
                "ADD {}",
                constraint::unique(after, unique, engine)?
            ));
        }
        Change::AddCheck(check) => {
            let check = constraint::check(after, check, engine)?;
            clauses.extend(check.map(|check| format!("ADD {check}")));
        }
        Change::Options => {
            let options = table::changed(alter, engine.dialect())?;
            clauses.extend(Some(options).filter(|options| !options.is_empty()));
        }
    }
    Ok(())
}

/// MODIFY COLUMN wants the whole column.
fn alter_column(
    alter: &AlterTable<'_>,
    change: &AlterColumn<'_>,
    engine: &Mysql,
    lines: &mut Lines,
) -> Result<(), RenderError> {
    let dialect = engine.dialect();
    let table = quote::table(dialect, &alter.after.table)?;
    let column = quote::name(dialect, &change.after.name)?;
    let line = column::render(alter.after, change.after, engine)?;
    if let Some(using) = &change.using {
        let room = quote::name(dialect, &format!("ormolu_new_{}", change.after.name))?;
        lines
            .first
            .push(format!("ADD COLUMN {room} {} NULL", change.to.storage));
        let value = match &change.fill {
            Some(fill) => format!("coalesce({using}, {fill})"),
            None => using.clone(),
        };
        lines
            .updates
            .push(format!("UPDATE {table} SET {room} = {value}"));
        lines.clauses.push(format!("DROP COLUMN {column}"));
        lines.clauses.push(format!("CHANGE COLUMN {room} {line}"));
        return Ok(());
    }
    if !change.values.is_empty() {
        values(change, &table, &column, engine, lines)?;
    }
    if let Some(fill) = &change.fill {
        if change.changes_type() && change.values.is_empty() {
            // What stands for NULL is of the new type.
            let (storage, collation) = (&change.to.storage, &change.to.collation);
            let first = format!("MODIFY COLUMN {column} {storage}{collation} NULL");
            lines.first.push(first);
        }
        lines.updates.push(format!(
            "UPDATE {table} SET {column} = {fill} WHERE {column} IS NULL"
        ));
    }
    lines.clauses.push(format!("MODIFY COLUMN {line}"));
    Ok(())
}

/// Stored values of an enumeration get their new text while the column takes both.
fn values(
    change: &AlterColumn<'_>,
    table: &str,
    column: &str,
    engine: &Mysql,
    lines: &mut Lines,
) -> Result<(), RenderError> {
    let dialect = engine.dialect();
    let null = if change.from.nullable {
        ""
    } else {
        " NOT NULL"
    };
    lines
        .first
        .push(format!("MODIFY COLUMN {column} VARCHAR(255){null}"));
    let mut cases = String::new();
    for (from, to) in &change.values {
        let (from, to) = (quote::text(dialect, from)?, quote::text(dialect, to)?);
        cases += &format!(" WHEN {from} THEN {to}");
    }
    lines.updates.push(format!(
        "UPDATE {table} SET {column} = CASE {column}{cases} ELSE {column} END"
    ));
    Ok(())
}
