use ormolu_schema::ir::Column;

use super::engine::Engine;
use super::{constraint, foreign_key, quote};
use crate::error::RenderError;
use crate::operation::{CreateTable, Table};

const INDENT: &str = "    ";

/// CREATE TABLE with a line for each column and constraint.
pub(super) fn render(
    create: &CreateTable<'_>,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let name = quote::table(engine.dialect(), &create.table.table)?;
    named(create, &name, engine)
}

/// CREATE TABLE under a name that is quoted.
pub(super) fn named(
    create: &CreateTable<'_>,
    name: &str,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let table = create.table;
    let mut entries = columns(table, engine)?;
    entries.extend(constraints(table, engine)?.into_iter().map(Entry::from));
    for key in &create.foreign_keys {
        entries.push(foreign_key::constraint(table, key, engine)?.into());
    }
    let mut sql = format!("CREATE {} {name} (\n", engine.table_keyword(table));
    for line in table
        .comment
        .iter()
        .filter_map(|c| engine.inner_comment(c))
        .flatten()
    {
        sql += &format!("{INDENT}{line}\n");
    }
    let last = entries.len().saturating_sub(1);
    for (at, entry) in entries.into_iter().enumerate() {
        for line in entry.comment {
            sql += &format!("{INDENT}{line}\n");
        }
        sql += &format!(
            "{INDENT}{}{}\n",
            entry.sql,
            if at == last { "" } else { "," }
        );
    }
    sql.push(')');
    sql += &engine.table_tail(table)?;
    Ok(sql)
}

/// A column or constraint with the comment above it.
struct Entry {
    comment: Vec<String>,
    sql: String,
}

impl From<String> for Entry {
    fn from(sql: String) -> Self {
        Entry {
            comment: Vec::new(),
            sql,
        }
    }
}

fn columns(table: Table<'_>, engine: &impl Engine) -> Result<Vec<Entry>, RenderError> {
    let entry = |column: &Column| {
        let comment = comment(column.comment.as_deref(), engine)?;
        Ok(Entry {
            comment,
            sql: engine.column(table, column)?,
        })
    };
    table.columns.iter().map(entry).collect()
}

/// The lines of a comment that is kept inside CREATE TABLE.
fn comment(text: Option<&str>, engine: &impl Engine) -> Result<Vec<String>, RenderError> {
    let text = text.unwrap_or_default();
    quote::no_nul("comment", text)?;
    Ok(engine.inner_comment(text).unwrap_or_default())
}

/// Primary key, unique constraints and checks.
fn constraints(table: Table<'_>, engine: &impl Engine) -> Result<Vec<String>, RenderError> {
    let mut lines = Vec::new();
    match engine.primary_key_inline(table) {
        true => _ = engine.primary_key_timing(table)?,
        false => lines.extend(constraint::primary_key(table, engine)?),
    }
    for unique in &table.uniques {
        lines.push(constraint::unique(table, unique, engine)?);
    }
    for check in &table.checks {
        lines.extend(constraint::check(table, check, engine)?);
    }
    Ok(lines)
}
