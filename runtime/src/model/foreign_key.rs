use super::{ModelMeta, TableMeta};
use crate::value::Value;

/// A foreign key, where the order of a flush depends on its values: one that may close a circle,
/// or one that points at a key that may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForeignKeyMeta {
    /// The table that has it.
    pub table: TableMeta,
    /// Its columns.
    pub columns: &'static [&'static str],
    /// The table it points at.
    pub target: TableMeta,
    /// The columns there.
    pub target_columns: &'static [&'static str],
    /// What the database does with it when the values pointed at change.
    pub on_update: KeyChange,
    /// Whether the database checks it no sooner than at COMMIT.
    pub deferred: bool,
}

/// What the database does with a foreign key when the values it points at change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChange {
    /// It refuses as long as a row has the old values.
    Refuse,
    /// The foreign key gets the new values.
    Follow,
    /// The foreign key becomes NULL.
    SetNull,
    /// The foreign key gets its default.
    SetDefault,
}

impl ModelMeta {
    /// The positions of columns by their names in the database.
    pub(crate) fn positions(&self, names: &[&str]) -> Vec<u16> {
        let place = |name: &&str| self.columns.iter().position(|column| column.name == *name);
        names.iter().filter_map(place).map(|at| at as u16).collect()
    }

    /// Whether no two rows have the same values in these columns.
    pub(crate) fn is_unique(&self, columns: &[u16]) -> bool {
        let within = |key: &[u16]| !key.is_empty() && key.iter().all(|at| columns.contains(at));
        match self.uniques {
            [] => within(self.key),
            keys => keys.iter().any(|key| within(key)),
        }
    }

    /// NULL for each of these columns.
    pub(crate) fn nulls(&self, columns: &[u16]) -> Vec<Value> {
        let null = |at: &u16| Value::Null(self.columns[usize::from(*at)].kind);
        columns.iter().map(null).collect()
    }
}
