//! All quoting. Nothing reaches the SQL unquoted but keywords, numbers and the user's own SQL.

use std::fmt::Write as _;

use ormolu_schema::ir::{ColumnId, Dialect, TableName, TooLong};

use crate::error::RenderError;
use crate::operation::Table;

/// A name of a table, column, constraint, index, type or collation.
pub(crate) fn name(dialect: Dialect, name: &str) -> Result<String, RenderError> {
    if name.trim_end().len() != name.len() || name.is_empty() {
        return Err(RenderError::BadName {
            name: name.to_owned(),
        });
    }
    no_nul("name", name)?;
    if let Some(TooLong {
        length,
        limit,
        unit,
    }) = dialect.too_long(name)
    {
        let name = name.to_owned();
        return Err(RenderError::NameTooLong {
            name,
            length,
            unit,
            limit,
            dialect,
        });
    }
    let mysql = dialect.family() == Dialect::Mysql;
    if mysql && name.chars().any(|c| c > '\u{FFFF}') {
        let name = name.to_owned();
        return Err(RenderError::NameBeyondBasicPlane { name, dialect });
    }
    Ok(dialect.quoted(name))
}

/// A name with its namespace.
pub(super) fn qualified(
    dialect: Dialect,
    namespace: Option<&str>,
    own: &str,
) -> Result<String, RenderError> {
    let own = name(dialect, own)?;
    Ok(match namespace {
        Some(namespace) => format!("{}.{own}", name(dialect, namespace)?),
        None => own,
    })
}

pub(crate) fn table(dialect: Dialect, table: &TableName) -> Result<String, RenderError> {
    qualified(dialect, table.namespace.as_deref(), &table.name)
}

/// Names with commas between.
pub(super) fn columns(
    dialect: Dialect,
    table: Table<'_>,
    ids: &[ColumnId],
) -> Result<String, RenderError> {
    let names: Result<Vec<_>, _> = ids
        .iter()
        .map(|id| name(dialect, &table.column(*id).name))
        .collect();
    Ok(names?.join(", "))
}

/// A text literal. MySQL's reading of a backslash is its default one, without
/// `NO_BACKSLASH_ESCAPES`.
pub(crate) fn text(dialect: Dialect, text: &str) -> Result<String, RenderError> {
    no_nul("text literal", text)?;
    let quoted = text.replace('\'', "''");
    Ok(match dialect.family() {
        Dialect::Mysql => format!("'{}'", quoted.replace('\\', "\\\\")),
        _ => format!("'{quoted}'"),
    })
}

/// Text literals with commas between.
pub(super) fn texts<'t>(
    dialect: Dialect,
    texts: impl Iterator<Item = &'t str>,
) -> Result<String, RenderError> {
    let quoted: Result<Vec<_>, _> = texts.map(|one| text(dialect, one)).collect();
    Ok(quoted?.join(", "))
}

/// A literal of bytes.
pub(super) fn bytes(dialect: Dialect, bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    match dialect {
        Dialect::Postgres => format!("'\\x{hex}'"),
        _ => format!("X'{hex}'"),
    }
}

/// Refuses a NUL: it ends a statement early on some engines and hangs others.
pub(super) fn no_nul(place: &str, text: &str) -> Result<(), RenderError> {
    if !text.contains('\0') {
        return Ok(());
    }
    let beginning = text.chars().take_while(|c| *c != '\0').take(40).collect();
    Err(RenderError::Nul {
        place: place.to_owned(),
        beginning,
    })
}
