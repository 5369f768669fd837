//! ALTER TABLE: the changes of a table in one statement, with what has to be done before and
//! after it.

use ormolu_schema::ir::{Dialect, Timing};

use super::{Postgres, column, comment, table};
use crate::error::RenderError;
use crate::operation::{AlterColumn, AlterTable, Change, Comment, Commented, Table};
use crate::render::{constraint, quote};

pub(super) fn render(alter: &AlterTable<'_>) -> Result<Vec<String>, RenderError> {
    let mut lines = Lines::default();
    for change in &alter.changes {
        self::change(alter, change, &mut lines)?;
    }
    let table = quote::table(Dialect::Postgres, &alter.after.table)?;
    let mut out = lines.renames;
    let statement = |clauses: &[String]| match clauses {
        [] => None,
        [one] if !one.contains('\n') => Some(format!("ALTER TABLE {table} {one}")),
        many => Some(format!("ALTER TABLE {table}\n    {}", many.join(",\n    "))),
    };
    out.extend(statement(&lines.first));
    if !lines.updates.is_empty() {
        out.extend(lines.updates);
        if has_deferred_keys(alter.after) {
            // Or the checks that wait for COMMIT would stand in the way.
            out.push("SET CONSTRAINTS ALL IMMEDIATE".to_owned());
        }
    }
    out.extend(statement(&lines.clauses));
    out.extend(statement(&lines.last));
    out.extend(lines.comments);
    Ok(out)
}

#[derive(Default)]
struct Lines {
    /// New names, which stand alone.
    renames: Vec<String>,
    /// What must be gone before.
    first: Vec<String>,
    /// Values for NULLs.
    updates: Vec<String>,
    clauses: Vec<String>,
    /// What rows that are there needed, and new ones do not.
    last: Vec<String>,
    comments: Vec<String>,
}

fn change(
    alter: &AlterTable<'_>,
    change: &Change<'_>,
    lines: &mut Lines,
) -> Result<(), RenderError> {
    let (before, after) = (alter.before, alter.after);
    let name = |name: &str| quote::name(Dialect::Postgres, name);
    let table = quote::table(Dialect::Postgres, &after.table)?;
    let rename = |from: &str, to: &str| {
        let (from, to) = (name(from)?, name(to)?);
        Ok(format!(
            "ALTER TABLE {table} RENAME CONSTRAINT {from} TO {to}"
        ))
    };
    let drop = |constraint: &str| Ok(format!("DROP CONSTRAINT {}", name(constraint)?));
    match change {
        Change::DropPrimaryKey => lines.clauses.push(drop(&before.primary_key.name)?),
        Change::DropUnique(unique) => lines.clauses.push(drop(&unique.name)?),
        Change::DropCheck(check) => lines.first.push(drop(&check.name)?),
        Change::DropColumn(column) => {
            lines
                .clauses
                .push(format!("DROP COLUMN {}", name(&column.name)?));
        }
        Change::RenamePrimaryKey => {
            let (from, to) = (&before.primary_key.name, &after.primary_key.name);
            lines.renames.push(rename(from, to)?);
        }
        Change::RenameUnique(from, to) => lines.renames.push(rename(&from.name, &to.name)?),
        Change::RenameCheck(from, to) => lines.renames.push(rename(&from.name, &to.name)?),
        Change::RenameForeignKey(from, to) => lines.renames.push(rename(from, to)?),
        Change::RenameStorageCheck(from, to) => lines.renames.push(rename(from, to)?),
        Change::AlterColumn(column) => alter_column(alter, column, lines)?,
        Change::AddColumn(add) => {
            let mut line = format!("ADD COLUMN {}", column::render(after, add.column)?);
            if let Some(fill) = &add.fill {
                line += &format!(" DEFAULT {fill}");
                let column = name(&add.column.name)?;
                lines
                    .last
                    .push(format!("ALTER COLUMN {column} DROP DEFAULT"));
            }
            lines.clauses.push(line);
            if let Some(text) = &add.column.comment {
                let on = Commented::Column(after, add.column);
                let text = Some(text.as_str());
                lines.comments.push(comment::render(&Comment { on, text })?);
            }
        }
        Change::AddPrimaryKey => {
            let key = constraint::primary_key(after, &Postgres)?;
            lines.clauses.extend(key.map(|key| format!("ADD {key}")));
        }
        Change::AddUnique(unique) => {
            let unique = constraint::unique(after, unique, &Postgres)?;
            lines.clauses.push(format!("ADD {unique}"));
        }
        Change::AddCheck(check) => {
            let check = constraint::check(after, check, &Postgres)?;
            lines
                .clauses
                .extend(check.map(|check| format!("ADD {check}")));
        }
        Change::Options => options(alter, lines)?,
    }
    Ok(())
}

