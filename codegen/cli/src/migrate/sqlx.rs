//! Files for sqlx's own migrator.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ormolu::Dialect;
use ormolu::migrate::{Direction, Migration, Walk};
use ormolu::serde_json::json;

use super::done::Done;
use super::folder::{self, found};
use crate::Failure;

/// Writes both ways of each migration. What is in the folder already may be applied somewhere: a
/// file that would change is refused.
pub(crate) fn write(walk: &Walk<'_>, dialect: Dialect, out: &Path) -> Result<Done, Failure> {
    let mut files = BTreeMap::new();
    let mut versions = BTreeMap::new();
    for migration in &walk.migrations {
        let (version, name) = named(migration.id())?;
        if let Some(other) = versions.insert(version.clone(), migration.id()) {
            let id = migration.id();
            return Err(found(format!(
                "{other} and {id} have one time, and sqlx goes by that"
            )));
        }
        for (direction, way) in [(Direction::Up, "up"), (Direction::Down, "down")] {
            if direction == Direction::Down && migration.why_irreversible().is_some() {
                continue;
            }
            let text = text(migration, direction, dialect)?;
            files.insert(out.join(format!("{version}_{name}.{way}.sql")), text);
        }
    }
    for (path, text) in &files {
        if fs::read_to_string(path).is_ok_and(|there| there != *text) {
            let path = path.display();
            return Err(found(format!(
                "{path} is there and would change; sqlx refuses changed files"
            )));
        }
    }
    fs::create_dir_all(out)
        .map_err(|error| Failure::Undone(format!("error: {}: {error}", out.display())))?;
    for (path, text) in &files {
        folder::write(path, text)?;
    }
    let paths: Vec<String> = files
        .keys()
        .map(|path| path.display().to_string())
        .collect();
    Ok(Done {
        text: format!("{} files in {}\n", files.len(), out.display()),
        json: json!({ "files": paths }),
    })
}

/// `20260301T120000_name` is version `20260301120000`.
fn named(id: &str) -> Result<(String, &str), Failure> {
    let (time, name) = id.split_once('_').unwrap_or((id, "migration"));
    let version: String = time.chars().filter(char::is_ascii_digit).collect();
    match version.parse::<i64>() {
        Ok(_) => Ok((version, name)),
        Err(_) => Err(found(format!("{id} has no time, and sqlx goes by that"))),
    }
}

fn text(migration: &Migration, direction: Direction, dialect: Dialect) -> Result<String, Failure> {
    let (in_transaction, text) = migration.plain_sql(direction, dialect).map_err(found)?;
    Ok(match in_transaction {
        true => text,
        // sqlx looks for it in the first line.
        false => format!("-- no-transaction\n{text}"),
    })
}
