use ormolu_schema::ir::Dialect;

use super::comment;
use crate::error::RenderError;
use crate::operation::{AlterTable, Table};
use crate::render::{place, quote};

/// Engine and character set, given or usual, then the table's other options and its comment.
pub(super) fn tail(table: Table<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let start = table
        .columns
        .iter()
        .find_map(|column| column.identity.as_ref()?.start);
    let mut tail = options(table)?;
    if let Some(start) = start {
        tail += &format!(" AUTO_INCREMENT={start}");
    }
    if let Some(text) = &table.comment {
        tail += &format!("\n  COMMENT={}", comment::of_table(dialect, text)?);
    }
    Ok(tail)
}

/// What is said to a table that is there. Its counter is not touched.
pub(super) fn changed(alter: &AlterTable<'_>, dialect: Dialect) -> Result<String, RenderError> {
    let mut clauses = Vec::new();
    let options = (options(alter.before)?, options(alter.after)?);
    if options.0 != options.1 {
        clauses.push(options.1.trim().to_owned());
    }
    if alter.before.comment != alter.after.comment {
        let text = alter.after.model().comment.as_deref().unwrap_or_default();
        clauses.push(format!("COMMENT={}", comment::of_table(dialect, text)?));
    }
    Ok(clauses.join(", "))
}

fn options(table: Table<'_>) -> Result<String, RenderError> {
    let mut engine = "InnoDB";
    let mut charset = "utf8mb4";
    let mut others = Vec::new();
    for (key, value) in &table.options.mysql {
        quote::no_nul(&place::table(table), key)?;
        quote::no_nul(&place::table(table), value)?;
        match key.to_uppercase().replace('_', " ").as_str() {
            "ENGINE" => engine = value,
            "CHARSET" | "CHARACTER SET" | "DEFAULT CHARSET" => charset = value,
            "COLLATION" | "COLLATE" => others.push(format!("COLLATE={value}")),
            _ => others.push(format!("{}={value}", key.to_uppercase())),
        }
    }
    let mut tail = format!(" ENGINE={engine} DEFAULT CHARSET={charset}");
    for option in others {
        tail += &format!(" {option}");
    }
    Ok(tail)
}