fn alter_column(
    alter: &AlterTable<'_>,
    change: &AlterColumn<'_>,
    lines: &mut Lines,
) -> Result<(), RenderError> {
    let (from, to) = (&change.from, &change.to);
    let column = quote::name(Dialect::Postgres, &change.after.name)?;
    let table = quote::table(Dialect::Postgres, &alter.after.table)?;
    let say = |what: String| format!("ALTER COLUMN {column} {what}");
    let has_default = !from.default.is_empty();
    if from.check != to.check && !from.check.is_empty() {
        let name = quote::name(Dialect::Postgres, &change.check_name)?;
        lines.first.push(format!("DROP CONSTRAINT {name}"));
    }
    if change.changes_type() && has_default {
        lines.first.push(say("DROP DEFAULT".to_owned()));
    }
    let fill = change.fill.as_ref();
    if let Some(fill) = fill.filter(|_| !change.changes_type()) {
        lines.updates.push(format!(
            "UPDATE {table} SET {column} = {fill} WHERE {column} IS NULL"
        ));
    }
    if change.changes_type() {
        let using = match (&change.using, &change.fill) {
            (None, None) => String::new(),
            (Some(using), None) => format!(" USING {using}"),
            // What stands for NULL is of the new type.
            (using, Some(fill)) => {
                let value = using.as_ref().unwrap_or(&column);
                format!(" USING coalesce({value}, {fill})")
            }
        };
        let collation = match to.collation.as_str() {
            "" if !from.collation.is_empty() => " COLLATE \"default\"",
            given => given,
        };
        lines
            .clauses
            .push(say(format!("TYPE {}{collation}{using}", to.storage)));
    }
    if from.identity != to.identity {
        identity(alter.after, change, lines)?;
    }
    match (from.nullable, to.nullable) {
        (true, false) => lines.clauses.push(say("SET NOT NULL".to_owned())),
        (false, true) => lines.clauses.push(say("DROP NOT NULL".to_owned())),
        _ => {}
    }
    if to.default.is_empty() {
        if has_default && !change.changes_type() {
            lines.clauses.push(say("DROP DEFAULT".to_owned()));
        }
    } else if from.default != to.default || change.changes_type() {
        lines.clauses.push(say(format!("SET{}", to.default)));
    }
    if from.check != to.check && !to.check.is_empty() {
        lines.clauses.push(format!("ADD{}", to.check));
    }
    if from.comment != to.comment {
        let on = Commented::Column(alter.after, change.after);
        let text = to.comment.as_deref();
        lines.comments.push(comment::render(&Comment { on, text })?);
    }
    Ok(())
}

