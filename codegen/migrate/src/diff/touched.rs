//! Foreign keys: which of them have to go and come again with what they stand on.

use std::collections::BTreeMap;

use ormolu_schema::ir::{ColumnId, Dialect, ForeignKey, Index, IndexTerm, ModelId};

use super::keys;
use super::table::{KeyChange, TableDiff};
use crate::error::RenderError;
use crate::render::kept;

/// Compares the foreign keys of all tables that stay.
pub(super) fn foreign_keys(
    diffs: &mut [TableDiff<'_>],
    dialect: Dialect,
) -> Result<(), RenderError> {
    let at: BTreeMap<ModelId, usize> = diffs
        .iter()
        .enumerate()
        .map(|(at, diff)| (diff.before.id, at))
        .collect();
    for of in 0..diffs.len() {
        let (before, after) = (diffs[of].before, diffs[of].after);
        let (old, new) = (&before.model().foreign_keys, &after.model().foreign_keys);
        let text = |key| kept::of_foreign_key(before, key, dialect);
        let new_text = |key| kept::of_foreign_key(after, key, dialect);
        let goes = |key: &ForeignKey| {
            let target = before.schema.table_of(key.target);
            let target = at.get(&target).map(|at| &diffs[*at]);
            goes(&diffs[of], target, key, dialect)
        };
        let parts = keys::compare(
            &keys::parts(old, |key| &key.name, text)?,
            &keys::parts(new, |key| &key.name, new_text)?,
            goes,
            dialect.family() != Dialect::Mysql,
        );
        diffs[of].foreign_keys = parts;
    }
    Ok(())
}

/// Whether a key that is the same has to go for a while.
fn goes(
    owner: &TableDiff<'_>,
    target: Option<&TableDiff<'_>>,
    key: &ForeignKey,
    dialect: Dialect,
) -> bool {
    if dialect == Dialect::Sqlite {
        return false;
    }
    let own = owner.columns.touches(&key.columns)
        || (dialect.family() == Dialect::Mysql && loses_index(owner, &key.columns));
    let there = target.is_some_and(|target| {
        target.columns.touches(&key.target_columns) || loses_index(target, &key.target_columns)
    });
    own || there
}

/// Whether a key or index goes that begins with these columns.
fn loses_index(diff: &TableDiff<'_>, columns: &[ColumnId]) -> bool {
    let begins = |ids: &[ColumnId]| ids.starts_with(columns);
    let key = &diff.before.model().primary_key.columns;
    let index = |index: &Index| {
        let parts = index.parts.iter().map_while(|part| match part.term {
            IndexTerm::Column(id) => Some(id),
            IndexTerm::Expression(_) => None,
        });
        begins(&parts.collect::<Vec<_>>())
    };
    (diff.key == KeyChange::Replaced && begins(key))
        || diff
            .uniques
            .gone
            .iter()
            .any(|unique| begins(&unique.columns))
        || diff.indexes.gone.iter().any(|gone| index(gone))
}
