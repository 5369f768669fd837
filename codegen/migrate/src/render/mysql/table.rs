use ormolu_schema::ir::{Column, Dialect};

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
    let mut tail = String::new();
    for (key, value) in options(table)? {
        tail += &format!(" {key}={value}");
    }
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
    let (before, after) = (options(alter.before)?, options(alter.after)?);
    for (key, value) in after.iter().filter(|option| !before.contains(option)) {
        clauses.push(format!("{key}={value}"));
    }
    for (key, _) in &before {
        if after.iter().any(|(other, _)| other == key) || key == "AUTO_INCREMENT" {
            continue;
        }
        clauses.push(format!("{key}={}", unsaid(alter.after, key, dialect)?));
    }
    if alter.before.comment != alter.after.comment {
        let text = alter.after.model().comment.as_deref().unwrap_or_default();
        clauses.push(format!("COMMENT={}", comment::of_table(dialect, text)?));
    }
    Ok(clauses.join(", "))
}

/// What a text without a collation of its own has from its table. The engine works that out when
/// the column is made, and it does not follow the table by itself.
pub(super) fn inherited(
    table: Table<'_>,
    column: &Column,
    storage: &str,
    dialect: Dialect,
) -> Result<String, RenderError> {
    const TEXTS: [&str; 8] = [
        "char",
        "varchar",
        "tinytext",
        "text",
        "mediumtext",
        "longtext",
        "enum",
        "set",
    ];
    let own = column.collation.as_ref().and_then(|c| c.get(dialect));
    let storage = storage.to_ascii_lowercase();
    let word = storage.split(|c: char| !c.is_ascii_alphabetic()).next();
    let says = ["character set", "charset", "collate"];
    let is_text = word.is_some_and(|word| TEXTS.contains(&word));
    if own.is_some() || !is_text || says.iter().any(|said| storage.contains(said)) {
        return Ok(String::new());
    }
    let options = options(table)?.into_iter();
    let mut sets = options.filter(|(key, _)| key == CHARSET);
    Ok(sets.next().map(|(_, value)| value).unwrap_or_default())
}

const CHARSET: &str = "DEFAULT CHARSET";

/// The options in the order in which they are said. A collation is one of its character set, and
/// follows from that where it is not said: so the two are one option.
fn options(table: Table<'_>) -> Result<Vec<(String, String)>, RenderError> {
    let mut engine = "InnoDB";
    let mut charset = "utf8mb4";
    let mut collation = String::new();
    let mut others = Vec::new();
    for (key, value) in &table.options.mysql {
        quote::no_nul(&place::table(table), key)?;
        quote::no_nul(&place::table(table), value)?;
        match key.to_uppercase().replace('_', " ").as_str() {
            "ENGINE" => engine = value,
            "CHARSET" | "CHARACTER SET" | "DEFAULT CHARSET" => charset = value,
            "COLLATION" | "COLLATE" => collation = format!(" COLLATE={value}"),
            _ => others.push((key.to_uppercase(), value.clone())),
        }
    }
    let mut options = vec![
        ("ENGINE".to_owned(), engine.to_owned()),
        (CHARSET.to_owned(), format!("{charset}{collation}")),
    ];
    options.append(&mut others);
    Ok(options)
}

/// The value by which an option is as if nobody had said it.
fn unsaid(table: Table<'_>, key: &str, dialect: Dialect) -> Result<&'static str, RenderError> {
    match key {
        "ROW_FORMAT"
        | "PACK_KEYS"
        | "STATS_PERSISTENT"
        | "STATS_AUTO_RECALC"
        | "STATS_SAMPLE_PAGES"
        | "TRANSACTIONAL"
        | "PAGE_COMPRESSED"
        | "PAGE_COMPRESSION_LEVEL"
        | "ENCRYPTED"
        | "ENCRYPTION_KEY_ID" => Ok("DEFAULT"),
        "KEY_BLOCK_SIZE" | "AVG_ROW_LENGTH" | "MAX_ROWS" | "MIN_ROWS" | "CHECKSUM"
        | "DELAY_KEY_WRITE" | "AUTOEXTEND_SIZE" => Ok("0"),
        "CONNECTION" | "COMPRESSION" => Ok("''"),
        "ENCRYPTION" => Ok("'N'"),
        _ => Err(place::unsupported(
            place::table(table),
            dialect,
            format!("value for the option {key} that is as if it was not said"),
            "say the value it shall have instead of leaving it out",
        )),
    }
}
