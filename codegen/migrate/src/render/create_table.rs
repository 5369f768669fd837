use ormolu_schema::ir::Column;

use super::engine::Engine;
use super::{expression, foreign_key, place, quote};
use crate::error::RenderError;
use crate::operation::{CreateTable, Table};

const INDENT: &str = "    ";

/// CREATE TABLE with a line for each column and constraint.
pub(super) fn render(
    create: &CreateTable<'_>,
    engine: &impl Engine,
) -> Result<String, RenderError> {
    let table = create.table;
    let mut entries = columns(table, engine)?;
    entries.extend(constraints(table, engine)?.into_iter().map(Entry::from));
    for key in &create.foreign_keys {
        entries.push(foreign_key::constraint(table, key, engine)?.into());
    }
    let mut sql = format!(
        "CREATE {} {} (\n",
        engine.table_keyword(table),
        quote::table(engine.dialect(), &table.table)?
    );
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
    let dialect = engine.dialect();
    let mut lines = Vec::new();
    let key = &table.primary_key;
    if !key.columns.is_empty() && !engine.primary_key_inline(table) {
        let columns = quote::columns(dialect, table, &key.columns)?;
        engine.key_columns(table, "primary key", &key.name, &key.columns)?;
        lines.push(format!(
            "{}PRIMARY KEY ({columns})",
            engine.primary_key_name(&key.name)?
        ));
    }
    for unique in &table.uniques {
        let columns = quote::columns(dialect, table, &unique.columns)?;
        engine.key_columns(table, "unique constraint", &unique.name, &unique.columns)?;
        let name = quote::name(dialect, &unique.name)?;
        lines.push(format!(
            "CONSTRAINT {name} {}",
            engine.unique(table, unique, &columns)?
        ));
    }
    for check in &table.checks {
        // A check given by dialect is only for the dialects it names.
        let place = place::part(table, "check", &check.name);
        let condition = expression::over_columns(&check.expression, dialect, table, &place)?;
        if let Some(condition) = condition {
            let name = quote::name(dialect, &check.name)?;
            lines.push(format!("CONSTRAINT {name} CHECK {condition}"));
        }
    }
    Ok(lines)
}
