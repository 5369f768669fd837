use super::Session;
use crate::error::Result;
use crate::graph::Handle;
use crate::model::Model;

impl Session {
    /// As [`delete`](Session::delete), but the flush is content if somebody else deleted the row
    /// meanwhile. A row that is there in another version than was read stays an error.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// let mut s = db.session();
    /// let post = s.one(Post::select().filter(|p| p.id.eq(2))).await?;
    /// Post::delete().key(2).run(&db).await?; // somebody else
    /// s.delete_if_there(post)?;
    /// s.commit().await?;
    /// # Ok(()) }
    /// ```
    pub fn delete_if_there<M: Model, L>(&mut self, handle: Handle<M, L>) -> Result<()> {
        let id = self.id(handle)?;
        self.delete(handle)?;
        self.frame().may_miss.insert(id);
        Ok(())
    }
}
