//! Triggers after each kind of write, for none of SQLite changes what is being written.

use ormolu_schema::ir::Dialect;

use super::Mirror;
use crate::error::RenderError;
use crate::render::quote;

const SQLITE: Dialect = Dialect::Sqlite;

pub(super) fn keep_in_step(mirror: &Mirror<'_>) -> Result<Vec<String>, RenderError> {
    let (old, new) = (
        quote::name(SQLITE, mirror.old)?,
        quote::name(SQLITE, mirror.new)?,
    );
    let (forward, backward) = (
        mirror.forward("NEW.", SQLITE)?,
        mirror.backward("NEW.", SQLITE)?,
    );
    let table = quote::table(SQLITE, &mirror.table.table)?;
    let row = row(mirror)?;
    // Collations find texts equal that differ by case.
    let is = |a: &str, b: &str, not: &str| match mirror.is_text() {
        true => format!("{a} COLLATE BINARY IS {not}{b}"),
        false => format!("{a} IS {not}{b}"),
    };
    let new_changed = |not: &str| is(&format!("NEW.{new}"), &format!("OLD.{new}"), not);
    let old_changed = is(&format!("NEW.{old}"), &format!("OLD.{old}"), "NOT ");
    let new_differs = is(&format!("NEW.{new}"), &forward, "NOT ");
    let old_differs = is(&format!("NEW.{old}"), &backward, "NOT ");
    let abort = format!(
        "SELECT RAISE(ABORT, {})",
        quote::text(SQLITE, &mirror.refusal())?
    );
    let refused = match mirror.is_required() {
        true => format!("    {abort} WHERE NEW.{old} IS NULL AND NEW.{new} IS NULL;\n"),
        false => String::new(),
    };
    let [insert, by_new, by_old, none] = names(mirror)?;
    let mut out = vec![
        format!(
            "CREATE TRIGGER {insert} AFTER INSERT ON {table}\n\
             WHEN NEW.{old} IS NULL OR NEW.{new} IS NULL\n\
             BEGIN\n\
             {refused}    \
             UPDATE {table} SET {old} = coalesce(NEW.{old}, {backward}), \
             {new} = coalesce(NEW.{new}, {forward}) WHERE {row};\n\
             END"
        ),
        format!(
            "CREATE TRIGGER {by_new} AFTER UPDATE OF {new} ON {table}\n\
             WHEN {} AND {new_differs}\n\
             BEGIN\n    \
             UPDATE {table} SET {old} = {backward} WHERE {row};\n\
             END",
            new_changed("NOT ")
        ),
        format!(
            "CREATE TRIGGER {by_old} AFTER UPDATE OF {old} ON {table}\n\
             WHEN {} AND {old_changed} AND {old_differs}\n\
             BEGIN\n    \
             UPDATE {table} SET {new} = {forward} WHERE {row};\n\
             END",
            new_changed("")
        ),
    ];
    if mirror.is_required() {
        out.push(format!(
            "CREATE TRIGGER {none} BEFORE UPDATE OF {old}, {new} ON {table}\n\
             WHEN (NEW.{old} IS NULL AND OLD.{old} IS NOT NULL) \
             OR (NEW.{new} IS NULL AND OLD.{new} IS NOT NULL)\n\
             BEGIN\n    \
             {abort};\n\
             END"
        ));
    }
    Ok(out)
}

pub(super) fn let_go(mirror: &Mirror<'_>) -> Result<Vec<String>, RenderError> {
    let names = names(mirror)?;
    let there = if mirror.is_required() { 4 } else { 3 };
    let drops = names
        .iter()
        .take(there)
        .map(|name| format!("DROP TRIGGER {name}"));
    Ok(drops.collect())
}

/// The row that was written.
fn row(mirror: &Mirror<'_>) -> Result<String, RenderError> {
    let key = &mirror.table.model().primary_key.columns;
    let mut terms = Vec::with_capacity(key.len());
    for name in mirror.table.column_names(key) {
        let name = quote::name(SQLITE, name)?;
        terms.push(format!("{name} = NEW.{name}"));
    }
    Ok(terms.join(" AND "))
}

fn names(mirror: &Mirror<'_>) -> Result<[String; 4], RenderError> {
    let name = |event: &str| quote::name(SQLITE, &format!("{}_{event}", mirror.name));
    Ok([name("insert")?, name("new")?, name("old")?, name("none")?])
}
