use std::fmt;

use super::Session;
use super::state::RowState;
use crate::error::Result;
use crate::graph::{Handle, Table};
use crate::model::{ColumnMeta, Model};
use crate::value::{Shown, Value};

/// A column of a row that the next flush will write, or that one has written: printed, `title: "a" -> "b"`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ColumnChange {
    /// The column's name in the database.
    pub column: &'static str,
    /// What is stored, or was.
    pub old: Value,
    /// What will be, or is.
    pub new: Value,
    /// Whether the values must not show in messages; `Display` keeps to it.
    pub sensitive: bool,
}

impl fmt::Display for ColumnChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sensitive {
            true => write!(f, "{}: [redacted]", self.column),
            false => {
                let (old, new) = (Shown(&self.old), Shown(&self.new));
                write!(f, "{}: {old} -> {new}", self.column)
            }
        }
    }
}

pub(super) fn change(column: &ColumnMeta, old: Value, new: Value) -> ColumnChange {
    ColumnChange {
        column: column.name,
        old,
        new,
        sensitive: column.sensitive,
    }
}

impl Session {
    /// What the next flush will write into a row, by column. A change and its way back are none;
    /// a row that is not stored yet has no changes.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let ann = s.get::<User>(1).await?;
    /// s[ann].name = "Anna".into();
    /// let changes = s.changes(ann)?;
    /// assert_eq!(changes[0].to_string(), r#"name: "Ann" -> "Anna""#);
    /// assert_eq!(s.original(ann)?.name, "Ann");
    /// # Ok(()) }
    /// ```
    pub fn changes<M: Model, L>(&self, handle: Handle<M, L>) -> Result<Vec<ColumnChange>> {
        let id = self.id(handle)?;
        if self.states.get(id) != RowState::Persistent {
            return Ok(vec![]);
        }
        let (old, new) = (self.original(handle)?, self.read(handle)?);
        let change = |at: u16| {
            let column = &M::META.columns[usize::from(at)];
            change(column, old.value(at.into()), new.value(at.into()))
        };
        Ok(self.changed(id).into_iter().map(change).collect())
    }

    /// The row as it was before the edits that no flush has written yet.
    pub fn original<M: Model, L>(&self, handle: Handle<M, L>) -> Result<&M> {
        let id = self.id(handle)?;
        let table: Option<&Table<M>> = self.graph.table(id.table);
        match table.and_then(|table| table.originals.get(&id.row)) {
            Some(original) => Ok(original),
            None => self.read(handle),
        }
    }
}
