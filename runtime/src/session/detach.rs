use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::Handle;
use crate::model::Model;

impl Session {
    /// Takes a row out of the session, with what was edited: a plain struct, of which the session
    /// knows nothing any more. One that was only added is never inserted.
    ///
    /// An error if it was written by a transaction that is still open, or is to be deleted.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let ann = s.get::<User>(1).await?;
    /// let row: User = s.detach(ann)?;
    /// assert!(!s.contains(ann));
    ///
    /// let mut other = db.session();
    /// let ann = other.attach(row);
    /// # assert_eq!(other[ann].name, "Ann");
    /// # Ok(()) }
    /// ```
    pub fn detach<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<M> {
        self.recover();
        let id = self.id(handle)?;
        let model = M::META.name;
        let row = self.read(handle)?.clone();
        match self.states.get(id) {
            RowState::Pending => {
                self.delete_row(id)?;
                return Ok(row);
            }
            RowState::Persistent if self.is_unfinished(id) => {
                return Err(SessionError::Unfinished { model }.into());
            }
            RowState::Persistent => {}
            state => return Err(SessionError::Gone { model, state }.into()),
        }
        let table = &mut self.graph.tables[id.table as usize];
        table.forget(id.row);
        table.give_up(id.row);
        self.states.set(id, RowState::Detached);
        Ok(row)
    }

    fn is_unfinished(&self, id: RowId) -> bool {
        let added = |frame: &super::Frame| frame.inserts.contains(&id);
        self.frames.iter().any(added) || self.graph.tables[id.table as usize].is_unfinished(id.row)
    }

    /// Ends the session: rolls back what was not committed and gives its connection back. A
    /// session that is dropped does the same, without telling whether it worked.
    ///
    /// A session that joined a transaction ends by [`leave`](Session::leave), which gives that
    /// back: closed within it, it rolls all of it back, and says so by
    /// [`SessionError::ClosedWithin`]. One that joined by [`Join::Control`](crate::Join::Control)
    /// has made it its own.
    pub async fn close(mut self) -> Result<()> {
        let joined = self.joined.is_some();
        match self.transaction.take() {
            None => Ok(()),
            Some(transaction) => {
                transaction.rollback().await?;
                match joined {
                    true => Err(SessionError::ClosedWithin.into()),
                    false => Ok(()),
                }
            }
        }
    }
}