fn identity(
    table: Table<'_>,
    change: &AlterColumn<'_>,
    lines: &mut Lines,
) -> Result<(), RenderError> {
    let column = quote::name(Dialect::Postgres, &change.after.name)?;
    let say = |what: String| format!("ALTER COLUMN {column} {what}");
    let (from, to) = (&change.from.identity, &change.to.identity);
    match (from, to) {
        (Some(_), Some(to)) => {
            let kind = if to.always { "ALWAYS" } else { "BY DEFAULT" };
            let start = to.start.unwrap_or(1);
            let increment = to.increment.unwrap_or(1);
            lines.clauses.push(say(format!(
                "SET GENERATED {kind} SET START WITH {start} SET INCREMENT BY {increment}"
            )));
        }
        (None, Some(to)) => {
            if !change.from.default.is_empty() && !change.changes_type() {
                lines.first.push(say("DROP DEFAULT".to_owned()));
            }
            if change.from.nullable {
                lines.first.push(say("SET NOT NULL".to_owned()));
            }
            lines
                .clauses
                .push(say(format!("ADD{}", column::identity_clause(to))));
            let name = quote::table(Dialect::Postgres, &table.table)?;
            let sequence = format!(
                "pg_get_serial_sequence({}, {})",
                quote::text(Dialect::Postgres, &name)?,
                quote::text(Dialect::Postgres, &change.after.name)?
            );
            // The counter goes on behind the rows that are there.
            lines.comments.push(format!(
                "SELECT setval({sequence}, max({column})) FROM {name} HAVING max({column}) > 0"
            ));
        }
        (Some(_), None) => lines.clauses.push(say("DROP IDENTITY".to_owned())),
        (None, None) => {}
    }
    Ok(())
}

/// Storage parameters, whether the table is logged, and its comment.
fn options(alter: &AlterTable<'_>, lines: &mut Lines) -> Result<(), RenderError> {
    let (before, after) = (&alter.before.options, &alter.after.options);
    let gone = before.postgres.keys();
    let gone: Vec<&str> = gone
        .filter(|key| !after.postgres.contains_key(*key))
        .map(String::as_str)
        .collect();
    if !gone.is_empty() {
        lines.clauses.push(format!("RESET ({})", gone.join(", ")));
    }
    if before.postgres != after.postgres && !after.postgres.is_empty() {
        let words = table::tail(alter.after)?;
        lines
            .clauses
            .push(format!("SET{}", words.trim_start_matches(" WITH")));
    }
    match (before.postgres_unlogged, after.postgres_unlogged) {
        (true, false) => lines.clauses.push("SET LOGGED".to_owned()),
        (false, true) => lines.clauses.push("SET UNLOGGED".to_owned()),
        _ => {}
    }
    if alter.before.comment != alter.after.comment {
        let on = Commented::Table(alter.after);
        let text = alter.after.model().comment.as_deref();
        lines.comments.push(comment::render(&Comment { on, text })?);
    }
    Ok(())
}

/// Whether a check of a key that has to do with the table may wait for COMMIT.
fn has_deferred_keys(table: Table<'_>) -> bool {
    let schema = table.schema;
    let at_commit = |timing: Timing| timing == Timing::AtCommit;
    if at_commit(table.primary_key.timing)
        || table.uniques.iter().any(|unique| at_commit(unique.timing))
        || table
            .indexes
            .iter()
            .any(|index| index.exclusion.is_some_and(at_commit))
    {
        return true;
    }
    let mut keys = schema
        .models()
        .flat_map(|(owner, model)| model.foreign_keys.iter().map(move |key| (owner, key)));
    keys.any(|(owner, key)| {
        at_commit(key.timing) && (owner == table.id || schema.table_of(key.target) == table.id)
    })
}

/// The name that PostgreSQL gives to the check of a column: both names, cut to 63 bytes in all.
pub(crate) fn storage_check(table: &str, column: &str) -> String {
    const ROOM: usize = 63 - "__check".len();
    let (mut first, mut second) = (table, column);
    let shorter = |text: &'_ str| {
        let mut end = text.len() - 1;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        end
    };
    while first.len() + second.len() > ROOM {
        if first.len() > second.len() {
            first = &first[..shorter(first)];
        } else {
            second = &second[..shorter(second)];
        }
    }
    format!("{first}_{second}_check")
}
