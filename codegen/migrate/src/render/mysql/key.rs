//! What can be in a key.

use ormolu_schema::ir::{
    Column, ColumnId, Dialect, ForeignKey, IndexTerm, ReferentialAction, Timing, Type,
};

use super::types;
use crate::error::RenderError;
use crate::operation::Table;
use crate::render::place;

/// InnoDB's limit of 3,072 bytes for one part, in characters of utf8mb4.
const LONGEST_PART: u32 = 768;

/// Refuses a column that cannot be in a key as a whole.
pub(super) fn check(place: &str, dialect: Dialect, column: &Column) -> Result<(), RenderError> {
    let spelled_out = |of| column.ty.native.contains_key(&of);
    if spelled_out(dialect) || spelled_out(dialect.family()) {
        return Ok(());
    }
    let name = &column.name;
    let ty = &column.ty.base;
    let (feature, help) = match ty {
        Type::Json | Type::Array(_) => (
            format!("index over the JSON column `{name}`"),
            "index a generated column that holds the part you search for".to_owned(),
        ),
        _ if types::is_off_row(ty) => (
            format!("index over all of the unlimited column `{name}`"),
            format!("give `{name}` a length of at most {LONGEST_PART}, or index a prefix of it"),
        ),
        Type::String(Some(n)) | Type::Char(n) if *n > LONGEST_PART => (
            format!("index over the {n} characters of `{name}`"),
            format!("give `{name}` a length of at most {LONGEST_PART}, or index a prefix of it"),
        ),
        _ => return Ok(()),
    };
    Err(place::unsupported(place.to_owned(), dialect, feature, help))
}

/// Refuses what InnoDB's foreign keys lack.
pub(super) fn check_foreign(
    table: Table<'_>,
    key: &ForeignKey,
    dialect: Dialect,
) -> Result<(), RenderError> {
    let unsupported = |feature: &str, help: &str| {
        let place = place::part(table, "foreign key", &key.name);
        Err(place::unsupported(place, dialect, feature, help))
    };
    if key.timing != Timing::AtOnce {
        let help = "make the key immediate, and its columns nullable where rows form a cycle";
        return unsupported("deferred foreign keys", help);
    }
    if [key.on_delete, key.on_update].contains(&ReferentialAction::SetDefault) {
        return unsupported("SET DEFAULT", "use `set_null` or `restrict`");
    }
    Ok(())
}

/// Whether InnoDB makes an index for the key, since no other begins with its columns.
pub(super) fn has_own_index(table: Table<'_>, key: &ForeignKey) -> bool {
    let begins = |columns: &[ColumnId]| columns.starts_with(&key.columns);
    let uniques = table.uniques.iter().any(|unique| begins(&unique.columns));
    let indexes = table.indexes.iter().any(|index| {
        let parts = index.parts.iter().map_while(|part| match part.term {
            IndexTerm::Column(id) if part.prefix.is_none() => Some(id),
            _ => None,
        });
        begins(&parts.collect::<Vec<_>>())
    });
    !begins(&table.primary_key.columns) && !uniques && !indexes
}
