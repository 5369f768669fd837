use super::{PerGroup, Project, Scope, Select};

/// Some rows of each group.
impl<S: Scope, O> Select<S, O> {
    /// At most so many rows with the same value of a column or of a tuple of columns: the first
    /// ones by `order_by`.
    ///
    /// ```
    /// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc/blog.rs"));
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> ormolu::Result<()> {
    /// # let db = blog().await?;
    /// // The three newest posts of each author, the newest of all first.
    /// let query = Post::select().order_by(|p| p.id.desc()).limit_per(3, |p| p.author_id);
    /// // SELECT .. FROM (SELECT .., row_number() OVER (PARTITION BY "posts"."author_id"
    /// // ORDER BY "posts"."id" DESC) AS "n" FROM "posts") AS "q"
    /// // WHERE "q"."n" <= $1 ORDER BY "q"."id" DESC, "q"."n"
    /// # assert_eq!(query.all(&db).await?.len(), 2);
    /// # Ok(()) }
    /// ```
    pub fn limit_per<K: Project>(mut self, rows: u64, key: impl FnOnce(S) -> K) -> Self {
        let mut by = vec![];
        key(self.scope).push_columns(&mut by);
        self.ast.per_group = Some(PerGroup {
            by,
            limit: rows,
            offset: 0,
        });
        self
    }
}
