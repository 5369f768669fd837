use super::state::RowState;
use super::{Session, SessionError};
use crate::error::Result;
use crate::graph::Handle;
use crate::load::Get;
use crate::model::Model;
use crate::query::{LockNode, LockStrength};
use crate::rules::Lift;

impl Session {
    /// Locks a row until the end of the transaction, which it opens, and reads it anew: nobody
    /// else changes or locks it meanwhile. Columns that were edited keep the edit. Waits for
    /// whoever has it locked; [`all`](Session::all) of a query with
    /// [`no_wait`](crate::Select::no_wait) does not.
    ///
    /// SQLite has no locks of rows: only one transaction writes at a time, and this one begins.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let ann = s.get::<User>(1).await?;
    /// s.lock(ann).await?;
    /// s[ann].visits += 1; // no visit is lost
    /// s.commit().await?;
    /// # assert_eq!(User::get(1).one(&db).await?.visits, 1);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// A row that is not stored, and one that is gone.
    pub async fn lock<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        self.ready()?;
        let id = self.id(handle)?;
        let state = self.states.get(id);
        let table = self.graph.table::<M>(id.table);
        let (Some(table), RowState::Persistent, false) = (table, state, M::META.key.is_empty())
        else {
            let model = M::META.name;
            return Err(SessionError::NotStored { model, state }.into());
        };
        let stored = match table.originals.get(&id.row) {
            Some(original) => &**original,
            None => &table.rows[id.row as usize],
        };
        let key = stored.key();
        let mut select = Get::<M>::new(key).select();
        // A row that is here is found whatever the scopes say.
        select.lifted = vec![Lift::All, Lift::Deleted];
        select.lock = Some(LockNode {
            strength: Some(LockStrength::Update),
            optional: true,
            ..LockNode::default()
        });
        let node = self.locked::<M>(select, &[]).await?;
        if self.graph.len(node) == 0 {
            // It names the row.
            return self.refresh(handle).await;
        }
        Ok(())
    }
}
