use std::fmt;

use crate::model::{ColumnSet, Fill, ModelMeta};

/// One step of a [`Plan`](super::Plan): rows that share a statement, as far as the engine's limits
/// allow.
#[derive(Clone, Debug)]
pub struct Step {
    pub(in crate::session) work: Work,
    pub(in crate::session) table: u32,
    pub(in crate::session) model: &'static ModelMeta,
    pub(in crate::session) rows: Vec<u32>,
}

/// What is done to the rows of a [`Step`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StepKind {
    /// They are inserted.
    Insert,
    /// Some columns of them are updated.
    Update,
    /// Links are broken and made.
    Link,
    /// They are deleted.
    Delete,
}

/// As [`StepKind`], with what is needed to do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::session) enum Work {
    /// Inserts them, with these columns left to the database.
    Insert(ColumnSet),
    /// Updates these columns.
    Update(Vec<u16>),
    /// Gives a column a value that no other row has, for others to take the one it holds.
    Park(u16),
    /// Makes rows of what is stored under their keys, and is about to be deleted.
    Switch(Vec<u16>),
    /// Makes foreign keys NULL, for rows that point at each other to be deleted.
    Unhook(Vec<u16>),
    /// Deletes the links asked to be broken, then inserts those asked to be made.
    Link,
    /// Deletes them.
    Delete,
}

impl Step {
    pub(in crate::session) fn inserts(&self) -> bool {
        matches!(self.work, Work::Insert(_))
    }

    /// What is done.
    pub fn kind(&self) -> StepKind {
        match self.work {
            Work::Insert(_) => StepKind::Insert,
            Work::Update(_) | Work::Park(_) | Work::Switch(_) | Work::Unhook(_) => StepKind::Update,
            Work::Link => StepKind::Link,
            Work::Delete => StepKind::Delete,
        }
    }

    /// The model whose rows it is for; of links, one of those linked.
    pub fn model(&self) -> &'static str {
        self.model.name
    }

    /// How many rows, or links, it is for.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The columns that it writes, by their names in the database: of an insert those that are
    /// not left to the database, of an update those that changed.
    pub fn columns(&self) -> Vec<&'static str> {
        let name = |at: u16| self.model.columns[usize::from(at)].name;
        match &self.work {
            Work::Insert(unset) => {
                let given = |at: &u16| {
                    let fill = self.model.columns[usize::from(*at)].fill;
                    !unset.contains(*at) && fill != Fill::Generated
                };
                let columns = 0..self.model.columns.len() as u16;
                columns.filter(given).map(name).collect()
            }
            Work::Update(columns) | Work::Switch(columns) | Work::Unhook(columns) => {
                columns.iter().copied().map(name).collect()
            }
            Work::Park(column) => vec![name(*column)],
            Work::Link | Work::Delete => vec![],
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.model.table.name;
        let rows = self.rows.len();
        let columns = self.columns().join(", ");
        match &self.work {
            Work::Insert(_) => write!(f, "insert {table}: {rows}"),
            Work::Update(set) if set.is_empty() => write!(f, "update {table}: {rows}"),
            Work::Update(_) => write!(f, "update {table} ({columns}): {rows}"),
            Work::Park(_) => write!(f, "update {table} ({columns}), for others to take: {rows}"),
            Work::Switch(_) => write!(f, "update {table} ({columns}), not deleted: {rows}"),
            Work::Unhook(_) => write!(f, "update {table} ({columns} to NULL): {rows}"),
            Work::Link => write!(f, "links: {rows}"),
            Work::Delete => write!(f, "delete {table}: {rows}"),
        }
    }
}
