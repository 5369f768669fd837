//! Names of places in messages.

use crate::error::RenderError;
use crate::operation::Table;
use ormolu_schema::ir::{Column, Dialect};

pub(super) fn table(table: Table<'_>) -> String {
    match &table.table.namespace {
        Some(namespace) => format!("table `{namespace}.{}`", table.table.name),
        None => format!("table `{}`", table.table.name),
    }
}

pub(super) fn column(at: Table<'_>, column: &Column) -> String {
    format!("{}, column `{}`", table(at), column.name)
}

/// An index or a constraint; `kind` is its noun.
pub(super) fn part(at: Table<'_>, kind: &str, name: &str) -> String {
    format!("{}, {kind} `{name}`", table(at))
}

pub(super) fn unsupported(
    place: String,
    dialect: Dialect,
    feature: impl Into<String>,
    help: impl Into<String>,
) -> RenderError {
    RenderError::Unsupported {
        place,
        feature: feature.into(),
        dialect,
        help: help.into(),
    }
}
