//! The text of statements that write rows by their columns and keys.

pub(crate) mod delete;
pub(crate) mod insert;
pub(crate) mod link;
pub(crate) mod refresh;
pub(crate) mod rekey;
mod text;
pub(crate) mod update;

pub(crate) use text::Text;

use crate::dialect::Dialect;
use crate::model::{ColumnMeta, Fill, ModelMeta, VersionBy};
use crate::value::Kind;

/// How many rows of so many parameters go into one statement.
///
/// Beyond that a larger statement is not faster, only larger: on SQLite, which has no round trip
/// to save, one of 1,000 rows took a sixth longer for each row than one of 100.
pub(crate) fn rows_per_statement(parameters: usize, dialect: Dialect) -> usize {
    let (limit, enough) = match dialect {
        Dialect::Sqlite => (32_766, 100),
        Dialect::Postgres | Dialect::Mysql | Dialect::Mariadb => (65_535, 1_000),
    };
    (limit / parameters.max(1)).clamp(1, enough)
}

/// Whether all columns of a batch can travel as one array each.
pub(crate) fn fits_arrays<'m>(columns: impl IntoIterator<Item = &'m ColumnMeta>) -> bool {
    let array = |column: &ColumnMeta| matches!(column.kind.bare(), Kind::Array(_));
    !columns.into_iter().any(array)
}

/// The columns that change by themselves at an UPDATE of `set`.
pub(crate) fn changed_by_update(model: &ModelMeta, set: &[u16]) -> Vec<u16> {
    let version = model.version.filter(|v| v.by == VersionBy::Database);
    let by_itself = |(at, column): (usize, &ColumnMeta)| {
        let changes = column.on_update.is_some()
            || column.fill == Fill::Generated
            || version.is_some_and(|version| usize::from(version.column) == at);
        let at = at as u16;
        (changes && at >= model.inherited() && !set.contains(&at)).then_some(at)
    };
    model
        .columns
        .iter()
        .enumerate()
        .filter_map(by_itself)
        .collect()
}
