use super::state::{RowId, RowState};
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::Handle;
use crate::model::Model;
use crate::write::tenant::own;
use crate::write::{Insertable, Outcome, UniqueKey, Upsert};

impl Session {
    /// The row with the same values in a unique key, or else this one, inserted at once. Two
    /// sessions that do so at the same time get the same row.
    ///
    /// A row that is there stays as it is. The transaction begins if nothing is found; pending
    /// work is not flushed.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let ann = s.get_or_insert(user::new("Anna").id(1), User::BY_ID).await?;
    /// assert_eq!(s[ann].name, "Ann");
    /// let dan = s.get_or_insert(user::new("Dan").id(7), User::BY_ID).await?;
    /// assert_eq!(s[dan].name, "Dan");
    /// s.commit().await?;
    /// # assert_eq!(User::get(7).one(&db).await?.name, "Dan");
    /// # Ok(()) }
    /// ```
    pub async fn get_or_insert<N: Insertable>(
        &mut self,
        new: N,
        key: UniqueKey<N::Model>,
    ) -> Result<Handle<N::Model>> {
        let mut new = new.into_new();
        own(&mut new, self.database.parameters())?;
        new.admit()?;
        if new.needs_session() {
            let model = N::Model::META.name;
            return Err(SessionError::ForeignHandle { model }.into());
        }
        let values = key.values(&new.row);
        let found = self.all(key.find(values)).await?;
        if let Some(handle) = found.first() {
            let id = self.id(*handle)?;
            return Ok(self.bare(id));
        }
        let upsert = Upsert::new(new).on(key).do_nothing();
        let foreign = self.frame().foreign;
        let stored = upsert.run(&mut *self).await?;
        // It is taken up again as a row that was added.
        self.frame().foreign = foreign;
        let before = self.len();
        let id = self.adopt(stored.row);
        // Where the engine does not tell, it was missing a moment ago.
        if stored.outcome != Some(Outcome::Kept) && self.len() > before {
            self.inserted(id);
        }
        Ok(self.bare(id))
    }

    /// A row that the transaction inserted: a rollback detaches it.
    fn inserted(&mut self, id: RowId) {
        self.states.set(id, RowState::Persistent);
        let frame = self.frame();
        frame.inserts.insert(frame.flushed.inserts, id);
        frame.flushed.inserts += 1;
    }
}
