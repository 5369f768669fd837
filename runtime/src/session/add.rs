use super::claim::Claim;
use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::{Error, Result};
use crate::graph::Handle;
use crate::model::Model;
use crate::write::{End, Insertable};

impl Session {
    /// Adds a row, to be inserted by the next flush. It may point at rows that have no key yet:
    /// they are inserted first.
    ///
    /// # Panics
    ///
    /// If it points at a handle of another session, or at a row that is deleted or detached;
    /// [`try_add`](Session::try_add) returns that as an error.
    #[allow(clippy::panic)] // as with a wrong index: there is no such row, and no way to go on
    pub fn add<N: Insertable>(&mut self, new: N) -> Handle<N::Model> {
        match self.try_add(new) {
            Ok(handle) => handle,
            Err(error) => panic!("{error}"),
        }
    }

    /// Adds several rows.
    pub fn add_all<N: Insertable>(
        &mut self,
        rows: impl IntoIterator<Item = N>,
    ) -> Vec<Handle<N::Model>> {
        rows.into_iter().map(|new| self.add(new)).collect()
    }

    /// As [`add`](Session::add), with an error for a handle of another session and for one of a
    /// row that is deleted or detached.
    pub fn try_add<N: Insertable>(&mut self, new: N) -> Result<Handle<N::Model>> {
        let new = new.into_new();
        let foreign = |tag| tag != self.graph.tag;
        if new
            .incoming
            .references
            .iter()
            .any(|reference| foreign(reference.tag))
        {
            return Err(foreign_handle::<N::Model>());
        }
        if self.states.some_left() {
            for reference in &new.incoming.references {
                let (table, row) = reference.to;
                self.check_there(RowId { table, row })?;
            }
        }
        let at = self.graph.table_of::<N::Model>();
        let Some(table) = self.graph.table_mut::<N::Model>(at) else {
            return Err(foreign_handle::<N::Model>());
        };
        let row = table.add(new.row, new.incoming);
        let id = RowId { table: at, row };
        self.states.set(id, RowState::Pending);
        for link in new.links {
            let (End::Pending { .. } | End::Values(_)) = link.to else {
                let model = N::Model::META.name;
                return Err(SessionError::OtherKey { model }.into());
            };
            self.push_link(link.relation, id, link.to, super::link::Change::Make)?;
        }
        let claims = new.claims.into_iter();
        let claims = claims.map(|relation| Claim { row: id, relation });
        self.frame().claims.extend(claims);
        self.frame().inserts.push(id);
        Ok(self.bare(id))
    }
}

fn foreign_handle<M: Model>() -> Error {
    let model = M::META.name;
    SessionError::ForeignHandle { model }.into()
}
