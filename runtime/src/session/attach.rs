use super::Session;
use super::state::RowId;
use crate::graph::Handle;
use crate::model::Model;

impl Session {
    /// Takes in a row that was read before, from a cache or by another query, without any SQL:
    /// it counts as what is stored. A row of the same key that the session knows stays as it is,
    /// edits included.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let cached: User = User::insert(user::new("Eve")).run(&db).await?;
    ///
    /// let mut s = db.session();
    /// let eve = s.attach(cached);
    /// s[eve].visits += 1;
    /// s.commit().await?; // UPDATE "users" SET "visits" = ? WHERE "id" = ?
    /// # assert_eq!(User::get(3).one(&db).await?.visits, 1);
    /// # Ok(()) }
    /// ```
    pub fn attach<M: Model>(&mut self, row: M) -> Handle<M> {
        let id = self.adopt(row);
        self.bare(id)
    }

    pub(super) fn adopt<M: Model>(&mut self, row: M) -> RowId {
        let at = self.graph.table_of::<M>();
        let table = self.graph.table_mut::<M>(at);
        let row = table.map_or(0, |table| table.adopt(row));
        RowId { table: at, row }
    }
}
