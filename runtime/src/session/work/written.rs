use std::collections::HashSet;
use std::ops::{Deref, Index};

use crate::driver::{Access, Executor, Lease};
use crate::error::Result;
use crate::graph::Handle;
use crate::model::{Model, ModelMeta};
use crate::session::changes::change;
use crate::session::plan::{Plan, Work};
use crate::session::state::{RowId, RowState};
use crate::session::{ColumnChange, Session, SessionError};
use crate::value::Value;

/// Work that a flush has written into the transaction: a session to be read, with what became of
/// which rows.
///
/// Statements run on it as `&mut *work`. They are part of the flush; rows of the session do not
/// follow them.
///
/// ```compile_fail,E0596
/// async fn hook(work: &mut ormolu::WrittenWork<'_>) -> ormolu::Result<()> {
///     work.rollback().await
/// }
/// ```
pub struct WrittenWork<'s> {
    pub(in crate::session) session: &'s mut Session,
    pub(in crate::session) written: &'s Written,
}

/// The rows of a flush.
#[derive(Debug, Default)]
pub(in crate::session) struct Written {
    pub(in crate::session) inserted: Vec<RowId>,
    /// With the values of all columns that they had before.
    pub(in crate::session) updated: Vec<(RowId, Vec<Value>)>,
    pub(in crate::session) deleted: Vec<RowId>,
}

impl Deref for WrittenWork<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
    }
}

impl WrittenWork<'_> {
    /// The rows of a model that were inserted, with their keys.
    pub fn inserted<M: Model>(&self) -> Vec<Handle<M>> {
        self.session.handles(self.written.inserted.iter().copied())
    }

    /// The rows of a model that were updated.
    pub fn updated<M: Model>(&self) -> Vec<Handle<M>> {
        self.session
            .handles(self.written.updated.iter().map(|(id, _)| *id))
    }

    /// The rows of a model that were deleted, softly or not. Those that the database deleted with
    /// them are not among them.
    pub fn deleted<M: Model>(&self) -> Vec<Handle<M>> {
        self.session.handles(self.written.deleted.iter().copied())
    }

    /// What the flush made of a row that was updated, by column; that includes columns that the
    /// database filled.
    pub fn changes<M: Model, L>(&self, handle: Handle<M, L>) -> Result<Vec<ColumnChange>> {
        let id = self.session.id(handle)?;
        let mut updated = self.written.updated.iter();
        let Some((_, old)) = updated.find(|(updated, _)| *updated == id) else {
            return Ok(vec![]);
        };
        Ok(self.session.differences(id, old))
    }
}

/// # Panics
///
/// As a [`Session`] does.
impl<M: Model, L> Index<Handle<M, L>> for WrittenWork<'_> {
    type Output = M;

    fn index(&self, handle: Handle<M, L>) -> &M {
        &self.session[handle]
    }
}

impl Executor for &mut WrittenWork<'_> {
    async fn lease(&mut self, _: Access) -> Result<Lease<'_>> {
        match &mut self.session.transaction {
            Some(transaction) => Ok(Lease::borrowed(transaction.connection())),
            None => Err(SessionError::Failed {
                first: "the transaction is gone".into(),
            }
            .into()),
        }
    }
}

impl Session {
    /// The rows that a plan writes, of the models that somebody asks about, as they are before.
    pub(in crate::session) fn to_be_written(
        &self,
        plan: &Plan,
        asked: impl Fn(&ModelMeta) -> bool,
    ) -> Written {
        let mut written = Written::default();
        let mut known = HashSet::new();
        for step in plan.steps().iter().filter(|step| asked(step.model)) {
            for &row in &step.rows {
                let table = step.table;
                let id = RowId { table, row };
                let state = match step.work {
                    Work::Insert(_) | Work::Switch(_) => RowState::Pending,
                    Work::Update(_) => RowState::Persistent,
                    Work::Delete => RowState::Deleting,
                    Work::Link | Work::Park(_) | Work::Unhook(_) => continue,
                };
                // A row that a step writes for the second time is in another state by then.
                if self.states.get(id) != state || !known.insert(id) {
                    continue;
                }
                match state {
                    RowState::Pending => written.inserted.push(id),
                    RowState::Deleting => written.deleted.push(id),
                    _ => written.updated.push((id, self.stored_row(id))),
                }
            }
        }
        written
    }

    /// The values of all columns of a row, as they are stored.
    pub(in crate::session) fn stored_row(&self, id: RowId) -> Vec<Value> {
        let table = &self.graph.tables[id.table as usize];
        let columns: Vec<u16> = (0..table.meta().columns.len() as u16).collect();
        let mut values = Vec::with_capacity(columns.len());
        table.stored(id.row, &columns, &mut values);
        values
    }

    /// In which columns a row differs from what it was.
    pub(in crate::session) fn differences(&self, id: RowId, old: &[Value]) -> Vec<ColumnChange> {
        let table = &self.graph.tables[id.table as usize];
        let columns = table.meta().columns.iter().zip(old).enumerate();
        let differing = columns.filter_map(|(at, (column, old))| {
            let new = table.value(id.row, at);
            (new != *old).then(|| change(column, old.clone(), new))
        });
        differing.collect()
    }

    /// The handles of those rows that are of a model.
    pub(in crate::session) fn handles<M: Model>(
        &self,
        rows: impl Iterator<Item = RowId>,
    ) -> Vec<Handle<M>> {
        let table = self.graph.find_table::<M>();
        rows.filter(|id| Some(id.table) == table)
            .map(|id| self.bare(id))
            .collect()
    }
}
