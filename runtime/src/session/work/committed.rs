use std::collections::BTreeSet;
use std::ops::{Deref, Index};

use crate::graph::Handle;
use crate::model::Model;
use crate::session::Session;
use crate::session::state::{RowId, RowState};

/// Work that is stored: a session to be read, with what became of which rows since the COMMIT
/// before. What is to be written now belongs into a session of its own:
/// `work.database().session()`.
///
/// ```compile_fail,E0596
/// async fn hook(work: &mut ormolu::CommittedWork<'_>) -> ormolu::Result<()> {
///     work.flush().await
/// }
/// ```
pub struct CommittedWork<'s> {
    pub(in crate::session) session: &'s mut Session,
    pub(in crate::session) rows: &'s Committed,
}

/// The rows of a transaction.
#[derive(Debug, Default)]
pub(in crate::session) struct Committed {
    inserted: Vec<RowId>,
    updated: Vec<RowId>,
    deleted: Vec<RowId>,
}

impl Deref for CommittedWork<'_> {
    type Target = Session;

    fn deref(&self) -> &Session {
        self.session
    }
}

impl CommittedWork<'_> {
    /// The rows of a model that were inserted.
    pub fn inserted<M: Model>(&self) -> Vec<Handle<M>> {
        self.session.handles(self.rows.inserted.iter().copied())
    }

    /// The rows of a model that were there and were updated.
    pub fn updated<M: Model>(&self) -> Vec<Handle<M>> {
        self.session.handles(self.rows.updated.iter().copied())
    }

    /// The rows of a model that were there and are deleted, by the session or by the database
    /// together with others that it knows.
    pub fn deleted<M: Model>(&self) -> Vec<Handle<M>> {
        self.session.handles(self.rows.deleted.iter().copied())
    }
}

/// # Panics
///
/// As a [`Session`] does.
impl<M: Model, L> Index<Handle<M, L>> for CommittedWork<'_> {
    type Output = M;

    fn index(&self, handle: Handle<M, L>) -> &M {
        &self.session[handle]
    }
}

impl Session {
    /// What became of rows since the last COMMIT. All frames are one by now.
    pub(in crate::session) fn to_be_committed(&self) -> Committed {
        let Some(frame) = self.frames.first() else {
            return Committed::default();
        };
        let is = |id: &RowId, state| self.states.get(*id) == state;
        let mut inserted = frame.inserts.clone();
        inserted.retain(|id| is(id, RowState::Persistent));
        let added: BTreeSet<RowId> = frame.inserts.iter().copied().collect();
        let mut deleted: Vec<RowId> = frame.before.keys().copied().collect();
        deleted.retain(|id| is(id, RowState::Deleted) && !added.contains(id));
        deleted.sort_unstable();
        let mut updated = vec![];
        for (at, table) in (0..).zip(&self.graph.tables) {
            let rows = table.written().into_iter();
            updated.extend(rows.map(|row| RowId { table: at, row }));
        }
        updated.retain(|id| is(id, RowState::Persistent) && !added.contains(id));
        Committed {
            inserted,
            updated,
            deleted,
        }
    }
}
